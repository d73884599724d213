package org.ztclinical.samples.clinic.personas;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The people of the demonstration. Their credentials are for the demonstration only and are printed
 * at every start.
 */
public enum Persona {

  /** Attending physician; logs in with a password and a one-time code. */
  ATTENDING(
      "physician",
      "Practitioner/clinic-attending",
      "ZTCLINICALDEMOAT",
      "openid fhirUser launch user/*.cruds",
      "openid",
      "fhirUser",
      "launch",
      "user/*.cruds",
      "patient/*.cruds"),

  /** Nurse; may log in with a password alone, and is asked for more where records are shown. */
  NURSE(
      "nurse",
      "Practitioner/clinic-nurse",
      "ZTCLINICALDEMONU",
      "openid fhirUser user/*.rs user/Observation.cu",
      "openid",
      "fhirUser",
      "launch",
      "user/*.rs",
      "user/Observation.cru",
      "patient/*.rs"),

  /** One of the clinic's patients; logs in with a code too, and sees the own record. */
  PATIENT(
      "patient",
      "Patient",
      "ZTCLINICALDEMOPA",
      "openid fhirUser launch/patient patient/*.rs",
      "openid",
      "fhirUser",
      "launch/patient",
      "patient/*.rs"),

  /** Billing clerk; logs in with a code too; sees who was here and when, and nothing clinical. */
  BILLING(
      "billing-clerk",
      "Person/clinic-billing",
      "ZTCLINICALDEMOBI",
      "openid fhirUser user/Patient.rs user/Encounter.rs user/Organization.rs",
      "openid",
      "fhirUser",
      "user/Patient.rs",
      "user/Encounter.rs",
      "user/Account.rs",
      "user/Organization.rs"),

  /** Support engineer of the vendor; sees places and devices, and no patient. */
  VENDOR(
      "vendor-support",
      "Person/clinic-vendor",
      "ZTCLINICALDEMOVE",
      "openid fhirUser user/Organization.rs user/Location.rs",
      "openid",
      "fhirUser",
      "user/Organization.rs",
      "user/Location.rs",
      "user/Device.rs");

  private final String role;
  private final String fhirUser;
  private final String otpSecret;
  private final String usualScopes;
  private final String allowedScopes;

  Persona(String role, String fhirUser, String otpSecret, String usualScopes, String... allowed) {
    this.role = role;
    this.fhirUser = fhirUser;
    this.otpSecret = otpSecret;
    this.usualScopes = usualScopes;
    this.allowedScopes = String.join(" ", allowed);
  }

  /** The persona with this login name, if there is one. */
  public static Optional<Persona> of(String login) {
    return Arrays.stream(values()).filter(persona -> persona.login().equals(login)).findFirst();
  }

  /** The name to log in with. */
  public String login() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The password, which is no secret: this is a demonstration. */
  public String demoPassword() {
    return "demo-" + login();
  }

  /** The Base32 secret of the one-time code, which is no secret either. */
  public String demoOtpSecret() {
    return otpSecret;
  }

  /** Whether a login may go without the one-time code, and is then worth less. */
  public boolean mayLeaveOutCode() {
    return this == NURSE;
  }

  /** The value of the token's {@code roles}. */
  public String role() {
    return role;
  }

  /**
   * The FHIR resource of this person, relative to the FHIR base.
   *
   * @param patientId the id of the patient who has a login
   */
  public String fhirUser(String patientId) {
    return this == PATIENT ? fhirUser + "/" + patientId : fhirUser;
  }

  /** The scopes this person's app usually asks for. */
  public String usualScopes() {
    return usualScopes;
  }

  /** The most this person can be granted, by any app. */
  public List<String> allowedScopes() {
    return List.of(allowedScopes.split(" ", -1));
  }
}
