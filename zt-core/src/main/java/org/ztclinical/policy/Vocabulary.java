package org.ztclinical.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * The closed lists of the clinical schema: what a fact can be, each an enumerated entity type in
 * namespace {@code Clinical}. A misspelt word in a policy is therefore an error when the policy is
 * loaded. The first word of a list is what is said when nobody knows.
 */
public final class Vocabulary {
  /** Whether a request was asked of this application, or by it of another server. */
  public static final Vocabulary DIRECTION = new Vocabulary("Direction", "inbound", "outbound");

  /** What the request came in. */
  public static final Vocabulary ENVELOPE =
      new Vocabulary("Envelope", "none", "batch", "transaction");

  /** Of what an operation was called: of the server, of a type, of one resource that it names. */
  public static final Vocabulary OPERATION_LEVEL =
      new Vocabulary("OperationLevel", "none", "system", "type", "instance");

  /** The kind of FHIR resource that the user is. */
  public static final Vocabulary PERSON =
      new Vocabulary(
          "PersonKind",
          Clinical.UNKNOWN,
          "Patient",
          "Practitioner",
          "PractitionerRole",
          "RelatedPerson",
          "Person");

  /** Whether a device is as its owner wants it. */
  public static final Vocabulary POSTURE =
      new Vocabulary("Posture", Clinical.UNKNOWN, "healthy", "unhealthy");

  /** What a device is for. */
  public static final Vocabulary DEVICE_KIND =
      new Vocabulary(
          "DeviceKind", Clinical.UNKNOWN, "standard", "privileged-access-workstation", "medical");

  /** For what the data is wanted: codes of HL7 PurposeOfUse. */
  public static final Vocabulary PURPOSE =
      new Vocabulary(
          "Purpose",
          Clinical.UNKNOWN,
          "TREAT",
          "ETREAT",
          "BTG",
          "CAREMGT",
          "HPAYMT",
          "HOPERAT",
          "HRESCH",
          "PATRQT",
          "PUBHLTH");

  /** What the patient's consent says. */
  public static final Vocabulary CONSENT =
      new Vocabulary("Consent", Clinical.UNKNOWN, "permit", "deny", "not-recorded");

  /** How unusual the request is. */
  public static final Vocabulary RISK =
      new Vocabulary("Risk", Clinical.UNKNOWN, "low", "elevated", "high");

  /** What the user is to the patient. */
  public static final Vocabulary RELATIONSHIP =
      new Vocabulary("Relationship", Clinical.UNKNOWN, "none", "self", "treating");

  /** By what the user has to do with the patient's care. */
  public static final Vocabulary RELATIONSHIP_KIND =
      new Vocabulary(
          "RelationshipKind",
          Clinical.UNKNOWN,
          "care-team",
          "encounter",
          "appointment",
          "general-practitioner",
          "assigned");

  /** Whether the user asks for emergency access. */
  public static final Vocabulary BREAK_GLASS =
      new Vocabulary("BreakGlass", Clinical.UNKNOWN, "not-requested", "requested");

  /** The day of the week where the application is. */
  public static final Vocabulary WEEKDAY =
      new Vocabulary(
          "Weekday",
          Clinical.UNKNOWN,
          "monday",
          "tuesday",
          "wednesday",
          "thursday",
          "friday",
          "saturday",
          "sunday");

  /** Whether it is a time at which the application's users usually work. */
  public static final Vocabulary BUSINESS_HOURS =
      new Vocabulary("BusinessHours", Clinical.UNKNOWN, "within", "outside");

  private final Name type;
  private final Map<String, EntityUid> words = new LinkedHashMap<>();

  private Vocabulary(String type, String... words) {
    this.type = Name.parse(Clinical.NAMESPACE + "::" + type);
    for (String word : words) {
      this.words.put(word, EntityUid.of(this.type, word));
    }
  }

  /** All lists. */
  public static List<Vocabulary> all() {
    return List.of(
        DIRECTION,
        ENVELOPE,
        OPERATION_LEVEL,
        PERSON,
        POSTURE,
        DEVICE_KIND,
        PURPOSE,
        CONSENT,
        RISK,
        RELATIONSHIP,
        RELATIONSHIP_KIND,
        BREAK_GLASS,
        WEEKDAY,
        BUSINESS_HOURS);
  }

  /** The entity type. */
  public Name type() {
    return type;
  }

  /** All words, in order. */
  public List<String> words() {
    return List.copyOf(words.keySet());
  }

  /** What is said when nobody knows: the first word. */
  public EntityUid first() {
    return words.values().iterator().next();
  }

  /**
   * The entity of a word.
   *
   * @throws IllegalArgumentException when the list has no such word
   */
  public EntityUid of(String word) {
    EntityUid uid = words.get(word);
    if (uid == null) {
      throw new IllegalArgumentException(type + " has no word \"" + word + "\"");
    }
    return uid;
  }
}
