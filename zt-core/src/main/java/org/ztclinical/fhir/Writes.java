package org.ztclinical.fhir;

import java.util.ArrayList;
import java.util.List;
import org.ztclinical.fhir.FhirRequest.Draft;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.RequestRefusedException;

/** Reads the interactions that change one resource, conditional or not. */
final class Writes {
  private Writes() {}

  static FhirRequest create(CanonicalRequest request, Payload payload, String type)
      throws NoMeaningException {
    ParameterRules.general(request.query());
    JsonObject resource = resource(payload, type);
    List<Join> joins = new ArrayList<>(Joins.ofReferences(resource));
    Draft draft = new Draft(request, Interaction.CREATE).type(type).resource(resource);
    if (!request.headers("if-none-exist").isEmpty()) {
      Parameters criteria = ifNoneExist(request, type);
      joins.addAll(Joins.of(type, criteria));
      draft.criteria(criteria);
    }
    return draft.joins(joins).build();
  }

  static FhirRequest update(CanonicalRequest request, Payload payload, String type, String id)
      throws NoMeaningException {
    ParameterRules.general(request.query());
    JsonObject resource = resource(payload, type);
    if (resource.get("id") != null && !resource.string("id").filter(id::equals).isPresent()) {
      throw new NoMeaningException(FhirReason.BODY_MISMATCH);
    }
    return new Draft(request, Interaction.UPDATE)
        .type(type)
        .id(id)
        .resource(resource)
        .joins(Joins.ofReferences(resource))
        .build();
  }

  static FhirRequest patch(CanonicalRequest request, Payload payload, String type, String id)
      throws NoMeaningException {
    ParameterRules.general(request.query());
    Draft draft = new Draft(request, Interaction.PATCH).type(type).id(id);
    return draft.joins(patchBody(draft, payload)).build();
  }

  static FhirRequest delete(CanonicalRequest request, Payload payload, String type, String id)
      throws NoMeaningException {
    payload.mustBeEmpty();
    ParameterRules.general(request.query());
    return new Draft(request, Interaction.DELETE).type(type).id(id).build();
  }

  /** An update, patch or delete whose target is found by a search (FHIR R4 §3.1.0.4.1). */
  static FhirRequest conditional(
      CanonicalRequest request, Payload payload, String type, Interaction interaction)
      throws NoMeaningException {
    Parameters criteria = ParameterRules.criteria(request.query());
    List<Join> joins = new ArrayList<>(Joins.of(type, criteria));
    Draft draft = new Draft(request, interaction).type(type).criteria(criteria);
    if (interaction == Interaction.UPDATE) {
      JsonObject resource = resource(payload, type);
      draft.resource(resource);
      joins.addAll(Joins.ofReferences(resource));
    } else if (interaction == Interaction.PATCH) {
      joins.addAll(patchBody(draft, payload));
    } else {
      payload.mustBeEmpty();
    }
    return draft.joins(joins).build();
  }

  private static List<Join> patchBody(Draft draft, Payload payload) throws NoMeaningException {
    if (payload.isJsonPatch()) {
      var operations = payload.array();
      draft.jsonPatch(operations);
      return Joins.ofReferences(operations);
    }
    if (payload.isXmlPatch()) {
      String patch = payload.xmlPatch();
      draft.xmlPatch(patch);
      return XmlPatch.mayReferByCriteria(patch) ? List.of(Joins.ofUnreadReference()) : List.of();
    }
    JsonObject parameters = resource(payload, "Parameters");
    draft.resource(parameters);
    return Joins.ofFhirPathPatch(parameters);
  }

  private static JsonObject resource(Payload payload, String type) throws NoMeaningException {
    JsonObject resource = payload.object();
    if (!resource.string("resourceType").filter(type::equals).isPresent()) {
      throw new NoMeaningException(FhirReason.BODY_MISMATCH);
    }
    return resource;
  }

  /** The criteria, after nothing or the type created: a server might search another one. */
  private static Parameters ifNoneExist(CanonicalRequest request, String type)
      throws NoMeaningException {
    try {
      String criteria = request.header("if-none-exist").orElse("");
      int question = criteria.indexOf('?');
      String searched = criteria.substring(0, Math.max(0, question));
      if (!searched.isEmpty() && !searched.equals(type) && !searched.endsWith("/" + type)) {
        throw new NoMeaningException(FhirReason.PARAMETER_MALFORMED, "If-None-Exist");
      }
      return ParameterRules.criteria(Parameters.parse(criteria.substring(question + 1)));
    } catch (RequestRefusedException e) {
      throw new NoMeaningException(FhirReason.PARAMETER_MALFORMED, "If-None-Exist");
    }
  }
}
