package org.ztclinical.cedar.text;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Expr.ArithmeticOperator;
import org.ztclinical.cedar.ast.Expr.ComparisonOperator;
import org.ztclinical.cedar.text.OpenBracket.Arguments;
import org.ztclinical.cedar.text.OpenBracket.Branches;
import org.ztclinical.cedar.text.OpenBracket.Elements;
import org.ztclinical.cedar.text.OpenBracket.Fields;
import org.ztclinical.cedar.text.OpenBracket.Parentheses;
import org.ztclinical.cedar.text.OpenBracket.Whole;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/**
 * Reads one expression without recursion, so that no text can exhaust a thread's stack.
 *
 * <h2>How it works</h2>
 *
 * At any time either an operand is wanted or one has just been read. Where one is wanted, {@link
 * #begin} reads a literal, a variable, an entity, or opens a bracket and wants an operand again.
 * Where one has been read, {@link #proceed} extends it ({@code .a}, {@code ["a"]}, a call), puts it
 * to the left of an operator and wants another, or finds that the expression ends here and gives it
 * to the innermost bracket. Brackets are {@link OpenBracket}s, operators that wait for their right
 * side are in the bracket's {@link Level}.
 *
 * <p>Cedar 4.5, policy grammar, from {@code Expr} down.
 */
final class ExpressionParser {
  private static final String LARGEST =
      "numbers go from -9223372036854775808 to 9223372036854775807";

  private final Tokens tokens;
  private final Bounds bounds;
  private final Relations relations;
  private OpenBracket open;
  private int openBrackets;
  private boolean complete;

  private ExpressionParser(Bounds bounds) throws CedarSyntaxException {
    this.bounds = bounds;
    this.tokens = bounds.tokens();
    this.relations = new Relations(bounds);
    this.open = new Whole(tokens.peek(), bounds);
  }

  /** Reads the expression that begins with the next token, and leaves what comes after it. */
  static Expr parse(Bounds bounds) throws CedarSyntaxException {
    return new ExpressionParser(bounds).parse();
  }

  private Expr parse() throws CedarSyntaxException {
    Operand operand = null;
    while (operand == null || !complete) {
      operand = operand == null ? begin() : proceed(operand);
    }
    return operand.expr();
  }

  /** Reads an operand, or what precedes one; null when an operand is still wanted. */
  private @Nullable Operand begin() throws CedarSyntaxException {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case WORD -> word();
      case NUMBER -> number();
      case STRING -> literal(CedarString.of(tokens.string(tokens.next())), token.at());
      case NOT, MINUS -> {
        open.level().prefix(tokens.next());
        yield null;
      }
      case OPEN_PARENTHESIS -> open(new Parentheses(open, tokens.next(), bounds));
      case OPEN_BRACKET -> set();
      case OPEN_BRACE -> record();
      default -> throw Remedies.noOperand(tokens);
    };
  }

  private @Nullable Operand word() throws CedarSyntaxException {
    Token word = tokens.peek();
    if (word.isWord("if")) {
      return branches();
    }
    if (word.isWord("true") || word.isWord("false")) {
      return literal(CedarBool.of(word.isWord("true")), tokens.next().at());
    }
    if (Lexical.isReserved(word.text())) {
      throw tokens.unexpected("an expression");
    }
    tokens.next();
    if (tokens.at(Kind.DOUBLE_COLON)) {
      return literal(Names.uid(tokens, word), word.at());
    }
    if (tokens.at(Kind.OPEN_PARENTHESIS)) {
      return call(Call.function(tokens, word));
    }
    return new Operand(new Expr.Variable(variable(word), word.at()), 1, word.at());
  }

  private Expr.Var variable(Token word) throws CedarSyntaxException {
    return switch (word.text()) {
      case "principal" -> Expr.Var.PRINCIPAL;
      case "action" -> Expr.Var.ACTION;
      case "resource" -> Expr.Var.RESOURCE;
      case "context" -> Expr.Var.CONTEXT;
      default -> throw Remedies.noVariable(tokens, word);
    };
  }

  private @Nullable Operand branches() throws CedarSyntaxException {
    if (!open.level().isEmpty()) {
      throw tokens.error(
          Fault.MALFORMED,
          tokens.peek(),
          "after an operator `if` stands in parentheses: (if … then … else …)");
    }
    return open(new Branches(open, tokens.next(), bounds));
  }

  /** A minus right before the digits belongs to them, unless something is done with the number. */
  private Operand number() throws CedarSyntaxException {
    Token digits = tokens.next();
    boolean bare = !tokens.at(Kind.DOT) && !tokens.at(Kind.OPEN_BRACKET);
    Optional<Token> minus = bare ? open.level().minusOfLiteral() : Optional.empty();
    String text = withoutLeadingZeros(digits.text());
    long value = text.length() > 19 ? -1 : Long.parseUnsignedLong(text);
    if (value < 0 && (value != Long.MIN_VALUE || minus.isEmpty())) {
      throw tokens.error(Fault.MALFORMED, digits, LARGEST);
    }
    return minus.isPresent()
        ? literal(CedarLong.of(-value), minus.get().at())
        : literal(CedarLong.of(value), digits.at());
  }

  private static String withoutLeadingZeros(String digits) {
    int from = 0;
    while (from < digits.length() - 1 && digits.charAt(from) == '0') {
      from++;
    }
    return digits.substring(from);
  }

  private Operand literal(CedarValue value, Span from) {
    return new Operand(new Expr.Literal(value, from.to(tokens.last())), 1, from);
  }

  private @Nullable Operand set() throws CedarSyntaxException {
    Token opening = tokens.next();
    return tokens.take(Kind.CLOSE_BRACKET)
        ? empty(new Expr.SetLiteral(List.of(), opening.at().to(tokens.last())), opening)
        : open(new Elements(open, opening, bounds));
  }

  private @Nullable Operand record() throws CedarSyntaxException {
    Token opening = tokens.next();
    if (tokens.take(Kind.CLOSE_BRACE)) {
      return empty(new Expr.RecordLiteral(List.of(), opening.at().to(tokens.last())), opening);
    }
    Fields fields = new Fields(open, opening, bounds);
    fields.name();
    return open(fields);
  }

  private static Operand empty(Expr expr, Token opening) {
    return new Operand(expr, 1, opening.at());
  }

  private @Nullable Operand call(Call call) throws CedarSyntaxException {
    Arguments arguments = new Arguments(open, tokens.next(), call, bounds);
    return tokens.take(Kind.CLOSE_PARENTHESIS) ? arguments.complete() : open(arguments);
  }

  private @Nullable Operand open(OpenBracket bracket) throws CedarSyntaxException {
    openBrackets = bounds.above(openBrackets);
    open = bracket;
    return null;
  }

  /** Goes on after an operand; null when another operand is wanted. */
  private @Nullable Operand proceed(Operand operand) throws CedarSyntaxException {
    return switch (tokens.peek().kind()) {
      case DOT -> member(operand);
      case OPEN_BRACKET -> index(operand);
      case STAR -> arithmetic(operand, ArithmeticOperator.MULTIPLY);
      case PLUS -> arithmetic(operand, ArithmeticOperator.ADD);
      case MINUS -> arithmetic(operand, ArithmeticOperator.SUBTRACT);
      case EQUAL -> comparison(operand, ComparisonOperator.EQUAL);
      case NOT_EQUAL -> comparison(operand, ComparisonOperator.NOT_EQUAL);
      case LESS -> comparison(operand, ComparisonOperator.LESS);
      case LESS_OR_EQUAL -> comparison(operand, ComparisonOperator.LESS_OR_EQUAL);
      case GREATER -> comparison(operand, ComparisonOperator.GREATER);
      case GREATER_OR_EQUAL -> comparison(operand, ComparisonOperator.GREATER_OR_EQUAL);
      case WORD -> wordAfter(operand);
      default -> afterRelation(open.level().closeRelation(operand));
    };
  }

  private @Nullable Operand member(Operand object) throws CedarSyntaxException {
    tokens.next();
    Token name = tokens.peek();
    if (name.is(Kind.NUMBER) && object.expr() instanceof Expr.Literal) {
      throw tokens.error(
          Fault.MALFORMED, name, "numbers have no fraction; write decimal(\"…\") with a method");
    }
    String attribute = Names.identifier(tokens, "the name of an attribute or method after `.`");
    if (tokens.at(Kind.OPEN_PARENTHESIS)) {
      return call(Call.method(tokens, object, name));
    }
    return access(object, attribute);
  }

  private Operand index(Operand object) throws CedarSyntaxException {
    tokens.next();
    if (!tokens.at(Kind.STRING)) {
      throw tokens.unexpected("the name of an attribute in quotes, as [\"a b\"]");
    }
    String attribute = tokens.string(tokens.next());
    tokens.expect(Kind.CLOSE_BRACKET, "after the name of the attribute");
    return access(object, attribute);
  }

  private Operand access(Operand object, String attribute) throws CedarSyntaxException {
    Span at = object.from().to(tokens.last());
    Expr expr = new Expr.GetAttribute(object.expr(), attribute, at);
    return new Operand(expr, bounds.above(object.depth()), object.from());
  }

  private @Nullable Operand arithmetic(Operand left, ArithmeticOperator operator)
      throws CedarSyntaxException {
    open.level().arithmetic(left, operator);
    tokens.next();
    return null;
  }

  private @Nullable Operand comparison(Operand left, ComparisonOperator operator)
      throws CedarSyntaxException {
    open.level().comparison(left, operator);
    tokens.next();
    return null;
  }

  private @Nullable Operand wordAfter(Operand operand) throws CedarSyntaxException {
    Level level = open.level();
    return switch (tokens.peek().text()) {
      case "in" -> {
        level.in(operand);
        tokens.next();
        yield null;
      }
      case "is" -> is(level.relationOperand(operand));
      case "has" -> afterRelation(relations.has(level.relationOperand(operand)));
      case "like" -> afterRelation(relations.like(level.relationOperand(operand)));
      default -> afterRelation(level.closeRelation(operand));
    };
  }

  private @Nullable Operand is(Operand left) throws CedarSyntaxException {
    tokens.next();
    Name type = Names.type(tokens, "an entity type, without quotes, after `is`");
    if (tokens.takeWord("in")) {
      open.level().isIn(left, type);
      return null;
    }
    return afterRelation(relations.is(left, type));
  }

  /** Goes on where only {@code &&}, {@code ||} or the end of the expression can follow. */
  private @Nullable Operand afterRelation(Operand relation) throws CedarSyntaxException {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case AND -> {
        open.level().and(relation);
        tokens.next();
        yield null;
      }
      case OR -> {
        open.level().or(relation);
        tokens.next();
        yield null;
      }
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          throw Remedies.secondRelation(tokens);
      case WORD -> {
        if (Relations.isWord(token.text())) {
          throw Remedies.secondRelation(tokens);
        }
        yield close(open.level().closeOr(relation));
      }
      default -> close(open.level().closeOr(relation));
    };
  }

  /** Gives a finished expression to the bracket around it. */
  private @Nullable Operand close(Operand expression) throws CedarSyntaxException {
    OpenBracket bracket = open;
    Operand result = bracket.take(expression);
    if (result == null) {
      return null;
    }
    OpenBracket outer = bracket.outer();
    if (outer == null) {
      complete = true;
    } else {
      open = outer;
      openBrackets--;
    }
    return result;
  }
}
