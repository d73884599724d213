package org.ztclinical.cedar.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.schema.Declarations.ActionDeclaration;
import org.ztclinical.cedar.schema.Declarations.ActionReference;
import org.ztclinical.cedar.schema.Declarations.Declared;
import org.ztclinical.cedar.schema.TypeSyntax.Named;
import org.ztclinical.cedar.text.Token;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.text.Tokens;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** Reads one action declaration in a schema of Cedar's syntax. For one declaration. */
final class ActionParser {
  private static final String ACTION = "Action";

  private final Tokens tokens;
  private final SchemaTypeParser types;
  private @Nullable List<Named> principals;
  private @Nullable List<Named> resources;
  private @Nullable TypeSyntax context;

  ActionParser(Tokens tokens, SchemaTypeParser types) {
    this.tokens = tokens;
    this.types = types;
  }

  /** What follows the word {@code action}, up to the semicolon. */
  ActionDeclaration action(String namespace, Map<String, String> annotations)
      throws CedarSyntaxException {
    List<Declared<EntityUid>> uids = uids(namespace);
    List<ActionReference> memberOf = tokens.takeWord("in") ? groups() : List.of();
    if (tokens.takeWord("appliesTo")) {
      appliesTo();
    }
    if (tokens.takeWord("attributes")) {
      attributes();
    }
    return new ActionDeclaration(
        namespace,
        uids,
        memberOf,
        principals == null ? List.of() : principals,
        resources == null ? List.of() : resources,
        Optional.ofNullable(context),
        annotations);
  }

  private List<Declared<EntityUid>> uids(String namespace) throws CedarSyntaxException {
    Name type = Name.ofTrusted(ACTION).in(namespace);
    List<Declared<EntityUid>> uids = new ArrayList<>();
    do {
      Place at = types.at(tokens.peek());
      uids.add(new Declared<>(EntityUid.of(type, types.name("the name of an action")), at));
    } while (tokens.take(Kind.COMMA));
    return uids;
  }

  private List<ActionReference> groups() throws CedarSyntaxException {
    if (!tokens.take(Kind.OPEN_BRACKET)) {
      return List.of(group());
    }
    List<ActionReference> groups = new ArrayList<>();
    if (!tokens.at(Kind.CLOSE_BRACKET)) {
      do {
        groups.add(group());
      } while (tokens.take(Kind.COMMA));
    }
    tokens.expect(Kind.CLOSE_BRACKET, "after the groups");
    return groups;
  }

  /** A name, a string, or the uid of an action. */
  private ActionReference group() throws CedarSyntaxException {
    Place at = types.at(tokens.peek());
    if (!tokens.at(Kind.WORD) || !tokens.peekSecond().is(Kind.DOUBLE_COLON)) {
      return new ActionReference(ACTION, types.name("the name of an action"), at);
    }
    String type = types.path("the type of an action", true);
    tokens.expect(Kind.DOUBLE_COLON, "and the id of the action, as in Action::\"read\"");
    return new ActionReference(type, tokens.string(tokens.expect(Kind.STRING, "")), at);
  }

  private void appliesTo() throws CedarSyntaxException {
    Token open = tokens.expect(Kind.OPEN_BRACE, "after `appliesTo`");
    while (!tokens.at(Kind.CLOSE_BRACE)) {
      applies();
      if (!tokens.take(Kind.COMMA)) {
        break;
      }
    }
    tokens.expect(Kind.CLOSE_BRACE, "or `,` after what the action applies to");
    if (principals == null || resources == null) {
      throw tokens.error(
          Fault.MALFORMED,
          open,
          "`%s` is missing; an action that applies to nothing has no `appliesTo`"
              .formatted(principals == null ? "principal" : "resource"));
    }
  }

  private void applies() throws CedarSyntaxException {
    Token key = tokens.peek();
    boolean first;
    if (tokens.takeWord("principal")) {
      first = principals == null;
      principals = concerned();
    } else if (tokens.takeWord("resource")) {
      first = resources == null;
      resources = concerned();
    } else if (tokens.takeWord("context")) {
      tokens.expect(Kind.COLON, "after `context`");
      first = context == null;
      context = types.type();
    } else {
      throw tokens.unexpected("`principal`, `resource` or `context`");
    }
    if (!first) {
      throw tokens.error(Fault.DUPLICATE, key, "`" + key.text() + "` is given twice");
    }
  }

  private List<Named> concerned() throws CedarSyntaxException {
    tokens.expect(Kind.COLON, "after it");
    return types.entityTypes(false);
  }

  /** Once planned for the language; the reference still reads an empty one. */
  private void attributes() throws CedarSyntaxException {
    tokens.expect(Kind.OPEN_BRACE, "after `attributes`");
    tokens.expect(Kind.CLOSE_BRACE, "because actions have no attributes in a schema");
  }
}
