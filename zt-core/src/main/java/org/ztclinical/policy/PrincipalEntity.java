package org.ztclinical.policy;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.identity.FhirUser;
import org.ztclinical.identity.Identity;

/**
 * Who asks, in the terms of the clinical schema: a user or a service of one issuer, with its roles;
 * of a person what it is, and which of this server's patients.
 */
final class PrincipalEntity {
  private PrincipalEntity() {}

  static Entity of(AccessRequest request) {
    String issuer = request.principal().issuer();
    String subject = request.principal().subject();
    boolean service =
        request
            .identity()
            .map(Identity::isService)
            .orElseGet(() -> subject.equals(request.principal().clientId()));
    Map<String, CedarValue> attributes = new LinkedHashMap<>();
    attributes.put(Clinical.ISSUER, CedarString.of(issuer));
    attributes.put(Clinical.SUBJECT, CedarString.of(subject));
    if (!service) {
      describe(request.identity(), attributes);
    }
    Set<EntityUid> roles = new LinkedHashSet<>();
    request.principal().roles().forEach(role -> roles.add(EntityUid.of(Clinical.ROLE, role)));
    EntityUid uid =
        EntityUid.of(
            service ? Clinical.SERVICE : Clinical.USER, Clinical.principalId(issuer, subject));
    return Entity.of(uid, CedarRecord.of(attributes), roles);
  }

  private static void describe(Optional<Identity> person, Map<String, CedarValue> attributes) {
    attributes.put(
        Clinical.PERSON,
        person
            .flatMap(Identity::fhirUser)
            .map(user -> Vocabulary.PERSON.of(user.type().resourceType()))
            .orElseGet(Vocabulary.PERSON::first));
    person
        .flatMap(Identity::localUser)
        .filter(user -> user.type() == FhirUser.Type.PATIENT)
        .ifPresent(
            user -> attributes.put(Clinical.PATIENT, Fhir.resource(Fhir.PATIENT, user.id())));
  }
}
