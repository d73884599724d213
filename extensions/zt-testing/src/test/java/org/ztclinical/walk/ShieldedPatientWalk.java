package org.ztclinical.walk;

import static org.ztclinical.walk.Clinic.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.testing.TestToken;

/** A clinic with a patient whose record nobody writes, and writes of all kinds. */
abstract class ShieldedPatientWalk extends PolicyWalk {
  static final String STAFF =
      "@id(\"staff\") permit (principal in Clinical::Role::\"staff\", action, resource);";
  static final String VIP =
      """
      @id("vip")
      @reason("the patient is shielded")
      forbid (principal, action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"vip" };
      """;
  static final String OBSERVATION =
      "{'resourceType':'Observation','subject':{'reference':'Patient/%s'}}";
  static final List<HttpMethod> CHANGES =
      List.of(HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
  static final String FORBIDDEN = "policy.forbidden";
  static final String UNKNOWN = "policy.patient-unknown";

  final StoredRecords stored =
      new StoredRecords()
          .of("Observation", "vips", "vip")
          .of("Observation", "others", "p1")
          .of("Encounter", "vips", "vip")
          .of("Encounter", "others", "p1");

  static Guarded write(Clinic clinic, HttpMethod method, String path, String patient)
      throws Exception {
    String type = path.split("/")[2];
    boolean ofPatient = type.equals("Observation");
    String id = path.substring(path.lastIndexOf('/') + 1);
    String resource =
        ofPatient ? OBSERVATION.formatted(patient) : "{'resourceType':'" + type + "','name':'x'}";
    return switch (method) {
      case DELETE -> send(clinic, method, path, "");
      case PATCH ->
          clinic.send(
              method,
              token(clinic),
              path,
              Body.of(
                  "application/json-patch+json",
                  "[{\"op\":\"add\",\"path\":\"%s\",\"value\":\"%s\"}]"
                      .formatted(
                          ofPatient ? "/subject/reference" : "/alias",
                          ofPatient ? "Patient/" + patient : "x")
                      .getBytes(StandardCharsets.UTF_8)));
      case PUT ->
          send(
              clinic,
              method,
              path,
              resource.replaceFirst("'resourceType'", "'id':'" + id + "','resourceType'"));
      case POST -> send(clinic, method, path, resource);
      case GET, HEAD, OPTIONS -> throw new IllegalArgumentException("not a write");
    };
  }

  static Guarded send(Clinic clinic, HttpMethod method, String path, String json) throws Exception {
    Body body = json.isEmpty() ? Body.none() : json(json.replace('\'', '"'));
    return clinic.send(method, token(clinic), path, body);
  }

  static String token(Clinic clinic) {
    UnaryOperator<TestToken> staff = token -> token.claim("roles", List.of("staff"));
    return clinic.token("user/*.cruds", staff);
  }

  @Override
  Clinic clinic(UnaryOperator<ZeroTrustBuilder> more, String... policies) {
    return super.clinic(settings -> more.apply(settings.resourceLookup(stored)), policies)
        .working(stored::answer);
  }
}
