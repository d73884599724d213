package org.ztclinical.cedar.text;

import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;

/** Reads attribute names, type names and entity uids. Blanks may stand around {@code ::}. */
final class Names {
  private Names() {}

  /** A name or a string, as a record has it and as {@code has} asks for it. */
  static String attribute(Tokens tokens, String what) throws CedarSyntaxException {
    return tokens.at(Kind.STRING) ? tokens.string(tokens.next()) : identifier(tokens, what);
  }

  /** An identifier that names an attribute. */
  static String identifier(Tokens tokens, String what) throws CedarSyntaxException {
    if (!tokens.at(Kind.WORD)) {
      throw tokens.unexpected(what);
    }
    Token word = tokens.next();
    if (Lexical.isReserved(word.text())) {
      throw tokens.error(Fault.MALFORMED, word, reserved(word.text()));
    }
    return word.text();
  }

  /** A type name: {@code A::B}. */
  static Name type(Tokens tokens, String what) throws CedarSyntaxException {
    if (!tokens.at(Kind.WORD)) {
      throw tokens.unexpected(what);
    }
    Name name = path(tokens, tokens.next()).name();
    if (tokens.at(Kind.STRING)) {
      throw tokens.error(
          Fault.MALFORMED, tokens.peek(), "expected a type without an id: `" + name + "`");
    }
    return name;
  }

  /** An entity: {@code A::B::"id"}. */
  static EntityUid uid(Tokens tokens, String what) throws CedarSyntaxException {
    if (!tokens.at(Kind.WORD)) {
      throw tokens.unexpected(what);
    }
    return uid(tokens, tokens.next());
  }

  /** An entity whose first word has been taken. */
  static EntityUid uid(Tokens tokens, Token first) throws CedarSyntaxException {
    Path type = path(tokens, first);
    if (!type.open()) {
      throw tokens.unexpected(
          "an entity with its id, as %s::\"…\"".formatted(clipped(type.name().text())));
    }
    return EntityUid.of(type.name(), tokens.string(tokens.next()));
  }

  /** A name, and whether a {@code ::} stands between it and a string. */
  private record Path(Name name, boolean open) {}

  /** Reads on after the first word, up to and including a last {@code ::} before a string. */
  private static Path path(Tokens tokens, Token first) throws CedarSyntaxException {
    requirePart(tokens, first);
    if (!tokens.at(Kind.DOUBLE_COLON)) {
      return new Path(Name.ofTrusted(first.text()), false);
    }
    StringBuilder path = new StringBuilder(first.text());
    while (tokens.take(Kind.DOUBLE_COLON)) {
      if (tokens.at(Kind.STRING)) {
        return new Path(Name.ofTrusted(path.toString()), true);
      }
      Token part = tokens.peek();
      if (!part.is(Kind.WORD)) {
        throw tokens.unexpected("a name or a string after `::`");
      }
      requirePart(tokens, tokens.next());
      path.append("::").append(part.text());
    }
    return new Path(Name.ofTrusted(path.toString()), false);
  }

  private static void requirePart(Tokens tokens, Token part) throws CedarSyntaxException {
    if (Lexical.isReserved(part.text())) {
      throw tokens.error(
          Fault.MALFORMED,
          part,
          "`%s` is a reserved word and cannot be part of a name".formatted(part.text()));
    }
  }

  private static String reserved(String word) {
    return "`%s` is a reserved word; as the name of an attribute it stands in quotes: [\"%s\"], has \"%s\", {\"%s\": …}"
        .formatted(word, word, word, word);
  }

  private static String clipped(String name) {
    return name.length() > 40 ? name.substring(0, 40) + "…" : name;
  }
}
