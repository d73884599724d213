package org.ztclinical.benchmarks.cedar;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.IpAddress;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reference engine, in Rust, through its Java binding: the same policy text. Each question
 * brings only the entities that it needs, because the binding hands them over with every call.
 */
abstract class ReferenceCedar implements DecisionEngine {
  // Static, so that a system without the native library shows it when the class is loaded.
  private static final BasicAuthorizationEngine ENGINE = new BasicAuthorizationEngine();

  private final PolicySet policies;
  private final List<Asked> questions;

  ReferenceCedar(boolean cached) throws AuthException, CacheException {
    policies = PolicySet.parsePolicies(RulesAsCedar.policies());
    if (cached) {
      policies.cache();
    }
    questions = Question.all().stream().map(Asked::of).toList();
  }

  /** With the policy set kept on the native side. */
  static final class Cached extends ReferenceCedar {
    Cached() throws AuthException, CacheException {
      super(true);
    }
  }

  /** With the policy set handed over with every call. */
  static final class Plain extends ReferenceCedar {
    Plain() throws AuthException, CacheException {
      super(false);
    }
  }

  @Override
  public boolean allows(int question) {
    Asked asked = questions.get(question);
    try {
      AuthorizationResponse response = ENGINE.isAuthorized(asked.request, policies, asked.entities);
      AuthorizationSuccessResponse answer = response.success.orElseThrow();
      if (!answer.getErrors().isEmpty()) {
        throw new IllegalStateException("policies failed: " + answer.getErrors());
      }
      return answer.isAllowed();
    } catch (AuthException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Asked(AuthorizationRequest request, Entities entities) {
    static Asked of(Question question) {
      EntityUID user = uid("Clinical::User", question.who().id());
      EntityUID action = uid("Fhir::Action", question.action());
      EntityUID resource = uid("Fhir::" + question.type(), question.id());
      return new Asked(
          new AuthorizationRequest(user, action, resource, context(question.context())),
          new Entities(
              Set.of(
                  new Entity(user, panel(question.who()), groups(question.who())),
                  new Entity(action, Set.of(actionGroup(question.action()))),
                  new Entity(resource, patient(question), Set.of()))));
    }

    private static Map<String, Value> panel(Clinician who) {
      return Map.of(
          "panel",
          new CedarList(who.panel().stream().map(id -> (Value) uid("Fhir::Patient", id)).toList()));
    }

    private static Set<EntityUID> groups(Clinician who) {
      Set<EntityUID> groups = new HashSet<>();
      who.roles().forEach(role -> groups.add(uid("Clinical::Role", role)));
      groups.add(uid("Clinical::Department", who.department()));
      return groups;
    }

    private static EntityUID actionGroup(String action) {
      return uid("Fhir::Action", ClinicalRules.READS.contains(action) ? "read-like" : "write-like");
    }

    private static Map<String, Value> patient(Question question) {
      return question.type().equals("Patient")
          ? Map.of()
          : Map.of("patient", uid("Fhir::Patient", question.patient()));
    }

    private static Map<String, Value> context(Circumstances context) {
      Map<String, Value> attributes = new HashMap<>();
      attributes.put("mfa", new PrimBool(context.mfa()));
      attributes.put("deviceCompliant", new PrimBool(context.deviceCompliant()));
      attributes.put("deviceTrust", new PrimLong(context.deviceTrust()));
      attributes.put("zone", new PrimString(context.zone()));
      attributes.put("purpose", new PrimString(context.purpose()));
      attributes.put("risk", new PrimLong(context.risk()));
      attributes.put("breakGlass", new PrimBool(context.breakGlass()));
      attributes.put("sessionMinutes", new PrimLong(context.sessionMinutes()));
      attributes.put("ip", new IpAddress(context.ip()));
      attributes.put(
          "labels",
          new CedarList(
              context.labels().stream().map(label -> (Value) new PrimString(label)).toList()));
      return attributes;
    }

    private static EntityUID uid(String type, String id) {
      return new EntityUID(EntityTypeName.parse(type).orElseThrow(), id);
    }
  }
}
