package org.ztclinical.testing;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.testing.MarkdownTables.Row;

/** Reads one row of a table of policy cases; an error says page, line and column. */
final class CaseReader {
  private static final LocalDate A_MONDAY = LocalDate.of(2026, 3, 2);
  private static final Pattern ROLES =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*( *\\+ *[A-Za-z0-9][A-Za-z0-9_.-]*)*");
  private static final Pattern ROUTE = Pattern.compile("([A-Z]+) +(/\\S*)");
  private static final String PERMIT = "permit";
  private static final String DENY = "deny";

  private final Row row;
  private final Map<CaseColumn, String> cells = new EnumMap<>(CaseColumn.class);

  private CaseReader(Row row) {
    this.row = row;
  }

  static PolicyCase read(Row row) {
    return new CaseReader(row).read();
  }

  private PolicyCase read() {
    for (Map.Entry<String, String> cell : row.cells().entrySet()) {
      cells.put(at("", () -> CaseColumn.of(cell.getKey())), cell.getValue());
    }
    for (CaseColumn needed : CaseColumn.NEEDED) {
      if (cell(needed, "").isEmpty()) {
        throw problem("column " + needed.header() + " is needed; write - for nothing");
      }
    }
    Caller caller = in(CaseColumn.WHO, CaseReader::who);
    for (CaseColumn column : cells.keySet()) {
      Caller before = caller;
      caller = in(column, cell -> column.apply(before, cell));
    }
    return new PolicyCase(
        row.place(),
        cell(CaseColumn.CASE).orElse(CaseColumn.NOTHING),
        caller,
        in(CaseColumn.TIME, CaseReader::time),
        asking(),
        expected());
  }

  private static Caller who(String cell) {
    String[] words = cell.split(" +", 2);
    if (words[0].equals("patient") && words.length == 2) {
      return Caller.patientUser(words[1]);
    }
    boolean service = words[0].equals("service");
    String roles = service ? (words.length == 2 ? words[1] : "") : cell;
    if (!service && roles.equals("person")) {
      return Caller.person();
    }
    if (!roles.isEmpty() && !ROLES.matcher(roles).matches()) {
      throw new IllegalArgumentException(
          "\""
              + cell
              + "\" is no caller; write roles joined by +, or person, patient ID,"
              + " service ROLE");
    }
    String[] names = roles.isEmpty() ? new String[0] : roles.split(" *\\+ *", -1);
    return service ? Caller.service(names) : Caller.person(names);
  }

  /** A day and a time, as in {@code Mon 22:00}, where the application is. */
  private static Optional<LocalDateTime> time(String cell) {
    if (isNothing(cell)) {
      return Optional.empty();
    }
    String[] words = cell.split(" +", -1);
    Optional<DayOfWeek> day =
        Arrays.stream(DayOfWeek.values())
            .filter(one -> short3(one).equals(words[0].toLowerCase(Locale.ROOT)))
            .findFirst();
    if (words.length != 2 || day.isEmpty()) {
      throw new IllegalArgumentException("\"" + cell + "\" is no time; write as in Mon 22:00");
    }
    try {
      LocalTime time = LocalTime.parse(words[1]);
      return Optional.of(A_MONDAY.plusDays(day.get().getValue() - 1L).atTime(time));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("\"" + cell + "\" is no time; write as in Mon 22:00", e);
    }
  }

  private static String short3(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  private PolicyCase.Asking asking() {
    String action = cell(CaseColumn.ACTION).orElse(CaseColumn.NOTHING);
    Matcher onRoute = ROUTE.matcher(action);
    if (onRoute.matches()) {
      AppCall call = in(CaseColumn.ACTION, cell -> onRoute(onRoute.group(1), onRoute.group(2)));
      return (policies, caller) -> policies.asks(caller, call);
    }
    FhirCall call = call(action);
    return (policies, caller) -> policies.asks(caller, call);
  }

  /** Its path tells of what and of whom. */
  private AppCall onRoute(String method, String path) {
    if (cell(CaseColumn.RESOURCE).isPresent() || cell(CaseColumn.PATIENT).isPresent()) {
      throw new IllegalArgumentException("the path tells resource and patient: write - for them");
    }
    return AppCall.send(
        Arrays.stream(HttpMethod.values())
            .filter(one -> one.name().equals(method))
            .findFirst()
            .orElseThrow(
                () ->
                    CaseColumn.notAmong(
                        method, Arrays.stream(HttpMethod.values()).map(HttpMethod::name).toList())),
        path);
  }

  private FhirCall call(String action) {
    Optional<String> type = cell(CaseColumn.RESOURCE);
    Optional<PatientRecord> patient = cell(CaseColumn.PATIENT).map(PatientRecord::new);
    if (action.startsWith("$")) {
      String name = action.substring(1);
      return in(CaseColumn.ACTION, cell -> operation(name, type, patient));
    }
    Interaction interaction = in(CaseColumn.ACTION, CaseReader::interaction);
    return in(CaseColumn.RESOURCE, cell -> call(interaction, type, patient));
  }

  private static FhirCall call(
      Interaction interaction, Optional<String> type, Optional<PatientRecord> patient) {
    if (type.isEmpty()) {
      requireNone(patient);
      return readable(FhirCall.of(interaction));
    }
    return readable(
        patient
            .map(of -> FhirCall.of(interaction, type.get(), of))
            .orElseGet(() -> FhirCall.of(interaction, type.get())));
  }

  private static FhirCall operation(
      String name, Optional<String> type, Optional<PatientRecord> patient) {
    if (patient.isPresent()) {
      if (!type.equals(Optional.of("Patient"))) {
        throw new IllegalArgumentException("an operation of a patient is one of resource Patient");
      }
      return readable(FhirCall.operation(name, patient.get()));
    }
    return readable(
        type.map(of -> FhirCall.operation(name, of)).orElseGet(() -> FhirCall.operation(name)));
  }

  private static FhirCall readable(FhirCall call) {
    call.classified();
    return call;
  }

  private static void requireNone(Optional<PatientRecord> patient) {
    if (patient.isPresent()) {
      throw new IllegalArgumentException("a patient needs a resource type");
    }
  }

  private static Interaction interaction(String cell) {
    return Arrays.stream(Interaction.values())
        .filter(one -> one.code().equals(cell))
        .findFirst()
        .orElseThrow(
            () ->
                CaseColumn.notAmong(
                    cell, Arrays.stream(Interaction.values()).map(Interaction::code).toList()));
  }

  private PolicyCase.Expectation expected() {
    boolean permit = in(CaseColumn.EXPECTED, CaseReader::isPermit);
    List<String> policies = in(CaseColumn.POLICY, CaseReader::list);
    if (permit && policies.isEmpty()) {
      throw problem("column policy: a permit names the policies that permit it");
    }
    Optional<List<String>> obligations =
        cells.containsKey(CaseColumn.OBLIGATIONS)
            ? Optional.of(in(CaseColumn.OBLIGATIONS, CaseReader::list))
            : Optional.empty();
    if (!permit && obligations.filter(some -> !some.isEmpty()).isPresent()) {
      throw problem("column obligations: a denial obliges to nothing");
    }
    return new PolicyCase.Expectation(permit, policies, obligations);
  }

  private static boolean isPermit(String cell) {
    if (!cell.equals(PERMIT) && !cell.equals(DENY)) {
      throw CaseColumn.notAmong(cell, List.of(PERMIT, DENY));
    }
    return cell.equals(PERMIT);
  }

  private static List<String> list(String cell) {
    return isNothing(cell) ? List.of() : List.of(cell.strip().split(" *, *", -1));
  }

  private static boolean isNothing(String cell) {
    return cell.isEmpty() || cell.equals(CaseColumn.NOTHING);
  }

  private Optional<String> cell(CaseColumn column) {
    return Optional.of(cell(column, "")).filter(cell -> !isNothing(cell));
  }

  private String cell(CaseColumn column, String absent) {
    return cells.getOrDefault(column, absent);
  }

  private <T> T in(CaseColumn column, Function<String, T> reading) {
    String cell = cell(column, "");
    return at("column " + column.header() + ": ", () -> reading.apply(cell));
  }

  private <T> T at(String where, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(row.place() + ": " + where + e.getMessage(), e);
    }
  }

  private IllegalArgumentException problem(String sentence) {
    return new IllegalArgumentException(row.place() + ": " + sentence);
  }
}
