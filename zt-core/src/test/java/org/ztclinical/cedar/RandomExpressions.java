package org.ztclinical.cedar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Expr.ArithmeticOperator;
import org.ztclinical.cedar.ast.Expr.BinaryMethod;
import org.ztclinical.cedar.ast.Expr.ComparisonOperator;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;
import org.ztclinical.cedar.value.ValueKind;

/**
 * Expressions by chance over the small world of {@link RandomWorld}. Most are well typed, so that
 * they have values; about one part in twelve is of another type than its place wants. They hold
 * what the parser cannot make too, as a chain inside a chain of its kind, or the negation of a
 * number; all of them have a form in Cedar's syntax.
 */
public final class RandomExpressions {
  private static final List<String> CONSTRUCTED =
      List.of(
          "1.0",
          "0.5",
          "1.00000",
          "10.0.0.1",
          "10.0.0.0/8",
          "::1",
          "1970-01-02",
          "1h",
          "-1d2h",
          "x");

  private final Random random;

  private RandomExpressions(Random random) {
    this.random = random;
  }

  /** Expressions from this source of chance. */
  public static RandomExpressions of(Random random) {
    return new RandomExpressions(random);
  }

  /** Expressions that this seed determines. */
  public static RandomExpressions seeded(long seed) {
    return of(new Random(seed));
  }

  /** An expression of any type, at most so many levels deep. */
  public Expr any(int depth) {
    return of(ValueKind.values()[random.nextInt(ValueKind.values().length)], depth);
  }

  /** An expression that is mostly a Bool. */
  public Expr bool(int depth) {
    return of(ValueKind.BOOL, depth);
  }

  /** An expression that is mostly of this type. */
  public Expr of(ValueKind wanted, int depth) {
    if (random.nextInt(12) == 0) {
      ValueKind other = ValueKind.values()[random.nextInt(ValueKind.values().length)];
      return typed(other, depth);
    }
    return typed(wanted, depth);
  }

  private Expr typed(ValueKind kind, int depth) {
    if (depth > 1 && random.nextInt(12) == 0) {
      return new Expr.If(
          of(ValueKind.BOOL, depth - 1), of(kind, depth - 1), of(kind, depth - 1), Span.NONE);
    }
    if (depth > 1 && random.nextInt(6) == 0) {
      return read(kind, depth);
    }
    return switch (kind) {
      case BOOL -> depth > 1 ? truth(depth) : literal(CedarBool.of(random.nextInt(3) != 0));
      case LONG -> number(depth);
      case STRING -> literal(CedarString.of(one(RandomWorld.STRINGS)));
      case ENTITY -> entity(depth);
      case SET -> set(depth);
      case RECORD -> record(depth);
      case DECIMAL -> construct(ExtensionFunction.DECIMAL, depth);
      case IPADDR -> construct(ExtensionFunction.IP, depth);
      case DATETIME -> datetime(depth);
      case DURATION -> duration(depth);
    };
  }

  private Expr truth(int depth) {
    int below = depth - 1;
    return switch (random.nextInt(14)) {
      case 0, 1 -> logical(below, true);
      case 2 -> logical(below, false);
      case 3 -> new Expr.Not(of(ValueKind.BOOL, below), Span.NONE);
      case 4, 5 -> comparison(below);
      case 6 -> new Expr.In(of(ValueKind.ENTITY, below), group(below), Span.NONE);
      case 7 -> is(below);
      case 8 -> new Expr.Like(of(ValueKind.STRING, below), pattern(), Span.NONE);
      case 9 -> has(below);
      case 10 -> contains(below);
      case 11 -> new Expr.IsEmpty(of(ValueKind.SET, below), Span.NONE);
      case 12 ->
          new Expr.BinaryCall(
              BinaryMethod.HAS_TAG, of(ValueKind.ENTITY, below), tag(below), Span.NONE);
      default -> extensionTest(below);
    };
  }

  private Expr logical(int below, boolean conjunction) {
    Expr chain = of(ValueKind.BOOL, below);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      Expr next = of(ValueKind.BOOL, below);
      chain =
          conjunction ? Expr.And.of(chain, next, Span.NONE) : Expr.Or.of(chain, next, Span.NONE);
    }
    return chain;
  }

  private Expr comparison(int below) {
    ComparisonOperator operator = one(List.of(ComparisonOperator.values()));
    boolean equality =
        operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.NOT_EQUAL;
    ValueKind kind =
        equality
            ? one(List.of(ValueKind.values()))
            : one(List.of(ValueKind.LONG, ValueKind.DATETIME, ValueKind.DURATION));
    return new Expr.Comparison(operator, of(kind, below), of(kind, below), Span.NONE);
  }

  private Expr is(int below) {
    Optional<Expr> group = random.nextBoolean() ? Optional.of(group(below)) : Optional.empty();
    Name type = one(RandomWorld.TYPES);
    return new Expr.Is(of(ValueKind.ENTITY, below), type, group, Span.NONE);
  }

  private Expr group(int below) {
    if (random.nextInt(3) != 0) {
      return of(ValueKind.ENTITY, below);
    }
    return random.nextInt(4) == 0 ? of(ValueKind.SET, below) : uids();
  }

  private Expr uids() {
    List<Expr> uids = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      uids.add(literal(one(RandomWorld.UIDS)));
    }
    return new Expr.SetLiteral(uids, Span.NONE);
  }

  private Pattern pattern() {
    List<String> pieces = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      pieces.add(one(RandomWorld.STRINGS));
    }
    return new Pattern(pieces);
  }

  /** Only the last name of a path may need quotes, and only where it is the only one. */
  private Expr has(int below) {
    List<String> path = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      path.add(attribute());
    } else {
      path.addAll(List.of("r", "r", "b").subList(random.nextInt(3), 3));
      path.add(one(List.of("n", "s", "boss", "when")));
    }
    return new Expr.Has(object(below), path, Span.NONE);
  }

  private Expr contains(int below) {
    BinaryMethod method =
        one(List.of(BinaryMethod.CONTAINS, BinaryMethod.CONTAINS_ALL, BinaryMethod.CONTAINS_ANY));
    Expr argument = method == BinaryMethod.CONTAINS ? any(below) : of(ValueKind.SET, below);
    return new Expr.BinaryCall(method, of(ValueKind.SET, below), argument, Span.NONE);
  }

  private Expr extensionTest(int below) {
    ExtensionFunction function =
        one(
            List.of(
                ExtensionFunction.LESS_THAN,
                ExtensionFunction.LESS_THAN_OR_EQUAL,
                ExtensionFunction.GREATER_THAN,
                ExtensionFunction.GREATER_THAN_OR_EQUAL,
                ExtensionFunction.IS_IPV4,
                ExtensionFunction.IS_IPV6,
                ExtensionFunction.IS_LOOPBACK,
                ExtensionFunction.IS_MULTICAST,
                ExtensionFunction.IS_IN_RANGE));
    return call(function, below);
  }

  /** Every so often with an argument too many. */
  private Expr call(ExtensionFunction function, int below) {
    List<Expr> arguments = new ArrayList<>();
    function.parameters().forEach(parameter -> arguments.add(of(parameter, below)));
    if (random.nextInt(20) == 0) {
      arguments.add(any(below));
    }
    return new Expr.ExtensionCall(function, arguments, Span.NONE);
  }

  private Expr number(int depth) {
    int below = depth - 1;
    return switch (depth > 1 ? random.nextInt(9) : 0) {
      case 4, 5 -> arithmetic(below);
      case 6 -> new Expr.Negate(of(ValueKind.LONG, below), Span.NONE);
      case 7 ->
          call(
              one(
                  List.of(
                      ExtensionFunction.TO_DAYS,
                      ExtensionFunction.TO_HOURS,
                      ExtensionFunction.TO_MINUTES,
                      ExtensionFunction.TO_SECONDS,
                      ExtensionFunction.TO_MILLISECONDS)),
              below);
      default -> literal(CedarLong.of(longValue()));
    };
  }

  private long longValue() {
    return switch (random.nextInt(12)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> Long.MIN_VALUE;
      default -> random.nextInt(7) - 2;
    };
  }

  private Expr arithmetic(int below) {
    List<ArithmeticOperator> operators =
        random.nextInt(3) == 0
            ? List.of(ArithmeticOperator.MULTIPLY)
            : List.of(ArithmeticOperator.ADD, ArithmeticOperator.SUBTRACT);
    Expr chain = of(ValueKind.LONG, below);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      chain = Expr.Arithmetic.of(chain, one(operators), of(ValueKind.LONG, below), Span.NONE);
    }
    return chain;
  }

  private Expr entity(int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> literal(one(RandomWorld.UIDS));
      case 1 -> new Expr.Variable(Expr.Var.ACTION, Span.NONE);
      case 2 -> new Expr.Variable(Expr.Var.RESOURCE, Span.NONE);
      case 3 -> depth > 1 ? read(ValueKind.ENTITY, depth) : literal(one(RandomWorld.ACTIONS));
      default -> new Expr.Variable(Expr.Var.PRINCIPAL, Span.NONE);
    };
  }

  private Expr set(int depth) {
    if (depth > 1 && random.nextInt(3) == 0) {
      return read(ValueKind.SET, depth);
    }
    List<Expr> elements = new ArrayList<>();
    ValueKind kind = one(List.of(ValueKind.values()));
    for (int i = depth > 1 ? random.nextInt(4) : 0; i > 0; i--) {
      elements.add(of(kind, depth - 1));
    }
    return new Expr.SetLiteral(elements, Span.NONE);
  }

  private Expr record(int depth) {
    if (random.nextInt(3) == 0) {
      return new Expr.Variable(Expr.Var.CONTEXT, Span.NONE);
    }
    Map<String, Expr> fields = new LinkedHashMap<>();
    for (int i = depth > 1 ? random.nextInt(4) : 0; i > 0; i--) {
      fields.put(random.nextInt(4) == 0 ? one(RandomWorld.STRINGS) : attribute(), any(depth - 1));
    }
    List<Expr.Field> list = new ArrayList<>();
    fields.forEach((name, value) -> list.add(new Expr.Field(name, value)));
    return new Expr.RecordLiteral(list, Span.NONE);
  }

  private Expr datetime(int depth) {
    if (depth > 1 && random.nextInt(3) == 0) {
      return call(one(List.of(ExtensionFunction.OFFSET, ExtensionFunction.TO_DATE)), depth - 1);
    }
    return construct(ExtensionFunction.DATETIME, depth);
  }

  private Expr duration(int depth) {
    if (depth > 1 && random.nextInt(3) == 0) {
      return call(
          one(List.of(ExtensionFunction.DURATION_SINCE, ExtensionFunction.TO_TIME)), depth - 1);
    }
    return construct(ExtensionFunction.DURATION, depth);
  }

  /** Mostly of a text that fits; one level deep where there is no room for more. */
  private Expr construct(ExtensionFunction function, int depth) {
    if (depth <= 1) {
      return literal(CedarString.of(one(CONSTRUCTED)));
    }
    String text =
        random.nextInt(5) == 0
            ? one(CONSTRUCTED)
            : switch (function) {
              case DECIMAL -> one(List.of("0.0", "0.5", "1.00", "-1.5"));
              case IP -> one(List.of("10.0.0.1", "10.0.0.0/8", "127.0.0.1", "::1"));
              case DATETIME -> one(List.of("1970-01-01", "1970-01-02T00:00:00Z"));
              default -> one(List.of("1h", "60m", "1d", "-5ms"));
            };
    return new Expr.ExtensionCall(function, List.of(literal(CedarString.of(text))), Span.NONE);
  }

  /** An attribute or a tag that mostly has a value of this type. */
  private Expr read(ValueKind kind, int depth) {
    if (random.nextInt(8) == 0) {
      return new Expr.BinaryCall(
          BinaryMethod.GET_TAG, of(ValueKind.ENTITY, depth - 1), tag(depth - 1), Span.NONE);
    }
    List<String> names = RandomWorld.ATTRIBUTES.getOrDefault(key(kind), List.of("r"));
    return new Expr.GetAttribute(object(depth - 1), one(names), Span.NONE);
  }

  private static String key(ValueKind kind) {
    return switch (kind) {
      case BOOL -> "bool";
      case LONG -> "long";
      case STRING -> "string";
      case ENTITY -> "entity";
      case SET -> "set";
      case RECORD -> "record";
      case DECIMAL -> "decimal";
      case IPADDR -> "ip";
      case DATETIME -> "datetime";
      case DURATION -> "duration";
    };
  }

  private Expr object(int depth) {
    return of(random.nextInt(3) == 0 ? ValueKind.RECORD : ValueKind.ENTITY, depth);
  }

  private Expr tag(int depth) {
    return random.nextInt(8) == 0 ? any(depth) : literal(CedarString.of(one(RandomWorld.TAGS)));
  }

  private String attribute() {
    return one(RandomWorld.ATTRIBUTES.get(key(one(List.of(ValueKind.values())))));
  }

  private static Expr literal(CedarValue value) {
    return new Expr.Literal(value, Span.NONE);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
