package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.fhir.Unclassified;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.smart.ScopeDecision.Covered;
import org.ztclinical.smart.ScopeDecision.NotCovered;
import org.ztclinical.smart.SmartVectors.Result;

/** Runs vectors through classifier and scopes alone, with the vector's resources as the store. */
final class ScopePath {
  private final FhirClassifier classifier = FhirClassifier.create();

  Result decide(SmartVector vector) {
    try {
      Classified classified = classifier.classify(vector.request());
      return classified.fold(
          request -> decide(vector, request), unknown -> Result.deny(unknown.reason().toString()));
    } catch (RequestRefusedException e) {
      return Result.deny(e.reason().toString());
    }
  }

  private Result decide(SmartVector vector, FhirRequest request) {
    ScopeAuthorizer authorizer =
        ScopeAuthorizer.builder(ServerBase.of(vector.serverBase()))
            .lookup(vector::resource)
            .allowOperation(OperationRule.patientEverything())
            .allowOperation(OperationRule.bulkExport())
            .build();
    ScopeDecision decision =
        authorizer.decide(request, GrantedScopes.parse(vector.scopes()), vector.launch());
    return result(vector, request, decision);
  }

  private Result result(SmartVector vector, FhirRequest request, ScopeDecision decision) {
    if (decision instanceof NotCovered notCovered) {
      return Result.deny(notCovered.reasons().toString());
    }
    ReleaseTerms terms = decision.terms().orElseThrow();
    if (!request.entries().isEmpty()) {
      return bundle(vector, request, terms);
    }
    List<JsonObject> answer = stored(vector, request);
    boolean hasAnswer = !answer.isEmpty();
    long leaving =
        answer.stream().filter(resource -> terms.filter().refuses(resource).isEmpty()).count();
    if (hasAnswer && leaving == 0) {
      return Result.deny("[response check] " + terms.filter().refuses(answer.get(0)).orElseThrow());
    }
    boolean all = decision instanceof Covered && leaving == answer.size();
    return new Result(
        all ? "permit" : "narrow",
        List.of(),
        reference -> leaves(vector, reference, terms.filter()),
        terms.suppressBody(),
        terms.narrowing().fragments().stream().map(f -> f.toQuery()).toList().toString());
  }

  private Result bundle(SmartVector vector, FhirRequest request, ReleaseTerms terms) {
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < request.entries().size(); i++) {
      ScopeDecision decision = terms.entries().get(i);
      results.add(
          request
              .entries()
              .get(i)
              .fold(
                  entry -> result(vector, entry, decision),
                  (Unclassified unknown) -> Result.deny(unknown.reason().toString())));
    }
    List<String> outcomes = results.stream().map(Result::outcome).toList();
    boolean anyDenied = outcomes.contains("deny");
    boolean refused =
        outcomes.stream().allMatch("deny"::equals)
            || (anyDenied && request.interaction() == Interaction.TRANSACTION);
    if (refused) {
      return Result.deny(results.toString());
    }
    return new Result(
        outcomes.stream().allMatch("permit"::equals) ? "permit" : "narrow",
        outcomes,
        reference -> results.stream().anyMatch(result -> result.leaves().apply(reference)),
        results.stream().anyMatch(Result::suppressesBody),
        "");
  }

  private static boolean leaves(SmartVector vector, String reference, ReleaseFilter filter) {
    return Optional.ofNullable(vector.resources().get(reference))
        .filter(resource -> filter.refuses(resource).isEmpty())
        .isPresent();
  }

  /** What the store would answer to a read; nothing for other interactions. */
  private static List<JsonObject> stored(SmartVector vector, FhirRequest request) {
    String current = request.type().orElse("") + "/" + request.id().orElse("");
    Map<String, JsonObject> resources = vector.resources();
    return switch (request.interaction()) {
      case READ -> present(resources.get(current));
      case VREAD ->
          present(
              resources.getOrDefault(
                  current + "/_history/" + request.version().orElseThrow(),
                  resources.get(current)));
      case HISTORY_INSTANCE ->
          resources.entrySet().stream()
              .filter(
                  entry ->
                      entry.getKey().equals(current)
                          || entry.getKey().startsWith(current + "/_history/"))
              .map(Map.Entry::getValue)
              .toList();
      case UPDATE,
          PATCH,
          DELETE,
          CREATE,
          SEARCH_TYPE,
          SEARCH_SYSTEM,
          HISTORY_TYPE,
          HISTORY_SYSTEM,
          CAPABILITIES,
          BATCH,
          TRANSACTION,
          OPERATION ->
          List.of();
    };
  }

  private static List<JsonObject> present(JsonObject resource) {
    return resource == null ? List.of() : List.of(resource);
  }
}
