package org.ztclinical.policy;

import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** The names of the clinical schema in namespace {@code Clinical}; see docs/policies.md. */
public final class Clinical {
  /** The namespace of who asks, and of the circumstances. */
  public static final String NAMESPACE = "Clinical";

  /** The id and the word for what nobody knows. It is never a good value. */
  public static final String UNKNOWN = "unknown";

  /** A person who authenticated. */
  public static final Name USER = in("User");

  /** A client that acts for itself. */
  public static final Name SERVICE = in("Service");

  /** The client that holds the token, by its client id. */
  public static final Name APP = in("App");

  /** A role, as the issuer of the token spells it. */
  public static final Name ROLE = in("Role");

  /** The machine a request came from. */
  public static final Name DEVICE = in("Device");

  /** A network zone. */
  public static final Name ZONE = in("Zone");

  /** The type of every context. */
  public static final Name CONTEXT = in("Context");

  /** The device of which nothing is known. */
  static final EntityUid UNKNOWN_DEVICE = EntityUid.of(DEVICE, UNKNOWN);

  /** The zone that nobody told. */
  static final EntityUid UNKNOWN_ZONE = EntityUid.of(ZONE, UNKNOWN);

  /** The app of a token that names no client. */
  static final EntityUid UNKNOWN_APP = EntityUid.of(APP, UNKNOWN);

  /** Attributes of {@link #USER} and {@link #SERVICE}. */
  static final String ISSUER = "issuer";

  static final String SUBJECT = "subject";
  static final String PERSON = "person";
  static final String PATIENT = "patient";

  /** Attributes of {@link #DEVICE}. */
  static final String POSTURE = "posture";

  static final String KIND = "kind";

  private Clinical() {}

  /** The uid of a user or service: a subject is unique within its issuer only. */
  static String principalId(String issuer, String subject) {
    return issuer + "|" + subject;
  }

  private static Name in(String basename) {
    return Name.parse(NAMESPACE + "::" + basename);
  }

  /** The attributes of a context. */
  static final class Attribute {
    static final String DIRECTION = "direction";
    static final String APP = "app";
    static final String OPERATION = "operation";
    static final String OPERATION_LEVEL = "operationLevel";
    static final String ENVELOPE = "envelope";
    static final String AUTHENTICATION = "authentication";
    static final String MFA = "mfa";
    static final String PHISHING_RESISTANT = "phishingResistant";
    static final String ACR = "acr";
    static final String AGE = "age";
    static final String DEVICE = "device";
    static final String ZONES = "zones";
    static final String CLIENT = "client";
    static final String SERVER = "server";
    static final String SCOPES = "scopes";
    static final String LAUNCH = "launch";
    static final String PATIENT = "patient";
    static final String ENCOUNTER = "encounter";
    static final String FHIR_CONTEXT = "fhirContext";
    static final String PURPOSE = "purpose";
    static final String CONSENT = "consent";
    static final String LABELS = "labels";
    static final String TIME = "time";
    static final String NOW = "now";
    static final String HOUR = "hour";
    static final String WEEKDAY = "weekday";
    static final String BUSINESS_HOURS = "businessHours";
    static final String RISK = "risk";
    static final String RELATIONSHIP = "relationship";
    static final String RELATIONSHIP_KINDS = "relationshipKinds";
    static final String BREAK_GLASS = "breakGlass";

    /** The value of {@link #OPERATION} when the request is none. */
    static final String NO_OPERATION = "none";

    private Attribute() {}
  }
}
