package org.ztclinical.fhir;

import java.util.List;
import org.ztclinical.fhir.FhirRequest.Draft;
import org.ztclinical.fhir.OperationCall.Level;
import org.ztclinical.request.CanonicalRequest;

/**
 * What a request means whose path begins with a resource type: of the type, of one instance, of its
 * history, of its compartment (FHIR R4 §3.1.0). Each form has one meaning or none.
 */
final class TypePaths {
  private static final String HISTORY = "_history";
  private static final String SEARCH = "_search";
  private static final String ALL_TYPES = "*";

  private TypePaths() {}

  static FhirRequest meaning(CanonicalRequest request, Payload payload, List<String> path)
      throws NoMeaningException {
    String type = path.get(0);
    if (!ResourceTypes.contains(type)) {
      throw new NoMeaningException(FhirReason.TYPE_UNKNOWN);
    }
    if (path.size() == 1) {
      return ofType(request, payload, type);
    }
    String second = path.get(1);
    if (second.charAt(0) == '$' || second.charAt(0) == '_') {
      return underType(request, payload, type, path);
    }
    if (!FhirId.matches(second)) {
      throw new NoMeaningException(FhirReason.ID_MALFORMED);
    }
    return path.size() == 2
        ? ofInstance(request, payload, type, second)
        : underInstance(request, payload, new Reference(type, second), path);
  }

  private static FhirRequest ofType(CanonicalRequest request, Payload payload, String type)
      throws NoMeaningException {
    return switch (request.method()) {
      case GET, HEAD ->
          Queries.search(Queries.draftOf(request, Interaction.SEARCH_TYPE).type(type), payload);
      case POST -> Writes.create(request, payload, type);
      case PUT -> Writes.conditional(request, payload, type, Interaction.UPDATE);
      case PATCH -> Writes.conditional(request, payload, type, Interaction.PATCH);
      case DELETE -> Writes.conditional(request, payload, type, Interaction.DELETE);
      case OPTIONS -> throw new NoMeaningException(FhirReason.INTERACTION_UNKNOWN);
    };
  }

  private static FhirRequest underType(
      CanonicalRequest request, Payload payload, String type, List<String> path)
      throws NoMeaningException {
    String second = path.get(1);
    if (path.size() != 2) {
      throw new NoMeaningException(FhirReason.INTERACTION_UNKNOWN);
    }
    if (second.equals(HISTORY)) {
      return Queries.history(request, Interaction.HISTORY_TYPE, payload).type(type).build();
    }
    if (second.equals(SEARCH)) {
      return Queries.search(
          Queries.postedSearch(request, Interaction.SEARCH_TYPE).type(type), payload);
    }
    return Queries.operation(
        Queries.draftOf(request, Interaction.OPERATION).type(type), second, Level.TYPE, payload);
  }

  private static FhirRequest ofInstance(
      CanonicalRequest request, Payload payload, String type, String id) throws NoMeaningException {
    return switch (request.method()) {
      case GET, HEAD -> {
        payload.mustBeEmpty();
        ParameterRules.general(request.query());
        yield Queries.draftOf(request, Interaction.READ).type(type).id(id).build();
      }
      case PUT -> Writes.update(request, payload, type, id);
      case PATCH -> Writes.patch(request, payload, type, id);
      case DELETE -> Writes.delete(request, payload, type, id);
      case POST, OPTIONS -> throw new NoMeaningException(FhirReason.INTERACTION_UNKNOWN);
    };
  }

  private static FhirRequest underInstance(
      CanonicalRequest request, Payload payload, Reference instance, List<String> path)
      throws NoMeaningException {
    String third = path.get(2);
    if (third.equals(HISTORY)) {
      return historyOf(request, payload, instance, path);
    }
    if (third.charAt(0) == '$' && path.size() == 3) {
      Draft draft =
          Queries.draftOf(request, Interaction.OPERATION).type(instance.type()).id(instance.id());
      return Queries.operation(draft, third, Level.INSTANCE, payload);
    }
    return inCompartment(request, payload, instance, path);
  }

  private static FhirRequest historyOf(
      CanonicalRequest request, Payload payload, Reference instance, List<String> path)
      throws NoMeaningException {
    if (path.size() == 3) {
      return Queries.history(request, Interaction.HISTORY_INSTANCE, payload)
          .type(instance.type())
          .id(instance.id())
          .build();
    }
    if (!FhirId.matches(path.get(3))) {
      throw new NoMeaningException(FhirReason.ID_MALFORMED);
    }
    if (path.size() != 4 || !Queries.isGet(request)) {
      throw new NoMeaningException(FhirReason.INTERACTION_UNKNOWN);
    }
    payload.mustBeEmpty();
    ParameterRules.general(request.query());
    return Queries.draftOf(request, Interaction.VREAD)
        .type(instance.type())
        .id(instance.id())
        .version(path.get(3))
        .build();
  }

  private static FhirRequest inCompartment(
      CanonicalRequest request, Payload payload, Reference compartment, List<String> path)
      throws NoMeaningException {
    String type = path.get(2);
    if (!type.equals(ALL_TYPES) && !ResourceTypes.contains(type)) {
      throw new NoMeaningException(FhirReason.TYPE_UNKNOWN);
    }
    boolean posted = path.size() == 4 && path.get(3).equals(SEARCH);
    if (!posted && (path.size() != 3 || !Queries.isGet(request))) {
      throw new NoMeaningException(FhirReason.INTERACTION_UNKNOWN);
    }
    Draft draft =
        posted
            ? Queries.postedSearch(request, Interaction.SEARCH_TYPE)
            : Queries.draftOf(request, Interaction.SEARCH_TYPE);
    return Queries.search(
        draft.type(type.equals(ALL_TYPES) ? null : type).compartment(compartment), payload);
  }
}
