package org.ztclinical.cedar.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies the functions of the extension types to values. */
final class Extensions {
  private static final long DAY = 86_400_000;

  private Extensions() {}

  static CedarValue apply(ExtensionFunction function, List<CedarValue> arguments)
      throws EvaluationException {
    List<ValueKind> parameters = function.parameters();
    if (arguments.size() != parameters.size()) {
      throw EvaluationException.of(CedarError.ARITY);
    }
    for (int i = 0; i < parameters.size(); i++) {
      if (arguments.get(i).kind() != parameters.get(i)) {
        throw EvaluationException.of(CedarError.TYPE);
      }
    }
    CedarValue first = arguments.get(0);
    return switch (parameters.get(0)) {
      case STRING -> construct(function, ((CedarString) first).value());
      case DECIMAL -> compare(function, (CedarDecimal) first, (CedarDecimal) arguments.get(1));
      case IPADDR -> ofIp(function, (CedarIp) first, arguments);
      case DATETIME -> ofDatetime(function, ((CedarDatetime) first).millis(), arguments);
      case DURATION -> ofDuration(function, ((CedarDuration) first).millis());
      case BOOL, LONG, ENTITY, SET, RECORD ->
          throw new IllegalStateException("no extension function takes this type first");
    };
  }

  private static CedarValue construct(ExtensionFunction function, String text)
      throws EvaluationException {
    @Nullable CedarValue value =
        switch (function.result()) {
          case DECIMAL -> DecimalText.parse(text);
          case IPADDR -> IpText.parse(text);
          case DATETIME -> DatetimeText.parse(text);
          case DURATION -> DurationText.parse(text);
          default -> throw new IllegalStateException("not a constructor");
        };
    if (value == null) {
      throw EvaluationException.of(CedarError.EXTENSION_SYNTAX);
    }
    return value;
  }

  private static CedarValue compare(
      ExtensionFunction function, CedarDecimal left, CedarDecimal right) {
    int order = left.compareTo(right);
    return CedarBool.of(
        switch (function) {
          case LESS_THAN -> order < 0;
          case LESS_THAN_OR_EQUAL -> order <= 0;
          case GREATER_THAN -> order > 0;
          case GREATER_THAN_OR_EQUAL -> order >= 0;
          default -> throw new IllegalStateException("not a comparison of decimals");
        });
  }

  private static CedarValue ofIp(
      ExtensionFunction function, CedarIp ip, List<CedarValue> arguments) {
    return CedarBool.of(
        switch (function) {
          case IS_IPV4 -> !ip.v6();
          case IS_IPV6 -> ip.v6();
          case IS_LOOPBACK -> ip.isLoopback();
          case IS_MULTICAST -> ip.isMulticast();
          case IS_IN_RANGE -> ip.isInRange((CedarIp) arguments.get(1));
          default -> throw new IllegalStateException("not a function of ipaddr");
        });
  }

  private static CedarValue ofDatetime(
      ExtensionFunction function, long millis, List<CedarValue> arguments)
      throws EvaluationException {
    try {
      return switch (function) {
        case OFFSET ->
            new CedarDatetime(Math.addExact(millis, ((CedarDuration) arguments.get(1)).millis()));
        case DURATION_SINCE ->
            new CedarDuration(
                Math.subtractExact(millis, ((CedarDatetime) arguments.get(1)).millis()));
        case TO_DATE -> new CedarDatetime(Math.multiplyExact(Math.floorDiv(millis, DAY), DAY));
        case TO_TIME -> new CedarDuration(Math.floorMod(millis, DAY));
        default -> throw new IllegalStateException("not a function of datetime");
      };
    } catch (ArithmeticException e) {
      throw EvaluationException.of(CedarError.OVERFLOW);
    }
  }

  private static CedarValue ofDuration(ExtensionFunction function, long millis) {
    return CedarLong.of(
        switch (function) {
          case TO_MILLISECONDS -> millis;
          case TO_SECONDS -> millis / 1_000;
          case TO_MINUTES -> millis / 60_000;
          case TO_HOURS -> millis / 3_600_000;
          case TO_DAYS -> millis / DAY;
          default -> throw new IllegalStateException("not a function of duration");
        });
  }
}
