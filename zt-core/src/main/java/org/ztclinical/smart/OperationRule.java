package org.ztclinical.smart;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.OperationCall.Level;
import org.ztclinical.fhir.ResourceTypes;

/**
 * An entry of the allow-list for operations: which call it is about and what the call means in
 * terms of scopes. Immutable.
 */
public final class OperationRule {
  private static final OperationRule EVERYTHING =
      new OperationRule(
          Meaning.PATIENT_EVERYTHING,
          "everything",
          Level.INSTANCE,
          "Patient",
          Map.of(),
          null,
          Map.of());
  private static final OperationRule EXPORT =
      new OperationRule(Meaning.BULK_EXPORT, "export", null, null, Map.of(), null, Map.of());

  private final Meaning meaning;
  private final String name;
  private final @Nullable Level level;
  private final @Nullable String type;
  private final Map<String, Set<Permission>> needs;
  private final @Nullable Set<String> answers;

  /** What parameters name: a type, or nothing where that is empty. */
  private final Map<String, String> parameters;

  private OperationRule(
      Meaning meaning,
      String name,
      @Nullable Level level,
      @Nullable String type,
      Map<String, Set<Permission>> needs,
      @Nullable Set<String> answers,
      Map<String, String> parameters) {
    this.meaning = meaning;
    this.name = name;
    this.level = level;
    this.type = type;
    this.needs = Map.copyOf(needs);
    this.answers = answers == null ? null : Set.copyOf(answers);
    this.parameters = Map.copyOf(parameters);
  }

  /** How the needs of a call are found. */
  enum Meaning {
    PATIENT_EVERYTHING,
    BULK_EXPORT,
    STATED
  }

  /**
   * {@code Patient/[id]/$everything}: a read of the patient and a search of the types asked for
   * (all, unless {@code _type} names some) in its compartment. Every one of them must be covered.
   */
  public static OperationRule patientEverything() {
    return EVERYTHING;
  }

  /**
   * {@code $export} of system, Patient and Group (Bulk Data Access 2): {@code system/} scopes alone
   * count; read and search of the types asked for (all, unless {@code _type} names some), and of
   * Patient and Group where they choose the population. Unless every type is covered, other
   * parameters than {@code _type}, {@code _since} and {@code _outputFormat} are denied.
   */
  public static OperationRule bulkExport() {
    return EXPORT;
  }

  /** An operation of the system, {@code /$name}, that needs nothing yet; see {@link #needing}. */
  public static OperationRule ofSystem(String name) {
    return new OperationRule(
        Meaning.STATED,
        Objects.requireNonNull(name, "name"),
        Level.SYSTEM,
        null,
        Map.of(),
        null,
        Map.of());
  }

  /** An operation of a type, {@code /Type/$name}, that needs nothing yet. */
  public static OperationRule ofType(String type, String name) {
    return new OperationRule(
        Meaning.STATED,
        Objects.requireNonNull(name, "name"),
        Level.TYPE,
        known(type),
        Map.of(),
        null,
        Map.of());
  }

  /** An operation of an instance, {@code /Type/[id]/$name}, that needs nothing yet. */
  public static OperationRule ofInstance(String type, String name) {
    return new OperationRule(
        Meaning.STATED,
        Objects.requireNonNull(name, "name"),
        Level.INSTANCE,
        known(type),
        Map.of(),
        null,
        Map.of());
  }

  /**
   * A copy that needs these permissions on all resources of a type: neither {@code patient/} scopes
   * nor constrained ones are enough. What it answers is checked resource by resource.
   */
  public OperationRule needing(String resourceType, Permission... permissions) {
    if (meaning != Meaning.STATED || permissions.length == 0) {
      throw new IllegalArgumentException(
          "needing(type, permission…) is for operations of your own, with one permission or more");
    }
    Map<String, Set<Permission>> more = new LinkedHashMap<>(needs);
    more.put(known(resourceType), Set.of(permissions));
    return new OperationRule(meaning, name, level, type, more, answers, parameters);
  }

  /**
   * A copy that states what its answers are made of: resources of these types, and nothing else.
   * Policies are asked whether those may be searched. Without this statement or {@link
   * #answersFromItself()} they must permit to search every type, because an answer can be made of
   * anything, and a list or a number does not tell of what.
   */
  public OperationRule answersFrom(String resourceType, String... more) {
    requireOwn("answersFrom(type…)", meaning == Meaning.STATED);
    Set<String> types = new LinkedHashSet<>();
    types.add(known(resourceType));
    for (String other : more) {
      types.add(known(other));
    }
    return new OperationRule(meaning, name, level, type, needs, types, parameters);
  }

  /**
   * A copy that states that its answers are made of the one resource that it is called of, and
   * nothing else. Policies are asked whether that may be read.
   */
  public OperationRule answersFromItself() {
    requireOwn("answersFromItself()", meaning == Meaning.STATED && level == Level.INSTANCE);
    return new OperationRule(meaning, name, level, type, needs, Set.of(), parameters);
  }

  /**
   * A copy that states that a parameter names resources of this type: by a reference, by an id
   * alone, or as a resource that is sent. Scopes are asked for what the operation {@linkplain
   * #needing needs} and no more; policies, whether each resource that is named may be read, and for
   * each patient whose record it is.
   *
   * <p>Without a statement, the types of what a call names must be readable as a whole, too, and a
   * parameter of which nobody can tell what it names is denied: a text that is no reference to this
   * server, a reference by identifier or criteria, a resource of a type that the operation does not
   * need.
   */
  public OperationRule parameterNames(String parameter, String resourceType) {
    return with(parameter, known(resourceType));
  }

  /** A copy that states that these parameters name no resource, whatever they look like. */
  public OperationRule parametersArePlain(String parameter, String... more) {
    OperationRule stated = with(parameter, "");
    for (String other : more) {
      stated = stated.with(other, "");
    }
    return stated;
  }

  private OperationRule with(String parameter, String resourceType) {
    requireOwn("a statement about a parameter", meaning == Meaning.STATED);
    Map<String, String> stated = new LinkedHashMap<>(parameters);
    stated.put(Objects.requireNonNull(parameter, "parameter"), resourceType);
    return new OperationRule(meaning, name, level, type, needs, answers, stated);
  }

  /** The type of what the parameter names; empty when that was not stated. */
  Optional<String> named(String parameter) {
    return Optional.ofNullable(parameters.get(parameter)).filter(stated -> !stated.isEmpty());
  }

  /** Whether the parameter was stated to name nothing. */
  boolean isPlain(String parameter) {
    return "".equals(parameters.get(parameter));
  }

  private static void requireOwn(String call, boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException(
          call
              + " is for operations of your own; of itself answers one that is called of a"
              + " resource");
    }
  }

  Meaning meaning() {
    return meaning;
  }

  /** What a call needs on all resources of each type; empty where the library knows that. */
  public Map<String, Set<Permission>> needs() {
    return needs;
  }

  /**
   * Of which types its answers are made: of none but the resource itself where the set is empty;
   * nothing when it was not stated.
   */
  public Optional<Set<String>> answers() {
    return Optional.ofNullable(answers);
  }

  /** Whether this is the rule of the call. */
  boolean isOf(FhirRequest request) {
    return request
        .operation()
        .filter(call -> isAbout(call.name(), call.level(), request.type()))
        .isPresent();
  }

  boolean isAbout(String calledName, Level calledLevel, Optional<String> calledType) {
    if (!name.equals(calledName)) {
      return false;
    }
    if (meaning == Meaning.BULK_EXPORT) {
      return calledType
          .map(
              at ->
                  (at.equals("Patient") && calledLevel == Level.TYPE)
                      || (at.equals("Group") && calledLevel == Level.INSTANCE))
          .orElse(calledLevel == Level.SYSTEM);
    }
    return calledLevel == level && Optional.ofNullable(type).equals(calledType);
  }

  private static String known(String type) {
    if (!ResourceTypes.contains(type)) {
      throw new IllegalArgumentException("an operation rule names a resource type of R4");
    }
    return type;
  }

  @Override
  public String toString() {
    return "$" + name;
  }
}
