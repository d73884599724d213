package org.ztclinical.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.Join;
import org.ztclinical.fhir.OperationCall;
import org.ztclinical.fhir.OperationCall.Level;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.Permission;

/**
 * Everything that a request touches, so that policies are asked about each: first the request by
 * its own interaction, then what it reads beside that. A batch or transaction touches the server;
 * its entries are asked for themselves.
 */
final class Touches {
  /** The parameters of an export that make it read no other type than listed. */
  private static final Set<String> PLAIN_EXPORT =
      Set.of("_type", "_since", "_until", "_outputFormat", "_format");

  private final FhirRequest request;
  private final Collection<Touch> continued;
  private final PatientCompartment compartment;
  private final Optional<OperationRule> rule;
  private final Collection<Reference> named;
  private final Set<Touch> found = new LinkedHashSet<>();

  private Touches(
      FhirRequest request,
      Collection<Touch> continued,
      PatientCompartment compartment,
      Optional<OperationRule> rule,
      Collection<Reference> named) {
    this.request = request;
    this.continued = continued;
    this.compartment = compartment;
    this.rule = rule;
    this.named = named;
  }

  /**
   * What the request touches, each once.
   *
   * @param continued what the search touched whose later page this request asks for; empty when it
   *     asks for none
   * @param compartment which types are part of a patient's record
   * @param rule what is stated about the operation that it calls
   * @param named what its parameters name
   */
  static Set<Touch> of(
      FhirRequest request,
      Collection<Touch> continued,
      PatientCompartment compartment,
      Optional<OperationRule> rule,
      Collection<Reference> named) {
    Touches touches = new Touches(request, continued, compartment, rule, named);
    touches.direct();
    touches.criteria();
    touches.joins();
    return touches.found;
  }

  private void direct() {
    if (request.bulk().isPresent() && !continued.isEmpty()) {
      // What the export touches was asked for by the request that started it.
      found.addAll(continued);
      return;
    }
    Interaction interaction = request.interaction();
    switch (interaction) {
      case READ,
          VREAD,
          UPDATE,
          PATCH,
          DELETE,
          HISTORY_INSTANCE,
          CREATE,
          SEARCH_TYPE,
          HISTORY_TYPE ->
          addressed(interaction);
      case SEARCH_SYSTEM -> systemWide(interaction, Interaction.SEARCH_TYPE);
      case HISTORY_SYSTEM -> systemWide(interaction, Interaction.HISTORY_TYPE);
      case CAPABILITIES, BATCH, TRANSACTION -> found.add(Touch.system(interaction));
      case OPERATION -> operation();
    }
  }

  private void addressed(Interaction interaction) {
    found.add(
        request
            .type()
            .map(
                type ->
                    request
                        .id()
                        .map(id -> Touch.of(interaction, type, id))
                        .orElseGet(() -> Touch.anyOf(interaction, type)))
            .orElseGet(() -> Touch.system(interaction)));
  }

  private void systemWide(Interaction interaction, Interaction ofType) {
    if (isPage() && !continued.isEmpty()) {
      // The server's own form of link: what it continues was asked for by another request.
      return;
    }
    found.add(Touch.system(interaction));
    boolean ofPatient =
        request.compartment().filter(of -> of.type().equals(Fhir.PATIENT)).isPresent();
    all(ofType, listedTypes(ofPatient ? compartmentTypes() : ResourceTypes.all()));
  }

  /**
   * The operation itself, and what it reads: of those whose meaning the library knows by that, of
   * others as was stated, and where nothing was, everything.
   */
  private void operation() {
    addressed(Interaction.OPERATION);
    OperationCall call = request.operation().orElseThrow();
    boolean ofPatients = request.type().filter(Fhir.PATIENT::equals).isPresent();
    if (call.name().equals(Operation.EVERYTHING) && ofPatients && call.level() == Level.INSTANCE) {
      request.id().ifPresent(id -> found.add(Touch.of(Interaction.READ, Fhir.PATIENT, id)));
      all(Interaction.SEARCH_TYPE, listedTypes(compartmentTypes()));
    } else if (call.name().equals(Operation.EXPORT)) {
      export(call.level());
    } else {
      stated(call);
    }
  }

  private void stated(OperationCall call) {
    rule.map(OperationRule::needs).orElse(Map.of()).forEach((type, may) -> needed(call, type, may));
    named.forEach(one -> found.add(Touch.of(Interaction.READ, one.type(), one.id())));
    Collection<String> answers =
        rule.flatMap(OperationRule::answers)
            .<Collection<String>>map(TreeSet::new)
            .orElseGet(ResourceTypes::all);
    if (answers.isEmpty()) {
      addressed(Interaction.READ);
    }
    all(Interaction.SEARCH_TYPE, answers);
  }

  /** What an operation needs the scopes for, it does; of its own type to what it is called of. */
  private void needed(OperationCall call, String type, Set<Permission> permissions) {
    boolean own = call.level() == Level.INSTANCE && request.type().equals(Optional.of(type));
    for (Permission permission : new TreeSet<>(permissions)) {
      switch (permission) {
        case CREATE -> found.add(Touch.anyOf(Interaction.CREATE, type));
        case SEARCH -> found.add(Touch.anyOf(Interaction.SEARCH_TYPE, type));
        case READ -> one(Interaction.READ, own, type);
        case UPDATE -> one(Interaction.UPDATE, own, type);
        case DELETE -> one(Interaction.DELETE, own, type);
      }
    }
  }

  private void one(Interaction interaction, boolean own, String type) {
    if (own) {
      addressed(interaction);
    } else {
      found.add(Touch.anyOf(interaction, type));
    }
  }

  /**
   * What an export reads: the types of its files, and what chooses the patients. A parameter that
   * adds resources or filters them by others can make it any type.
   */
  private void export(Level level) {
    boolean plain =
        request.resource().isEmpty()
            && request.parameters().list().stream()
                .allMatch(parameter -> PLAIN_EXPORT.contains(parameter.name()));
    Collection<String> all = level == Level.SYSTEM ? ResourceTypes.all() : compartmentTypes();
    all(Interaction.SEARCH_TYPE, plain ? listedTypes(all) : ResourceTypes.all());
    if (level != Level.SYSTEM) {
      found.add(Touch.anyOf(Interaction.SEARCH_TYPE, Fhir.PATIENT));
    }
    if (level == Level.INSTANCE) {
      addressed(Interaction.READ);
    }
  }

  /** The types that {@code _type} lists, where it stands in the query alone and can be read. */
  private Collection<String> listedTypes(Collection<String> otherwise) {
    boolean inBody =
        request.interaction() == Interaction.OPERATION && request.resource().isPresent();
    List<String> listed =
        request.parameters().all("_type").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .toList();
    boolean readable = !listed.isEmpty() && listed.stream().allMatch(ResourceTypes::contains);
    return readable && !inBody ? listed : otherwise;
  }

  /** Conditional criteria search before anything is written. */
  private void criteria() {
    if (request.criteria().isPresent()) {
      request.type().ifPresent(type -> found.add(Touch.anyOf(Interaction.SEARCH_TYPE, type)));
    }
  }

  private void joins() {
    for (Join join : request.joins()) {
      if (join.kind() == Join.Kind.PAGE && !continued.isEmpty()) {
        found.addAll(continued);
      } else {
        // What is reached through a parameter that nobody defined could be anything.
        boolean any = join.types().isEmpty() || join.types().contains(Join.ANY_TYPE);
        all(Interaction.SEARCH_TYPE, any ? ResourceTypes.all() : new TreeSet<>(join.types()));
      }
    }
  }

  private Set<String> compartmentTypes() {
    return ResourceTypes.all().stream()
        .filter(compartment::mayContain)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean isPage() {
    return request.joins().stream().anyMatch(join -> join.kind() == Join.Kind.PAGE);
  }

  private void all(Interaction interaction, Collection<String> types) {
    types.forEach(type -> found.add(Touch.anyOf(interaction, type)));
  }
}
