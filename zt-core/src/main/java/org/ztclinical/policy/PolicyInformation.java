package org.ztclinical.policy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarDatetime;
import org.ztclinical.cedar.value.CedarDuration;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.identity.AuthenticationStrength;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.identity.MfaRules;
import org.ztclinical.policy.Clinical.Attribute;
import org.ztclinical.reason.Experimental;
import org.ztclinical.relationship.RelationshipSource;
import org.ztclinical.smart.FhirContextItem;
import org.ztclinical.smart.LaunchContext;

/**
 * The policy information point (NIST SP 800-207 §3): says in the terms of the clinical schema who
 * asks, and under which circumstances. What no layer of this version finds out is {@code unknown}.
 * Pure but for the clock; immutable and safe for use by many threads.
 */
@Experimental
public final class PolicyInformation {
  /** The machine of which nothing is known: the device layer is not built. */
  static final Entity UNKNOWN_DEVICE =
      Entity.of(
          Clinical.UNKNOWN_DEVICE,
          CedarRecord.of(
              Map.of(
                  Clinical.POSTURE, Vocabulary.POSTURE.first(),
                  Clinical.KIND, Vocabulary.DEVICE_KIND.first())),
          Set.of());

  /** Context classes that mean a phishing-resistant method (OpenID EAP ACR Values 1.0). */
  private static final List<String> PHISHING_RESISTANT = List.of("phr", "phrh");

  private static final long MAX_SKEW_MILLIS = 30_000;
  private static final CedarString UNKNOWN = CedarString.of(Clinical.UNKNOWN);
  private static final CedarString NO_OPERATION = CedarString.of(Attribute.NO_OPERATION);
  private static final CedarSet UNKNOWN_LABELS = CedarSet.of(UNKNOWN);
  private static final CedarRecord NOT_AUTHENTICATED =
      CedarRecord.of(
          Map.of(
              Attribute.MFA,
              CedarBool.FALSE,
              Attribute.PHISHING_RESISTANT,
              CedarBool.FALSE,
              Attribute.ACR,
              UNKNOWN));

  private final ServerBase base;
  private final MfaRules mfa;
  private final List<String> phishingResistant;
  private final Optional<BusinessHours> businessHours;
  private final LayerFacts facts;
  private final InstantSource clock;
  private final Optional<RelationshipSource> relationships;

  private PolicyInformation(
      ServerBase base,
      MfaRules mfa,
      List<String> phishingResistant,
      Optional<BusinessHours> businessHours,
      LayerFacts facts,
      InstantSource clock,
      Optional<RelationshipSource> relationships) {
    this.base = Objects.requireNonNull(base, "base");
    this.mfa = Objects.requireNonNull(mfa, "mfa");
    this.phishingResistant = List.copyOf(phishingResistant);
    this.businessHours = Objects.requireNonNull(businessHours, "businessHours");
    this.facts = Objects.requireNonNull(facts, "facts");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.relationships = Objects.requireNonNull(relationships, "relationships");
  }

  /** Strict facts: MFA as {@link MfaRule#required()} understands it, no business hours. */
  public static PolicyInformation of(ServerBase base, InstantSource clock) {
    return new PolicyInformation(
        base,
        new MfaRules(List.of(MfaRule.required())),
        PHISHING_RESISTANT,
        Optional.empty(),
        LayerFacts.unknown(),
        clock,
        Optional.empty());
  }

  /** A copy that understands MFA as this rule does. */
  public PolicyInformation mfaBy(MfaRule rule) {
    return mfaBy(new MfaRules(List.of(rule)));
  }

  /** A copy for which MFA is what all of these rules want. */
  PolicyInformation mfaBy(MfaRules rules) {
    return new PolicyInformation(
        base, rules, phishingResistant, businessHours, facts, clock, relationships);
  }

  /**
   * A copy that takes these context classes for phishing-resistant, the preferred first; without
   * it, those of OpenID EAP ACR Values 1.0.
   */
  public PolicyInformation phishingResistantBy(List<String> acrValues) {
    return new PolicyInformation(base, mfa, acrValues, businessHours, facts, clock, relationships);
  }

  /** A copy that knows the business hours, and with them the hour and the weekday. */
  public PolicyInformation businessHours(BusinessHours hours) {
    return new PolicyInformation(
        base, mfa, phishingResistant, Optional.of(hours), facts, clock, relationships);
  }

  /** A copy that asks here what a user is to a patient, where a policy reads it. */
  public PolicyInformation relationshipsFrom(RelationshipSource source) {
    return new PolicyInformation(
        base, mfa, phishingResistant, businessHours, facts, clock, Optional.of(source));
  }

  /** A copy that takes these facts for found out, and asks nobody; for rehearsals alone. */
  PolicyInformation assuming(LayerFacts assumed) {
    return new PolicyInformation(
        base, mfa, phishingResistant, businessHours, assumed, clock, Optional.empty());
  }

  /** Under which URLs the server is known. */
  ServerBase base() {
    return base;
  }

  /** Context classes that mean a phishing-resistant method, the preferred first. */
  List<String> phishingResistantAcr() {
    return phishingResistant;
  }

  /** Who asks, and under which circumstances. */
  Circumstances about(AccessRequest request) {
    Instant now = clock.instant();
    Map<String, CedarValue> context = new LinkedHashMap<>(40);
    boolean inbound = request.identity().isPresent();
    context.put(Attribute.DIRECTION, Vocabulary.DIRECTION.of(inbound ? "inbound" : "outbound"));
    context.put(Attribute.APP, app(request.principal().clientId()));
    context.put(Attribute.OPERATION, NO_OPERATION);
    context.put(Attribute.OPERATION_LEVEL, Vocabulary.OPERATION_LEVEL.first());
    context.put(Attribute.ENVELOPE, Vocabulary.ENVELOPE.first());
    context.put(
        Attribute.AUTHENTICATION,
        request
            .identity()
            .filter(identity -> !identity.isService())
            .map(identity -> authentication(identity.strength(), now))
            .orElse(NOT_AUTHENTICATED));
    learned(Attribute.DEVICE, Clinical.UNKNOWN_DEVICE, context);
    learned(Attribute.ZONES, LayerFacts.UNKNOWN_ZONES, context);
    context.put(Attribute.SCOPES, scopes(request.scopeTexts()));
    context.put(Attribute.LAUNCH, launch(request.launch()));
    learned(Attribute.PURPOSE, Vocabulary.PURPOSE.first(), context);
    learned(Attribute.CONSENT, Vocabulary.CONSENT.first(), context);
    learned(Attribute.LABELS, UNKNOWN_LABELS, context);
    context.put(Attribute.TIME, time(now));
    learned(Attribute.RISK, Vocabulary.RISK.first(), context);
    learned(Attribute.RELATIONSHIP, Vocabulary.RELATIONSHIP.first(), context);
    learned(Attribute.RELATIONSHIP_KINDS, Relationships.UNKNOWN_KINDS, context);
    learned(Attribute.BREAK_GLASS, Vocabulary.BREAK_GLASS.first(), context);
    Entity principal = PrincipalEntity.of(request);
    return Circumstances.of(
        principal, facts.device(), CedarRecord.of(context), relationships(request, principal));
  }

  private Relationships relationships(AccessRequest request, Entity principal) {
    Optional<EntityUid> own =
        Optional.ofNullable(principal.attributes().get(Clinical.PATIENT))
            .filter(EntityUid.class::isInstance)
            .map(EntityUid.class::cast);
    return relationships
        .map(source -> Relationships.of(source, request, own))
        .orElseGet(Relationships::notAsked);
  }

  private void learned(String attribute, CedarValue unknown, Map<String, CedarValue> context) {
    context.put(attribute, facts.or(attribute, unknown));
  }

  private CedarRecord authentication(AuthenticationStrength strength, Instant now) {
    Map<String, CedarValue> facts = new LinkedHashMap<>();
    facts.put(Attribute.MFA, CedarBool.of(mfa.isShownBy(strength)));
    facts.put(Attribute.PHISHING_RESISTANT, CedarBool.of(strength.satisfiesAny(phishingResistant)));
    facts.put(Attribute.ACR, strength.acr().map(CedarString::of).orElse(UNKNOWN));
    strength
        .authTime()
        .map(time -> Duration.between(time, now).toMillis())
        // A moment that is still to come tells nothing, unless clocks differ a little.
        .filter(age -> age >= -MAX_SKEW_MILLIS)
        .ifPresent(age -> facts.put(Attribute.AGE, new CedarDuration(Math.max(0, age))));
    return CedarRecord.of(facts);
  }

  private CedarRecord time(Instant now) {
    Map<String, CedarValue> facts = new LinkedHashMap<>();
    facts.put(Attribute.NOW, new CedarDatetime(now.toEpochMilli()));
    if (businessHours.isEmpty()) {
      facts.put(Attribute.WEEKDAY, Vocabulary.WEEKDAY.first());
      facts.put(Attribute.BUSINESS_HOURS, Vocabulary.BUSINESS_HOURS.first());
      return CedarRecord.of(facts);
    }
    BusinessHours hours = businessHours.get();
    ZonedDateTime local = now.atZone(hours.zone());
    facts.put(Attribute.HOUR, CedarLong.of(local.getHour()));
    facts.put(Attribute.WEEKDAY, weekday(local.getDayOfWeek()));
    facts.put(
        Attribute.BUSINESS_HOURS,
        Vocabulary.BUSINESS_HOURS.of(hours.contains(local) ? "within" : "outside"));
    return CedarRecord.of(facts);
  }

  private static EntityUid weekday(DayOfWeek day) {
    return Vocabulary.WEEKDAY.of(day.name().toLowerCase(Locale.ROOT));
  }

  private static CedarSet scopes(List<String> texts) {
    List<CedarString> scopes = new ArrayList<>(texts.size());
    for (String text : texts) {
      scopes.add(CedarString.of(text));
    }
    return CedarSet.of(scopes);
  }

  private static CedarRecord launch(LaunchContext launch) {
    if (launch.equals(LaunchContext.none())) {
      return CedarRecord.empty();
    }
    Map<String, CedarValue> facts = new LinkedHashMap<>();
    launch.patient().ifPresent(id -> facts.put(Attribute.PATIENT, Fhir.resource(Fhir.PATIENT, id)));
    launch
        .encounter()
        .ifPresent(id -> facts.put(Attribute.ENCOUNTER, Fhir.resource(Fhir.ENCOUNTER, id)));
    if (!launch.fhirContext().isEmpty()) {
      facts.put(Attribute.FHIR_CONTEXT, references(launch.fhirContext()));
    }
    return CedarRecord.of(facts);
  }

  private static CedarSet references(List<FhirContextItem> items) {
    List<CedarString> references = new ArrayList<>();
    for (FhirContextItem item : items) {
      item.resource().ifPresent(at -> references.add(CedarString.of(at.type() + "/" + at.id())));
    }
    return CedarSet.of(references);
  }

  private static EntityUid app(String clientId) {
    return clientId.isEmpty() ? Clinical.UNKNOWN_APP : EntityUid.of(Clinical.APP, clientId);
  }
}
