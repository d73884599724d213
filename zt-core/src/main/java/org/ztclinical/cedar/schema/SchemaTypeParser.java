package org.ztclinical.cedar.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.schema.Declarations.Declared;
import org.ztclinical.cedar.schema.TypeSyntax.AttributeSyntax;
import org.ztclinical.cedar.schema.TypeSyntax.Named;
import org.ztclinical.cedar.schema.TypeSyntax.RecordSyntax;
import org.ztclinical.cedar.schema.TypeSyntax.SetSyntax;
import org.ztclinical.cedar.schema.TypeSyntax.Sort;
import org.ztclinical.cedar.text.Token;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.text.Tokens;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/**
 * Reads the types, names and annotations in a schema of Cedar's syntax. Recurses as deep as types
 * nest, which the limits bound. For one thread.
 */
final class SchemaTypeParser {
  private static final String INTERNAL = "__cedar";
  private static final String ENTITY = "an entity type";

  private final Tokens tokens;
  private int depth;

  SchemaTypeParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Where a token stands. */
  Place at(Token token) {
    return at(token.at());
  }

  private Place at(Span span) {
    return (fault, sentence) -> tokens.error(fault, span, sentence);
  }

  /** Annotations, each key once; the value may be left out and is empty then. */
  Map<String, String> annotations() throws CedarSyntaxException {
    if (!tokens.at(Kind.AT)) {
      return Map.of();
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    while (tokens.take(Kind.AT)) {
      Token key = tokens.expect(Kind.WORD, "after @");
      if (annotations.put(key.text(), tokens.annotationValue()) != null) {
        throw tokens.error(
            Fault.DUPLICATE, key, "the annotation @" + Place.shown(key.text()) + " is given twice");
      }
    }
    return annotations;
  }

  /** A name that is declared in the namespace. */
  Declared<Name> declared(String namespace, String what) throws CedarSyntaxException {
    Token token = word(what, true);
    if (tokens.at(Kind.DOUBLE_COLON)) {
      throw tokens.error(
          Fault.NOT_ALLOWED,
          tokens.peek(),
          "what is declared has no namespace of its own; declare it inside `namespace … { … }`");
    }
    return new Declared<>(Name.ofTrusted(token.text()).in(namespace), at(token));
  }

  /** A word that is not reserved; {@code __cedar} is so for names of types and namespaces only. */
  private Token word(String what, boolean refuseInternal) throws CedarSyntaxException {
    if (!tokens.at(Kind.WORD)) {
      throw tokens.unexpected(what);
    }
    Token token = tokens.next();
    boolean internal = token.text().equals(INTERNAL);
    if (internal ? refuseInternal : Lexical.isReserved(token.text())) {
      throw tokens.error(
          Fault.NOT_ALLOWED,
          token,
          "`" + token.text() + "` is a word of the language and cannot be " + what);
    }
    return token;
  }

  /** Identifiers joined by ::, in normal form. */
  String path(String what, boolean refuseInternal) throws CedarSyntaxException {
    Token first = word(what, refuseInternal);
    if (!tokens.at(Kind.DOUBLE_COLON)) {
      return first.text();
    }
    StringBuilder path = new StringBuilder(first.text());
    while (tokens.at(Kind.DOUBLE_COLON) && !tokens.peekSecond().is(Kind.STRING)) {
      tokens.next();
      path.append("::").append(word(what, refuseInternal).text());
    }
    return path.toString();
  }

  private Named named(Sort sort, String what) throws CedarSyntaxException {
    Span first = tokens.peek().at();
    String path = path(what, false);
    return new Named(sort, path, at(first.to(tokens.last())));
  }

  /** One entity type, or some in brackets. */
  List<Named> entityTypes(boolean canBeEmpty) throws CedarSyntaxException {
    if (!tokens.take(Kind.OPEN_BRACKET)) {
      return List.of(named(Sort.ENTITY, ENTITY));
    }
    List<Named> named = new ArrayList<>();
    if (canBeEmpty && tokens.take(Kind.CLOSE_BRACKET)) {
      return named;
    }
    do {
      named.add(named(Sort.ENTITY, ENTITY));
    } while (tokens.take(Kind.COMMA));
    tokens.expect(Kind.CLOSE_BRACKET, "after the entity types");
    return named;
  }

  /** A type: a set, a record, or a name. */
  TypeSyntax type() throws CedarSyntaxException {
    if (tokens.at(Kind.OPEN_BRACE)) {
      return record("");
    }
    if (tokens.atWord("Set") && tokens.peekSecond().is(Kind.LESS)) {
      return set();
    }
    return named(Sort.ANY, "a type");
  }

  private TypeSyntax set() throws CedarSyntaxException {
    Token set = tokens.next();
    tokens.next();
    enter(set);
    TypeSyntax element = type();
    depth--;
    tokens.expect(Kind.GREATER, "after the type of the elements");
    return new SetSyntax(element, at(set));
  }

  /**
   * A record.
   *
   * @param where completes the message when there is none; may be empty
   */
  TypeSyntax record(String where) throws CedarSyntaxException {
    Token open = tokens.expect(Kind.OPEN_BRACE, where);
    enter(open);
    Map<String, AttributeSyntax> attributes = new LinkedHashMap<>();
    while (!tokens.at(Kind.CLOSE_BRACE)) {
      attribute(attributes);
      if (!tokens.take(Kind.COMMA)) {
        break;
      }
    }
    depth--;
    tokens.expect(Kind.CLOSE_BRACE, "or `,` after the attribute");
    return new RecordSyntax(attributes, at(open));
  }

  private void attribute(Map<String, AttributeSyntax> attributes) throws CedarSyntaxException {
    annotations();
    Token token = tokens.peek();
    String name = name("the name of an attribute");
    boolean required = !tokens.take(Kind.QUESTION);
    tokens.expect(Kind.COLON, "after the name of the attribute");
    if (attributes.put(name, new AttributeSyntax(type(), required)) != null) {
      throw tokens.error(
          Fault.DUPLICATE,
          token,
          "the attribute " + Place.shown(Lexical.quote(name)) + " is declared twice");
    }
    if (attributes.size() > tokens.limits().maxMembers()) {
      throw tokens.error(
          Fault.LIMIT,
          token,
          "a record has at most %d attributes".formatted(tokens.limits().maxMembers()));
    }
  }

  /** A word, or a string that may be any text. */
  String name(String what) throws CedarSyntaxException {
    return tokens.at(Kind.STRING) ? tokens.string(tokens.next()) : word(what, false).text();
  }

  private void enter(Token at) throws CedarSyntaxException {
    if (++depth > tokens.limits().maxDepth()) {
      throw tokens.error(
          Fault.LIMIT,
          at,
          "types nest deeper than %d levels here".formatted(tokens.limits().maxDepth()));
    }
  }
}
