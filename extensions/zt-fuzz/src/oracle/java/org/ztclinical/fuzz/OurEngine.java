package org.ztclinical.fuzz;

import java.util.HashSet;
import java.util.stream.Collectors;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.PolicyError;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.data.ContextJson;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;

/** Our engine, asked in the reference's JSON and answering as it does. */
final class OurEngine {
  private OurEngine() {}

  /** What it decides. */
  static ReferenceEngine.Answer authorize(PolicySet policies, String[] request, Entities entities)
      throws CedarSyntaxException {
    return answer(Authorizer.of(policies).authorize(request(request), entities));
  }

  static ReferenceEngine.Answer answer(Response response) {
    return new ReferenceEngine.Answer(
        response.isAllowed(),
        new HashSet<>(response.determiningIds()),
        response.errors().stream().map(PolicyError::id).collect(Collectors.toSet()));
  }

  /** The request that its four parts say. */
  static AuthorizationRequest request(String[] parts) throws CedarSyntaxException {
    return AuthorizationRequest.of(
        uid(parts[0]), uid(parts[1]), uid(parts[2]), ContextJson.parse(parts[3]));
  }

  static EntityUid uid(String json) throws CedarSyntaxException {
    return (EntityUid) ContextJson.parse("{\"x\":{\"__entity\":" + json + "}}").get("x");
  }
}
