package org.ztclinical.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A column of a table of policy cases, and what its cells say of the caller. */
enum CaseColumn {
  CASE("case"),
  WHO("who"),
  MFA("mfa"),
  DEVICE("device"),
  ZONE("zone"),
  APP("app"),
  SCOPES("scopes"),
  PURPOSE("purpose"),
  RELATIONSHIP("relationship"),
  CONSENT("consent"),
  RISK("risk"),
  BREAK_GLASS("break-glass"),
  TIME("time"),
  ACTION("action"),
  RESOURCE("resource"),
  PATIENT("patient"),
  EXPECTED("expected"),
  POLICY("policy"),
  OBLIGATIONS("obligations");

  /** What every table has. */
  static final List<CaseColumn> NEEDED = List.of(CASE, WHO, ACTION, RESOURCE, EXPECTED, POLICY);

  /** The cell of what is not said: unknown, none, or whatever. */
  static final String NOTHING = "-";

  private static final Map<String, TestDevice> DEVICES =
      Map.of(
          "managed", TestDevice.managedDevice(),
          "unhealthy", TestDevice.unhealthyDevice(),
          "medical", TestDevice.medicalDevice(),
          "privileged-access-workstation", TestDevice.privilegedWorkstation());

  private final String header;

  CaseColumn(String header) {
    this.header = header;
  }

  String header() {
    return header;
  }

  /** The caller with what a cell says of it. */
  Caller apply(Caller caller, String cell) {
    if (cell.isEmpty() || cell.equals(NOTHING)) {
      return caller;
    }
    return switch (this) {
      case MFA -> authenticated(caller, cell);
      case DEVICE -> on(caller, cell);
      case ZONE -> caller.from(cell);
      case APP -> caller.through(cell);
      case SCOPES -> caller.scopes(cell);
      case PURPOSE -> caller.purpose(cell);
      case RELATIONSHIP -> caller.relationship(cell);
      case CONSENT -> caller.consent(cell);
      case RISK -> caller.risk(cell);
      case BREAK_GLASS -> caller.breakGlass(cell);
      case CASE, WHO, TIME, ACTION, RESOURCE, PATIENT, EXPECTED, POLICY, OBLIGATIONS -> caller;
    };
  }

  /** The column of a header. */
  static CaseColumn of(String header) {
    return Arrays.stream(values())
        .filter(column -> column.header.equals(header))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no column \"" + header + "\"; known are " + headers()));
  }

  private static String headers() {
    return Arrays.stream(values()).map(CaseColumn::header).collect(Collectors.joining(", "));
  }

  private static Caller authenticated(Caller caller, String cell) {
    return switch (cell) {
      case "yes" -> caller.mfa();
      case "no" -> caller;
      case "phishing-resistant" -> caller.phishingResistant();
      default -> throw notAmong(cell, List.of("yes", "no", "phishing-resistant"));
    };
  }

  private static Caller on(Caller caller, String cell) {
    TestDevice device = DEVICES.get(cell);
    if (device == null) {
      throw notAmong(cell, List.copyOf(new TreeSet<>(DEVICES.keySet())));
    }
    return caller.on(device);
  }

  /** The error for a cell that is none of these. */
  static IllegalArgumentException notAmong(String cell, List<String> words) {
    return new IllegalArgumentException("\"" + cell + "\" is none of " + String.join(", ", words));
  }
}
