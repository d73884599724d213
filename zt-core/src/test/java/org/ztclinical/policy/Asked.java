package org.ztclinical.policy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.OutboundGrant;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.policy.Clinical.Attribute;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.ScopeAuthorizer;

/** A question to policies, with facts that no layer finds out yet; immutable. */
record Asked(
    EntityUid principal,
    Set<String> roles,
    Optional<String> ownRecord,
    LayerFacts facts,
    Map<String, CedarValue> context) {
  private static final CedarRecord USUAL = usual();

  /** A person with this role and two factors, asking this application. */
  static Asked by(String... roles) {
    Map<String, CedarValue> context = new LinkedHashMap<>(USUAL.attributes());
    context.put(Attribute.DIRECTION, Vocabulary.DIRECTION.of("inbound"));
    context.put(Attribute.OPERATION, CedarString.of(Attribute.NO_OPERATION));
    context.put(Attribute.OPERATION_LEVEL, Vocabulary.OPERATION_LEVEL.first());
    context.put(Attribute.ENVELOPE, Vocabulary.ENVELOPE.first());
    return new Asked(
            EntityUid.of(Clinical.USER, "issuer|user"),
            new LinkedHashSet<>(List.of(roles)),
            Optional.empty(),
            LayerFacts.unknown(),
            context)
        .mfa(true);
  }

  Asked service() {
    return new Asked(EntityUid.of(Clinical.SERVICE, "issuer|s"), roles, ownRecord, facts, context);
  }

  Asked whoIs(String patient) {
    return new Asked(principal, roles, Optional.of(patient), facts, context);
  }

  Asked with(String attribute, CedarValue value) {
    Map<String, CedarValue> changed = new LinkedHashMap<>(context);
    changed.put(attribute, value);
    return new Asked(principal, roles, ownRecord, facts, changed);
  }

  Asked mfa(boolean value) {
    return authentication(Attribute.MFA, value);
  }

  Asked phishingResistant() {
    return authentication(Attribute.PHISHING_RESISTANT, true);
  }

  private Asked authentication(String attribute, boolean value) {
    CedarRecord before = (CedarRecord) context.get(Attribute.AUTHENTICATION);
    return with(Attribute.AUTHENTICATION, before.with(attribute, CedarBool.of(value)));
  }

  Asked from(String zone) {
    CedarRecord before = (CedarRecord) context.get(Attribute.ZONES);
    return with(Attribute.ZONES, before.with(Attribute.CLIENT, EntityUid.of(Clinical.ZONE, zone)));
  }

  Asked businessHours(String word) {
    CedarRecord before = (CedarRecord) context.get(Attribute.TIME);
    return with(
        Attribute.TIME, before.with(Attribute.BUSINESS_HOURS, Vocabulary.BUSINESS_HOURS.of(word)));
  }

  Asked device(String posture, String kind) {
    LayerFacts found = facts.device(posture, kind);
    EntityUid uid = found.device().orElseThrow().uid();
    return new Asked(principal, roles, ownRecord, found, with(Attribute.DEVICE, uid).context());
  }

  Asked operation(String name, String level) {
    return with(Attribute.OPERATION, CedarString.of(name))
        .with(Attribute.OPERATION_LEVEL, Vocabulary.OPERATION_LEVEL.of(level));
  }

  Asked treating() {
    return with(Attribute.RELATIONSHIP, Vocabulary.RELATIONSHIP.of("treating"));
  }

  /** The answer, and by which policies: {@code allow by own-record}, {@code deny by nothing}. */
  String about(PolicyStore policies, Interaction interaction, String type, String patient) {
    Map<String, CedarValue> attributes = new LinkedHashMap<>();
    attributes.put(Clinical.ISSUER, CedarString.of("issuer"));
    attributes.put(Clinical.SUBJECT, CedarString.of("user"));
    if (principal.type().equals(Clinical.USER)) {
      attributes.put(Clinical.PERSON, Vocabulary.PERSON.first());
      ownRecord.ifPresent(id -> attributes.put(Clinical.PATIENT, Fhir.resource(Fhir.PATIENT, id)));
    }
    Set<EntityUid> groups = new LinkedHashSet<>();
    roles.forEach(role -> groups.add(EntityUid.of(Clinical.ROLE, role)));
    Circumstances circumstances =
        Circumstances.of(
            Entity.of(principal, CedarRecord.of(attributes), groups),
            facts.device(),
            CedarRecord.of(context),
            Relationships.notAsked());
    boolean system = type.equals("System");
    Response response =
        new Inquiry(policies.current(), circumstances, PatientCompartment.official())
            .ask(
                Fhir.action(interaction),
                system ? Fhir.SYSTEM : Fhir.anyOf(type),
                system ? Optional.empty() : Optional.of(type),
                patient.isEmpty() ? Optional.empty() : Optional.of(patient));
    List<String> by = response.determiningIds();
    String deciding = by.isEmpty() ? "nothing" : String.join(" ", by);
    return (response.isAllowed() ? "allow by " : "deny by ") + deciding;
  }

  static PolicyStore load(PolicySource... sources) throws PolicyLoadException {
    return PolicyStore.open(
        new ArrayList<>(Arrays.asList(sources)),
        KnownObligations.of(List.of(Obligation.of("justify"), Obligation.of("notify"))),
        notice -> {},
        InstantSource.system());
  }

  /** Of a request that leaves this application, with the official compartment. */
  static Inquiry inquiry(PolicyStore store) {
    return new Inquiry(store.current(), circumstances(), PatientCompartment.official());
  }

  /** With the official compartment, and nothing stored. */
  static PatientFinder finder(ServerBase base) {
    return PatientFinder.of(ScopeAuthorizer.builder(base).build(), base);
  }

  /** What is unknown, as the information point says it. */
  private static CedarRecord usual() {
    return circumstances().question(Fhir.action(Interaction.READ), Fhir.SYSTEM).context();
  }

  /** Of a request that leaves this application. */
  static Circumstances circumstances() {
    try {
      AccessRequest request =
          AccessRequest.outbound(
              new OutboundGrant("https://as.example", "a", "u", List.of(), LaunchContext.none()),
              new RequestContext("r1", "192.0.2.1", Instant.EPOCH),
              FhirClassifier.create()
                  .classify(
                      CanonicalRequest.parse(HttpMethod.GET, "/Patient/1", Map.of(), Body.none()))
                  .fold(
                      known -> known,
                      unknown -> {
                        throw new IllegalStateException("not classified");
                      }));
      return PolicyInformation.of(ServerBase.of("https://fhir.example/r4"), InstantSource.system())
          .about(request);
    } catch (org.ztclinical.request.RequestRefusedException e) {
      throw new IllegalStateException(e);
    }
  }
}
