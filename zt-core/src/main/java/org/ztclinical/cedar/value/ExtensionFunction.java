package org.ztclinical.cedar.value;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions of the extension types decimal, ipaddr, datetime and duration (Cedar 4.5, extension
 * types). The first argument of a method is its receiver.
 */
@SuppressWarnings("ImmutableEnumChecker") // Every list here comes from List.of.
public enum ExtensionFunction {
  DECIMAL("decimal", false, List.of(ValueKind.STRING), ValueKind.DECIMAL),
  LESS_THAN("lessThan", true, List.of(ValueKind.DECIMAL, ValueKind.DECIMAL), ValueKind.BOOL),
  LESS_THAN_OR_EQUAL(
      "lessThanOrEqual", true, List.of(ValueKind.DECIMAL, ValueKind.DECIMAL), ValueKind.BOOL),
  GREATER_THAN("greaterThan", true, List.of(ValueKind.DECIMAL, ValueKind.DECIMAL), ValueKind.BOOL),
  GREATER_THAN_OR_EQUAL(
      "greaterThanOrEqual", true, List.of(ValueKind.DECIMAL, ValueKind.DECIMAL), ValueKind.BOOL),
  IP("ip", false, List.of(ValueKind.STRING), ValueKind.IPADDR),
  IS_IPV4("isIpv4", true, List.of(ValueKind.IPADDR), ValueKind.BOOL),
  IS_IPV6("isIpv6", true, List.of(ValueKind.IPADDR), ValueKind.BOOL),
  IS_LOOPBACK("isLoopback", true, List.of(ValueKind.IPADDR), ValueKind.BOOL),
  IS_MULTICAST("isMulticast", true, List.of(ValueKind.IPADDR), ValueKind.BOOL),
  IS_IN_RANGE("isInRange", true, List.of(ValueKind.IPADDR, ValueKind.IPADDR), ValueKind.BOOL),
  DATETIME("datetime", false, List.of(ValueKind.STRING), ValueKind.DATETIME),
  OFFSET("offset", true, List.of(ValueKind.DATETIME, ValueKind.DURATION), ValueKind.DATETIME),
  DURATION_SINCE(
      "durationSince", true, List.of(ValueKind.DATETIME, ValueKind.DATETIME), ValueKind.DURATION),
  TO_DATE("toDate", true, List.of(ValueKind.DATETIME), ValueKind.DATETIME),
  TO_TIME("toTime", true, List.of(ValueKind.DATETIME), ValueKind.DURATION),
  DURATION("duration", false, List.of(ValueKind.STRING), ValueKind.DURATION),
  TO_MILLISECONDS("toMilliseconds", true, List.of(ValueKind.DURATION), ValueKind.LONG),
  TO_SECONDS("toSeconds", true, List.of(ValueKind.DURATION), ValueKind.LONG),
  TO_MINUTES("toMinutes", true, List.of(ValueKind.DURATION), ValueKind.LONG),
  TO_HOURS("toHours", true, List.of(ValueKind.DURATION), ValueKind.LONG),
  TO_DAYS("toDays", true, List.of(ValueKind.DURATION), ValueKind.LONG);

  private static final Map<String, ExtensionFunction> BY_NAME = byName();

  private final String cedarName;
  private final boolean method;
  private final List<ValueKind> parameters;
  private final ValueKind result;

  ExtensionFunction(
      String cedarName, boolean method, List<ValueKind> parameters, ValueKind result) {
    this.cedarName = cedarName;
    this.method = method;
    this.parameters = parameters;
    this.result = result;
  }

  /** The function of this name in the Cedar language. */
  public static Optional<ExtensionFunction> find(String cedarName) {
    return Optional.ofNullable(BY_NAME.get(cedarName));
  }

  /** The function's name in the Cedar language. */
  public String cedarName() {
    return cedarName;
  }

  /** Whether it is written {@code a.f(b)}; else it is written {@code f(a)}. */
  public boolean isMethod() {
    return method;
  }

  /** Whether it makes a value of an extension type from a string. */
  public boolean isConstructor() {
    return !method;
  }

  /** The types of the arguments, the receiver first. */
  public List<ValueKind> parameters() {
    return parameters;
  }

  /** The type of the result. */
  public ValueKind result() {
    return result;
  }

  /**
   * Applies the function.
   *
   * @throws EvaluationException for a wrong number or type of arguments, for text that does not
   *     parse, for a result out of range
   */
  public CedarValue apply(List<CedarValue> arguments) throws EvaluationException {
    return Extensions.apply(this, arguments);
  }

  private static Map<String, ExtensionFunction> byName() {
    Map<String, ExtensionFunction> functions = new HashMap<>();
    for (ExtensionFunction function : values()) {
      functions.put(function.cedarName, function);
    }
    return functions;
  }
}
