package org.ztclinical.cedar.text;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;

/** Says what to write instead, where what was written is a habit from another language. */
final class Remedies {
  private static final List<String> VARIABLES =
      List.of("principal", "action", "resource", "context");

  private Remedies() {}

  /** The error when the next token cannot follow a finished operand. */
  static CedarSyntaxException afterOperand(Tokens tokens, String wanted)
      throws CedarSyntaxException {
    String remedy = operatorRemedy(tokens.peek());
    return remedy == null
        ? tokens.unexpected(wanted)
        : tokens.error(Fault.MALFORMED, tokens.peek(), remedy);
  }

  /** The error when the next token cannot begin an operand. */
  static CedarSyntaxException noOperand(Tokens tokens) throws CedarSyntaxException {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case QUESTION ->
          tokens.error(
              Fault.NOT_ALLOWED,
              token,
              "?principal and ?resource stand only in the scope: == ?principal, in ?principal");
      case ASSIGN, AMPERSAND, BAR, SLASH, PERCENT -> afterOperand(tokens, "an expression");
      default -> tokens.unexpected("an expression");
    };
  }

  /** The error when a single word stands where only a variable can. */
  static CedarSyntaxException noVariable(Tokens tokens, Token word) {
    return tokens.error(Fault.UNKNOWN, word, variableRemedy(word.text()));
  }

  /** The error when a second relation follows a first. */
  static CedarSyntaxException secondRelation(Tokens tokens) throws CedarSyntaxException {
    return tokens.error(
        Fault.MALFORMED,
        tokens.peek(),
        "comparisons, in, is, has and like cannot follow each other; use parentheses: (a == b) == c");
  }

  private static @Nullable String operatorRemedy(Token token) {
    return switch (token.kind()) {
      case ASSIGN -> "`=` is no operator; write `==`";
      case AMPERSAND -> "`&` is no operator; write `&&`";
      case BAR -> "`|` is no operator; write `||`";
      case SLASH -> "Cedar has no division";
      case PERCENT -> "Cedar has no remainder";
      case NOT -> "`!` stands before an operand: !(a in b)";
      case QUESTION -> "there is no `? :`; write if … then … else …";
      case WORD -> wordRemedy(token.text());
      default -> null;
    };
  }

  private static @Nullable String wordRemedy(String word) {
    return switch (word) {
      case "and", "AND" -> "`" + word + "` is no operator; write `&&`";
      case "or", "OR" -> "`" + word + "` is no operator; write `||`";
      case "not", "NOT" -> "`" + word + "` is no operator; write !(a in b)";
      case "contains", "containsAll", "containsAny" ->
          "`%s` is a method; write a.%s(b)".formatted(word, word);
      case "eq", "equals" -> "`" + word + "` is no operator; write `==`";
      default -> null;
    };
  }

  private static String variableRemedy(String word) {
    return switch (word) {
      case "not", "NOT" -> "`" + word + "` is no operator; write `!`";
      case "null", "undefined", "nil", "None" ->
          "there is no `%s`; ask with `has` whether an attribute is there".formatted(word);
      case "True", "TRUE" -> "`" + word + "` is not known; write `true`";
      case "False", "FALSE" -> "`" + word + "` is not known; write `false`";
      case "user", "subject" ->
          "there is no variable `%s`; the one who asks is `principal`".formatted(word);
      default ->
          "there is no variable `%s`%s"
              .formatted(
                  word.length() > 40 ? word.substring(0, 40) + "…" : word,
                  Spelling.nearest(word, VARIABLES)
                      .map("; did you mean `%s`?"::formatted)
                      .orElse("; there are principal, action, resource and context"));
    };
  }
}
