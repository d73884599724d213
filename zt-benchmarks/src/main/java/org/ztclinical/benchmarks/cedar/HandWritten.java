package org.ztclinical.benchmarks.cedar;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The limit: the rules as a programmer would write them over typed objects, for these rules only,
 * without reasons, errors or a way to change them.
 */
final class HandWritten implements DecisionEngine {
  private static final int TEN_SLASH_8 = 10;

  private final Map<Role, Map<ResourceType, Rule>> permits = new EnumMap<>(Role.class);
  private final Call[] calls;

  HandWritten() {
    for (Grant grant : ClinicalRules.grants()) {
      permits
          .computeIfAbsent(
              named(Role.class, grant.role()), role -> new EnumMap<>(ResourceType.class))
          .put(named(ResourceType.class, grant.type()), new Rule(grant));
    }
    calls = Question.all().stream().map(Call::new).toArray(Call[]::new);
  }

  @Override
  public boolean allows(int question) {
    Call call = calls[question];
    return !isForbidden(call) && isPermitted(call);
  }

  private static boolean isForbidden(Call call) {
    if (!call.mfa || call.risk > ClinicalRules.MAX_RISK) {
      return true;
    } else if (call.zone == Zone.ADMINISTRATION && call.action.writes) {
      return true;
    } else if (!call.breakGlass
        && (call.labels.contains(Label.R) || call.labels.contains(Label.V))) {
      return true;
    } else {
      return call.sessionMinutes > ClinicalRules.MAX_SESSION_MINUTES
          || call.ip >>> 24 != TEN_SLASH_8;
    }
  }

  private boolean isPermitted(Call call) {
    if (!call.deviceCompliant) {
      return false;
    }
    for (Role role : call.caller.roles) {
      Rule rule = permits.getOrDefault(role, Map.of()).get(call.type);
      if (rule != null
          && rule.actions.contains(call.action)
          && call.deviceTrust >= rule.minTrust
          && rule.zones.contains(call.zone)
          && rule.purposes.contains(call.purpose)
          && call.caller.panel.contains(call.patient)) {
        return true;
      }
    }
    return false;
  }

  private enum Role {
    PHYSICIAN,
    NURSE,
    PHARMACIST,
    RADIOLOGIST,
    LAB_TECHNICIAN,
    CARE_MANAGER,
    REGISTRAR,
    BILLING_CLERK
  }

  private enum ResourceType {
    PATIENT,
    OBSERVATION,
    CONDITION,
    MEDICATION_REQUEST,
    ALLERGY_INTOLERANCE,
    PROCEDURE,
    DIAGNOSTIC_REPORT,
    ENCOUNTER,
    IMMUNIZATION,
    DOCUMENT_REFERENCE,
    IMAGING_STUDY,
    CARE_PLAN
  }

  private enum Action {
    READ(false),
    VREAD(false),
    SEARCH_TYPE(false),
    CREATE(true),
    UPDATE(true),
    PATCH(true),
    DELETE(true);

    final boolean writes;

    Action(boolean writes) {
      this.writes = writes;
    }
  }

  private enum Zone {
    WARD,
    ICU,
    PHARMACY,
    RADIOLOGY,
    LABORATORY,
    ADMINISTRATION
  }

  private enum Purpose {
    TREAT,
    ETREAT,
    HPAYMT,
    HOPERAT
  }

  private enum Label {
    N,
    R,
    V
  }

  private static <E extends Enum<E>> E named(Class<E> family, String name) {
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])|-", "_");
    return Enum.valueOf(family, words.toUpperCase(Locale.ROOT));
  }

  private static <E extends Enum<E>> Set<E> named(Class<E> family, Iterable<String> names) {
    Set<E> all = EnumSet.noneOf(family);
    names.forEach(name -> all.add(named(family, name)));
    return all;
  }

  private static final class Rule {
    final Set<Action> actions;
    final int minTrust;
    final Set<Zone> zones;
    final Set<Purpose> purposes;

    Rule(Grant grant) {
      actions = named(Action.class, grant.actions());
      minTrust = grant.minTrust();
      zones = named(Zone.class, grant.zones());
      purposes = named(Purpose.class, grant.purposes());
    }
  }

  private static final class Caller {
    final Set<Role> roles;
    final Set<String> panel;

    Caller(Clinician who) {
      roles = named(Role.class, who.roles());
      panel = new HashSet<>(who.panel());
    }
  }

  private static final class Call {
    final Caller caller;
    final Action action;
    final ResourceType type;
    final String patient;
    final boolean mfa;
    final boolean deviceCompliant;
    final int deviceTrust;
    final Zone zone;
    final Purpose purpose;
    final int risk;
    final boolean breakGlass;
    final int sessionMinutes;
    final int ip;
    final Set<Label> labels;

    Call(Question question) {
      Circumstances context = question.context();
      caller = new Caller(question.who());
      action = named(Action.class, question.action());
      type = named(ResourceType.class, question.type());
      patient = question.patient();
      mfa = context.mfa();
      deviceCompliant = context.deviceCompliant();
      deviceTrust = context.deviceTrust();
      zone = named(Zone.class, context.zone());
      purpose = named(Purpose.class, context.purpose());
      risk = context.risk();
      breakGlass = context.breakGlass();
      sessionMinutes = context.sessionMinutes();
      ip = ip(context.ip());
      labels = named(Label.class, context.labels());
    }

    private static int ip(String text) {
      List<Integer> octets = Arrays.stream(text.split("\\.")).map(Integer::valueOf).toList();
      return octets.stream().reduce(0, (bits, octet) -> bits << 8 | octet);
    }
  }
}
