package org.ztclinical.samples.clinic.tour;

import java.util.List;
import org.ztclinical.samples.clinic.tour.Stop.Bearer;
import org.ztclinical.samples.clinic.tour.Stop.Sent;

/** The stops of the tour, in order. */
final class Stops {
  /** A large answer: encounters with the findings and reports of each. */
  private static final String CHARTS =
      "/fhir/Encounter?_count=200"
          + "&_revinclude=Observation:encounter&_revinclude=DiagnosticReport:encounter";

  private Stops() {}

  /**
   * All stops.
   *
   * @param own the patient who logs in
   * @param other a patient who is somebody else
   */
  static List<Stop> of(String own, String other) {
    String insufficientScope = "insufficient_scope";
    return List.of(
        Stop.get("Without a token nobody is let in", Bearer.NONE, "/fhir/Patient/" + own, 401)
            .containing("WWW-Authenticate: Bearer")
            .logged("request.credential-missing"),
        Stop.get(
                "A genuine token for another API is refused",
                Bearer.PATIENT_FOR_ANOTHER_API,
                "/fhir/Patient/" + own,
                401)
            .containing("invalid_token")
            .logged("token.wrong-audience"),
        Stop.get("What the server can do is public", Bearer.NONE, "/fhir/metadata", 200)
            .containing("CapabilityStatement")
            .logged("route=/fhir/metadata"),
        Stop.get("A patient reads the own record", Bearer.PATIENT, "/fhir/Patient/" + own, 200)
            .containing("\"id\":\"" + own + "\"")
            .logged("permit"),
        Stop.get(
                "Another patient's record is out of reach",
                Bearer.PATIENT,
                "/fhir/Patient/" + other,
                403)
            .containing(insufficientScope)
            .without("birthDate")
            .logged("denied"),
        Stop.get(
                "So is a patient who does not exist: both read alike",
                Bearer.PATIENT,
                "/fhir/Patient/nobody",
                403)
            .containing(insufficientScope)
            .logged("denied"),
        Stop.get(
                "A search that scopes cover in part is narrowed, and its self link says by what",
                Bearer.PATIENT,
                "/fhir/Immunization?_count=2",
                200)
            .containing("patient=Patient%2F" + own, "\"reference\":\"Patient/" + own)
            .without("Patient/" + other)
            .logged("narrowed"),
        Stop.get(
                "A search without a patient answers with the own record only",
                Bearer.PATIENT,
                "/fhir/Observation",
                200)
            .containing("Patient/" + own)
            .without("Patient/" + other)
            .logged("narrowed"),
        Stop.get(
                "A search for somebody else is refused",
                Bearer.PATIENT,
                "/fhir/Observation?subject=Patient/" + other,
                403)
            .without("Patient/" + other)
            .logged("denied"),
        Stop.get(
                "An _include brings along shared types and nobody else's record",
                Bearer.PATIENT,
                "/fhir/Encounter?_count=3&_include=Encounter:service-provider",
                200)
            .containing("Organization", "Patient/" + own)
            .without("Patient/" + other)
            .logged("narrowed"),
        Stop.get(
                "A patient takes the whole own record along, page by page",
                Bearer.PATIENT,
                "/fhir/Patient/" + own + "/$everything?_count=5",
                200)
            .containing("\"id\":\"" + own + "\"", "\"relation\":\"next\"")
            .without("Patient/" + other)
            .logged("own-everything"),
        Stop.get("Nobody else's", Bearer.PATIENT, "/fhir/Patient/" + other + "/$everything", 403)
            .containing(insufficientScope)
            .without("birthDate")
            .logged("denied $everything"),
        Stop.get(
                "A _has that would tell of others' records is refused",
                Bearer.PATIENT,
                "/fhir/Practitioner?_has:Encounter:practitioner:subject=Patient/" + other,
                403)
            .logged("denied"),
        Stop.post(
                "A batch runs entry by entry: the refused one is answered in its place",
                Bearer.PATIENT,
                "/fhir",
                "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
                    + entry(own)
                    + ","
                    + entry(other)
                    + "]}",
                200)
            .containing("403 Forbidden", "\"id\":\"" + own + "\"")
            .without("\"id\":\"" + other + "\"")
            .logged("narrowed"),
        Stop.post(
                "Reading is not writing",
                Bearer.PATIENT,
                "/fhir/Observation",
                "{\"resourceType\":\"Observation\",\"status\":\"final\","
                    + "\"code\":{\"text\":\"tour\"},\"subject\":{\"reference\":\"Patient/"
                    + own
                    + "\"}}",
                403)
            .containing(insufficientScope)
            .logged("denied"),
        Stop.get(
                "The attending physician, with two factors, reads any patient",
                Bearer.ATTENDING,
                "/fhir/Patient/" + other,
                200)
            .containing("birthDate")
            .logged("permit"),
        Stop.get(
                "The nurse has logged in with a password alone and is asked for more",
                Bearer.NURSE,
                "/fhir/Patient/" + other,
                401)
            .containing("insufficient_user_authentication", "acr_values")
            .logged("step-up"),
        Stop.get(
                "With the one-time code, as the challenge asks, the same read is answered",
                Bearer.NURSE_WITH_CODE,
                "/fhir/Patient/" + other,
                200)
            .containing("birthDate")
            .logged("nurses-read"),
        Stop.get(
                "The billing clerk sees encounters and no findings",
                Bearer.BILLING,
                "/fhir/Observation?patient=" + other,
                403)
            .containing(insufficientScope)
            .logged("denied"),
        Stop.get(
                "The analytics back end reads, with a token of its own",
                Bearer.ANALYTICS,
                "/fhir/Condition?_count=2",
                200)
            .containing("Condition")
            .logged("permit"),
        Stop.get(
                "The vendor's engineer sees places and no patients",
                Bearer.VENDOR,
                "/fhir/Patient?_count=1",
                403)
            .containing(insufficientScope)
            .logged("denied"),
        Stop.post(
                "What scopes cover and no policy permits is denied",
                Bearer.ATTENDING,
                "/fhir/Organization",
                "{\"resourceType\":\"Organization\",\"name\":\"Another clinic\"}",
                403)
            .containing("no policy permits this")
            .without("insufficient_scope")
            .logged("data=denied(policy.no-policy)"),
        Stop.get(
                "Documents told in confidence are shown for a reason only",
                Bearer.ATTENDING,
                "/fhir/DocumentReference?_count=2&patient=" + other,
                403)
            .without("\"DocumentReference\"")
            .logged("obligation.justification-required"),
        Stop.get(
                "The physician says why; the reason is recorded before the documents are shown",
                Bearer.ATTENDING,
                "/fhir/DocumentReference?_count=2&patient=" + other,
                200)
            .because("Follow-up after discharge")
            .containing("DocumentReference")
            .logged("documents-need-a-reason"),
        Stop.get(
                "A page that is no FHIR is decided by policies, too: a wristband is printed",
                Bearer.BOUND_ATTENDING,
                "/wristbands/" + other,
                200)
            .sent(Sent.PROVEN)
            .containing("born ", other)
            .logged("permit printWristband"),
        Stop.get("Billing prints no wristbands", Bearer.BOUND_BILLING, "/wristbands/" + other, 403)
            .sent(Sent.PROVEN)
            .containing("no policy permits this")
            .without("born ")
            .logged("denied printWristband"),
        Stop.get(
                "Nor does anybody with a token that is not bound to its app",
                Bearer.ATTENDING,
                "/wristbands/" + other,
                401)
            .containing("DPoP error=\"invalid_token\"")
            .without("born ")
            .logged("identity.token-not-bound"),
        Stop.get(
                "A token that is bound to its app's key, with a proof by that key",
                Bearer.BOUND_ATTENDING,
                "/fhir/Patient/" + other,
                200)
            .sent(Sent.PROVEN)
            .containing("birthDate")
            .logged("physicians-read"),
        Stop.get(
                "Stolen, the same token is worth nothing without the key",
                Bearer.BOUND_ATTENDING,
                "/fhir/Patient/" + other,
                401)
            .sent(Sent.STOLEN)
            .containing("invalid_token")
            .without("birthDate")
            .logged("session.bound-token-as-bearer"),
        Stop.get(
                "Nor with a proof by the thief's own key",
                Bearer.BOUND_ATTENDING,
                "/fhir/Patient/" + other,
                401)
            .sent(Sent.STOLEN_AND_PROVEN)
            .containing("invalid_token")
            .without("birthDate")
            .logged("proof.wrong-key"),
        Stop.get(
                "The back end's token is bound to its certificate, and works over its connection",
                Bearer.BOUND_ANALYTICS,
                "/fhir/Condition?_count=2",
                200)
            .sent(Sent.WITH_CERTIFICATE)
            .containing("Condition")
            .logged("analytics-reads"),
        Stop.get(
                "Stolen, it is worth nothing without the certificate",
                Bearer.BOUND_ANALYTICS,
                "/fhir/Condition?_count=2",
                401)
            .sent(Sent.STOLEN_WITHOUT_CERTIFICATE)
            .containing("invalid_token")
            .without("\"Condition\"")
            .logged("session.certificate-missing"),
        Stop.get(
                "A login that ends in mid-download takes the rest of the answer with it",
                Bearer.ENDED_ATTENDING,
                CHARTS,
                200)
            .sent(Sent.ENDED_MEANWHILE)
            .containing("Encounter")
            .logged("enforce.session-ended"),
        Stop.get(
                "Its token is refused from then on",
                Bearer.ENDED_ATTENDING,
                "/fhir/Patient/" + other,
                401)
            .sent(Sent.ENDED)
            .containing("invalid_token")
            .without("birthDate")
            .logged("session.session-revoked"),
        Stop.get(
                "A path with two readings is no path",
                Bearer.PATIENT,
                "/fhir/Patient/" + own + "/%2e%2e/" + other,
                400)
            .containing("more than one reading")
            .logged("request.path-not-canonical"));
  }

  private static String entry(String patient) {
    return "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/" + patient + "\"}}";
  }
}
