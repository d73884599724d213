package org.ztclinical.policy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.policy.Clinical.Attribute;
import org.ztclinical.reason.Experimental;

/**
 * What layers find out about a request beside who asks: device, zones, purpose, consent, labels,
 * risk, relationship, emergency. What is not stated is {@code unknown}, which is never a good
 * value. Immutable; each method returns a changed copy, and refuses words that the schema does not
 * list.
 */
@Experimental
public final class LayerFacts {
  private static final LayerFacts UNKNOWN = new LayerFacts(Map.of(), Optional.empty());
  private static final String STATED_DEVICE = "stated";

  /** The zones that nobody told. */
  static final CedarRecord UNKNOWN_ZONES =
      CedarRecord.of(
          Map.of(Attribute.CLIENT, Clinical.UNKNOWN_ZONE, Attribute.SERVER, Clinical.UNKNOWN_ZONE));

  /** By attribute of the context; what is not in it is unknown. */
  private final Map<String, CedarValue> stated;

  private final Optional<Entity> device;

  private LayerFacts(Map<String, CedarValue> stated, Optional<Entity> device) {
    this.stated = Map.copyOf(stated);
    this.device = device;
  }

  /** Nothing is known: the facts of every request while no layer finds out more. */
  public static LayerFacts unknown() {
    return UNKNOWN;
  }

  /** From a device of this posture and kind: words of {@code Posture} and {@code DeviceKind}. */
  public LayerFacts device(String posture, String kind) {
    Map<String, CedarValue> attributes =
        Map.of(
            Clinical.POSTURE, Vocabulary.POSTURE.of(posture),
            Clinical.KIND, Vocabulary.DEVICE_KIND.of(kind));
    EntityUid uid = EntityUid.of(Clinical.DEVICE, STATED_DEVICE);
    Entity found = Entity.of(uid, CedarRecord.of(attributes), Set.of());
    return new LayerFacts(with(Attribute.DEVICE, uid), Optional.of(found));
  }

  /** From this network zone. */
  public LayerFacts clientZone(String name) {
    return zone(Attribute.CLIENT, name);
  }

  /** To this network zone. */
  public LayerFacts serverZone(String name) {
    return zone(Attribute.SERVER, name);
  }

  /** For this purpose: a code of HL7 PurposeOfUse that the schema lists. */
  public LayerFacts purpose(String code) {
    return stating(Attribute.PURPOSE, Vocabulary.PURPOSE.of(code));
  }

  /** What the patient's consent says: a word of {@code Consent}. */
  public LayerFacts consent(String word) {
    return stating(Attribute.CONSENT, Vocabulary.CONSENT.of(word));
  }

  /** The security labels of what is asked for; none at all when empty. */
  public LayerFacts labels(Collection<String> labels) {
    List<CedarString> elements = labels.stream().map(CedarString::of).toList();
    return stating(Attribute.LABELS, CedarSet.of(elements));
  }

  /** How unusual the request is: a word of {@code Risk}. */
  public LayerFacts risk(String word) {
    return stating(Attribute.RISK, Vocabulary.RISK.of(word));
  }

  /** What the user is to the patient: a word of {@code Relationship}. */
  public LayerFacts relationship(String word) {
    return stating(Attribute.RELATIONSHIP, Vocabulary.RELATIONSHIP.of(word));
  }

  /** By what, where the user treats the patient: words of {@code RelationshipKind}. */
  public LayerFacts relationshipKinds(Collection<String> words) {
    List<EntityUid> kinds = words.stream().map(Vocabulary.RELATIONSHIP_KIND::of).toList();
    return stating(Attribute.RELATIONSHIP_KINDS, CedarSet.of(kinds));
  }

  /** Whether the user asks for emergency access: a word of {@code BreakGlass}. */
  public LayerFacts breakGlass(String word) {
    return stating(Attribute.BREAK_GLASS, Vocabulary.BREAK_GLASS.of(word));
  }

  /** The fact of this attribute of the context, where it is known. */
  CedarValue or(String attribute, CedarValue unknown) {
    return stated.getOrDefault(attribute, unknown);
  }

  /** The device, where one is known. */
  Optional<Entity> device() {
    return device;
  }

  private LayerFacts zone(String side, String name) {
    CedarRecord zones = (CedarRecord) or(Attribute.ZONES, UNKNOWN_ZONES);
    return stating(Attribute.ZONES, zones.with(side, EntityUid.of(Clinical.ZONE, name)));
  }

  private LayerFacts stating(String attribute, CedarValue value) {
    return new LayerFacts(with(attribute, value), device);
  }

  private Map<String, CedarValue> with(String attribute, CedarValue value) {
    Map<String, CedarValue> more = new LinkedHashMap<>(stated);
    more.put(attribute, value);
    return more;
  }

  /** Which facts are stated, not what they are. */
  @Override
  public String toString() {
    return "facts of " + stated.keySet().stream().sorted().toList();
  }
}
