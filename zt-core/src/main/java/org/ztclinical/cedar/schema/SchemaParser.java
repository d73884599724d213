package org.ztclinical.cedar.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.cedar.schema.Declarations.CommonTypeDeclaration;
import org.ztclinical.cedar.schema.Declarations.Declared;
import org.ztclinical.cedar.schema.Declarations.EntityDeclaration;
import org.ztclinical.cedar.text.Token;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.text.Tokens;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Name;

/**
 * Reads schemas in Cedar's own syntax (Cedar 4.5, Cedar schema format). What is read is a whole
 * schema, every name in it resolved; what is not is refused with its place, its line and a remedy.
 */
public final class SchemaParser {
  private final Tokens tokens;
  private final SchemaTypeParser types;
  private final Declarations declarations = new Declarations();
  private final Set<String> namespaces = new HashSet<>();

  private SchemaParser(Tokens tokens) {
    this.tokens = tokens;
    this.types = new SchemaTypeParser(tokens);
  }

  /**
   * Reads a schema with the default limits.
   *
   * @throws CedarSyntaxException when it is not one
   */
  public static Schema parse(String text) throws CedarSyntaxException {
    return parse(text, "schema", CedarLimits.defaults());
  }

  /**
   * Reads a schema.
   *
   * @param source what messages call the text, as {@code clinical.cedarschema}
   * @throws CedarSyntaxException when it is not one, or larger than the limits
   */
  public static Schema parse(String text, String source, CedarLimits limits)
      throws CedarSyntaxException {
    SchemaParser parser = new SchemaParser(Tokens.of(text, source, limits));
    parser.schema();
    return SchemaResolver.resolve(parser.declarations, limits);
  }

  private void schema() throws CedarSyntaxException {
    while (!tokens.at(Kind.END)) {
      Map<String, String> annotations = types.annotations();
      if (tokens.takeWord("namespace")) {
        namespace();
      } else {
        declaration("", annotations);
      }
    }
  }

  private void namespace() throws CedarSyntaxException {
    Token first = tokens.peek();
    String namespace = types.path("the name of a namespace", true);
    if (!namespaces.add(namespace)) {
      throw tokens.error(
          Fault.DUPLICATE,
          first,
          "the namespace `"
              + Place.shown(namespace)
              + "` is declared twice; put both contents into one");
    }
    tokens.expect(Kind.OPEN_BRACE, "after the name of the namespace");
    while (!tokens.take(Kind.CLOSE_BRACE)) {
      declaration(namespace, types.annotations());
    }
  }

  private void declaration(String namespace, Map<String, String> annotations)
      throws CedarSyntaxException {
    if (tokens.takeWord("entity")) {
      entity(namespace, annotations);
    } else if (tokens.takeWord("action")) {
      declarations.add(new ActionParser(tokens, types).action(namespace, annotations));
    } else if (tokens.takeWord("type")) {
      commonType(namespace);
    } else {
      throw tokens.unexpected(
          namespace.isEmpty()
              ? "`entity`, `action`, `type` or `namespace`"
              : "`entity`, `action`, `type`, or `}` at the end of the namespace");
    }
    tokens.expect(Kind.SEMICOLON, "at the end of the declaration");
  }

  private void entity(String namespace, Map<String, String> annotations)
      throws CedarSyntaxException {
    List<Declared<Name>> names = new ArrayList<>();
    do {
      names.add(types.declared(namespace, "the name of an entity type"));
    } while (tokens.take(Kind.COMMA));
    declarations.add(
        tokens.takeWord("enum")
            ? enumeration(namespace, names, annotations)
            : entity(namespace, names, annotations));
  }

  private EntityDeclaration enumeration(
      String namespace, List<Declared<Name>> names, Map<String, String> annotations)
      throws CedarSyntaxException {
    tokens.expect(Kind.OPEN_BRACKET, "after `enum`");
    List<String> ids = new ArrayList<>();
    do {
      ids.add(tokens.string(tokens.expect(Kind.STRING, "as an id of the enumeration")));
    } while (tokens.take(Kind.COMMA));
    tokens.expect(Kind.CLOSE_BRACKET, "after the ids");
    return new EntityDeclaration(
        namespace,
        names,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(ids),
        annotations);
  }

  private EntityDeclaration entity(
      String namespace, List<Declared<Name>> names, Map<String, String> annotations)
      throws CedarSyntaxException {
    List<TypeSyntax.Named> memberOf = tokens.takeWord("in") ? types.entityTypes(true) : List.of();
    Optional<TypeSyntax> shape = Optional.empty();
    if (tokens.take(Kind.ASSIGN) || tokens.at(Kind.OPEN_BRACE)) {
      shape =
          Optional.of(types.record("because the shape of an entity type is a record written out"));
    }
    Optional<TypeSyntax> tags =
        tokens.takeWord("tags") ? Optional.of(types.type()) : Optional.empty();
    return new EntityDeclaration(
        namespace, names, memberOf, shape, tags, Optional.empty(), annotations);
  }

  private void commonType(String namespace) throws CedarSyntaxException {
    Declared<Name> name = types.declared(namespace, "the name of a common type");
    tokens.expect(Kind.ASSIGN, "after the name of the common type");
    declarations.add(new CommonTypeDeclaration(namespace, name, types.type()));
  }
}
