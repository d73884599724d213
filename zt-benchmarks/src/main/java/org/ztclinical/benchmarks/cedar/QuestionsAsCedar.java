package org.ztclinical.benchmarks.cedar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.EvaluationException;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Name;

/** The questions as requests and entities of our engine. */
final class QuestionsAsCedar {
  // Names are parsed once, as an application would keep them.
  private static final Name ACTION = Name.parse("Fhir::Action");
  private static final Name USER = Name.parse("Clinical::User");
  private static final Name PATIENT = Name.parse("Fhir::Patient");
  private static final Map<String, Name> TYPES =
      ClinicalRules.TYPES.stream()
          .collect(Collectors.toMap(type -> type, type -> Name.parse("Fhir::" + type)));

  private QuestionsAsCedar() {}

  /** The requests, in order. */
  static List<AuthorizationRequest> requests() {
    return Question.all().stream().map(QuestionsAsCedar::request).toList();
  }

  /** One request, all of it new. */
  static AuthorizationRequest request(Question question) {
    return AuthorizationRequest.of(
        user(question.who()), action(question), resource(question), context(question.context()));
  }

  static EntityUid user(Clinician who) {
    return EntityUid.of(USER, who.id());
  }

  static EntityUid action(Question question) {
    return EntityUid.of(ACTION, question.action());
  }

  static EntityUid resource(Question question) {
    return EntityUid.of(TYPES.getOrDefault(question.type(), PATIENT), question.id());
  }

  /** The ten attributes as a record. */
  static CedarRecord context(Circumstances context) {
    Map<String, CedarValue> attributes = new LinkedHashMap<>();
    attributes.put("mfa", CedarBool.of(context.mfa()));
    attributes.put("deviceCompliant", CedarBool.of(context.deviceCompliant()));
    attributes.put("deviceTrust", CedarLong.of(context.deviceTrust()));
    attributes.put("zone", CedarString.of(context.zone()));
    attributes.put("purpose", CedarString.of(context.purpose()));
    attributes.put("risk", CedarLong.of(context.risk()));
    attributes.put("breakGlass", CedarBool.of(context.breakGlass()));
    attributes.put("sessionMinutes", CedarLong.of(context.sessionMinutes()));
    attributes.put("ip", ip(context.ip()));
    attributes.put("labels", labels(context.labels()));
    return CedarRecord.of(attributes);
  }

  /** Callers, their groups, the actions with theirs, and what is asked for. */
  static Entities entities() {
    List<Entity> all = new ArrayList<>();
    actions(all, ClinicalRules.READS, "read-like");
    actions(all, ClinicalRules.WRITES, "write-like");
    ClinicalRules.ROLES.forEach(role -> all.add(Entity.of(role(role))));
    for (Clinician who : Clinician.ALL) {
      all.add(Entity.of(department(who)));
      all.add(user(who, groups(who)));
    }
    for (Question question : Question.all()) {
      all.add(
          Entity.of(
              resource(question),
              question.type().equals("Patient")
                  ? CedarRecord.empty()
                  : CedarRecord.of(Map.of("patient", patient(question.patient()))),
              Set.of()));
    }
    return Entities.of(all);
  }

  private static void actions(List<Entity> all, List<String> names, String group) {
    EntityUid parent = EntityUid.of(ACTION, group);
    all.add(Entity.of(parent));
    for (String name : names) {
      all.add(Entity.of(EntityUid.of(ACTION, name), CedarRecord.empty(), Set.of(parent)));
    }
  }

  private static Entity user(Clinician who, Set<EntityUid> groups) {
    CedarSet panel = CedarSet.of(who.panel().stream().map(QuestionsAsCedar::patient).toList());
    return Entity.of(user(who), CedarRecord.of(Map.of("panel", panel)), groups);
  }

  private static Set<EntityUid> groups(Clinician who) {
    Set<EntityUid> groups = new LinkedHashSet<>();
    who.roles().forEach(role -> groups.add(role(role)));
    groups.add(department(who));
    return groups;
  }

  private static EntityUid role(String name) {
    return EntityUid.of("Clinical::Role", name);
  }

  private static EntityUid department(Clinician who) {
    return EntityUid.of("Clinical::Department", who.department());
  }

  private static EntityUid patient(String id) {
    return EntityUid.of(PATIENT, id);
  }

  static CedarValue labels(Set<String> labels) {
    List<CedarValue> all = new ArrayList<>(labels.size());
    for (String label : labels) {
      all.add(CedarString.of(label));
    }
    return CedarSet.of(all);
  }

  static CedarValue ip(String text) {
    try {
      return ExtensionFunction.IP.apply(List.of(CedarString.of(text)));
    } catch (EvaluationException e) {
      throw new IllegalArgumentException("not an address: " + text, e);
    }
  }
}
