package org.ztclinical.fhir;

import org.ztclinical.fhir.FhirRequest.Draft;
import org.ztclinical.fhir.OperationCall.Level;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.Parameters;

/** Reads the interactions that ask a question: searches, histories, operations, discovery. */
final class Queries {
  private Queries() {}

  static Draft postedSearch(CanonicalRequest request, Interaction interaction)
      throws NoMeaningException {
    if (request.method() != HttpMethod.POST) {
      throw new NoMeaningException(FhirReason.INTERACTION_UNKNOWN);
    }
    return draftOf(request, interaction);
  }

  /** A search by GET has no body; one by POST has query and form body together. */
  static FhirRequest search(Draft draft, Payload payload) throws NoMeaningException {
    Parameters query = draft.origin().query();
    Parameters all = query;
    if (draft.origin().method() == HttpMethod.POST) {
      all = query.and(payload.form());
    } else {
      payload.mustBeEmpty();
    }
    ParameterRules.search(all);
    return draft.parameters(all).joins(Joins.of(draft.type(), all)).build();
  }

  static Draft history(CanonicalRequest request, Interaction interaction, Payload payload)
      throws NoMeaningException {
    if (!isGet(request)) {
      throw new NoMeaningException(FhirReason.INTERACTION_UNKNOWN);
    }
    payload.mustBeEmpty();
    ParameterRules.history(request.query());
    return draftOf(request, interaction)
        .parameters(request.query())
        .joins(Joins.of(null, request.query()));
  }

  static FhirRequest operation(Draft draft, String segment, Level level, Payload payload)
      throws NoMeaningException {
    HttpMethod method = draft.origin().method();
    boolean named = segment.length() > 1 && segment.charAt(0) == '$';
    if (!named || !(isGet(draft.origin()) || method == HttpMethod.POST)) {
      throw new NoMeaningException(FhirReason.INTERACTION_UNKNOWN);
    }
    ParameterRules.singletons(draft.origin().query());
    if (!payload.isEmpty()) {
      draft.resource(payload.object());
    }
    return draft
        .operation(new OperationCall(segment.substring(1), level))
        .parameters(draft.origin().query())
        .build();
  }

  static FhirRequest discovery(CanonicalRequest request, Payload payload)
      throws NoMeaningException {
    if (!isGet(request)) {
      throw new NoMeaningException(FhirReason.INTERACTION_UNKNOWN);
    }
    payload.mustBeEmpty();
    ParameterRules.capabilities(request.query());
    return draftOf(request, Interaction.CAPABILITIES).build();
  }

  static Draft draftOf(CanonicalRequest request, Interaction interaction) {
    return new Draft(request, interaction);
  }

  static boolean isGet(CanonicalRequest request) {
    return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
  }
}
