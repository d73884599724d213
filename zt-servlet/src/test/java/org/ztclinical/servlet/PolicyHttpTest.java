package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.policy.BaselinePolicies;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.relationship.RelationshipKind;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.Permission;
import org.ztclinical.testing.TestIssuer;

/** Policies about patients whom only what is stored tells, through HTTP. */
class PolicyHttpTest {
  private static final String POLICIES =
      """
      @id("archivists-delete")
      permit (
        principal in Clinical::Role::"archivist",
        action == Fhir::Action::"delete",
        resource
      );

      @id("archivists-compare")
      permit (
        principal in Clinical::Role::"archivist",
        action in [Fhir::Action::"operation", Fhir::Action::"read"],
        resource
      );

      @id("shielded")
      @reason("the record is shielded")
      forbid (principal, action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"vip" };
      """;

  @TempDir Path directory;

  private final TestIssuer issuer = TestIssuer.create(InstantSource.system());
  private final Map<String, String> stored = new ConcurrentHashMap<>();
  private final List<String> performed = new CopyOnWriteArrayList<>();
  private ZeroTrust zeroTrust;
  private WebServer server;

  @BeforeEach
  void start() throws Exception {
    store("of-p1", "p1");
    store("of-p2", "p2");
    store("of-vip", "vip");
    zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(issuer.trusted())
            .fhirServer("/fhir", TestApplication.BASE_URL)
            .policies(
                BaselinePolicies.ESSENTIALS, BaselinePolicies.MFA, BaselinePolicies.BY_RELATIONSHIP)
            .policies(PolicySource.of(new PolicyText("shielded.cedar", POLICIES)))
            .relationships(
                (user, patient) ->
                    Optional.of(
                        patient.equals("p2") ? Set.of() : Set.of(RelationshipKind.CARE_TEAM)))
            .resourceLookup(
                (type, id) ->
                    Optional.ofNullable(stored.get(type + "/" + id)).map(PolicyHttpTest::object))
            .allowOperation(
                OperationRule.ofInstance("Patient", "compare")
                    .needing("Patient", Permission.READ)
                    .answersFromItself())
            .auditIn(directory.resolve("audit"))
            .build();
    server =
        JettyServer.start(
            directory,
            context -> {
              ZeroTrustFilter.register(context, zeroTrust);
              TestApplication.add(context, "fhir", TestApplication.page(this::serve), "/fhir/*");
            });
  }

  @AfterEach
  void stop() {
    server.close();
    zeroTrust.close();
  }

  @Test
  void whatIsStoredOfAShieldedPatientIsNotDeletedByItsId() {
    Received shielded = send("DELETE", "of-vip", "archivist");
    Received absent = send("DELETE", "absent", "archivist");
    Received other = send("DELETE", "of-p1", "archivist");

    assertThat(shielded.status()).isEqualTo(403);
    assertThat(absent.status()).isEqualTo(403);
    assertThat(shielded.body()).isEqualTo(absent.body()).doesNotContain("shielded");
    assertThat(other.status()).isEqualTo(204);
    assertThat(performed).containsExactly("DELETE Observation/of-p1");
    assertThat(stored).containsKey("Observation/of-vip").doesNotContainKey("Observation/of-p1");
  }

  @Test
  void whoTreatsThePatientReadsById() {
    Received treated = send("GET", "of-p1", "physician");
    Received another = send("GET", "of-p2", "physician");
    Received shielded = send("GET", "of-vip", "physician");
    Received absent = send("GET", "absent", "physician");

    assertThat(treated.status()).isEqualTo(200);
    assertThat(treated.body()).contains("\"of-p1\"");
    for (Received refused : List.of(another, shielded)) {
      assertThat(refused.status()).isEqualTo(403).isEqualTo(absent.status());
      assertThat(refused.body()).isEqualTo(absent.body());
    }
    assertThat(performed).containsExactly("GET Observation/of-p1");
  }

  @Test
  void whatTheBodyOfAnOperationNamesIsJudgedAsItsPathIs() {
    String other = "\"valueReference\":{\"reference\":\"%s\"}";
    String resource = "\"resource\":{\"resourceType\":\"Patient\",\"id\":\"%s\"}";

    for (String refused :
        List.of(
            other.formatted("Patient/vip"),
            other.formatted("Observation/of-vip"),
            other.formatted("Observation/absent"),
            resource.formatted("vip"),
            "\"valueString\":\"vip\"")) {
      assertThat(compare("user/*.rs", refused).status()).as(refused).isEqualTo(403);
    }
    assertThat(compare("user/Patient.rs", other.formatted("Observation/of-p1")).status())
        .isEqualTo(403);
    assertThat(performed).isEmpty();
    compare("user/*.rs", other.formatted("Observation/of-p1"));
    compare("user/Patient.rs", resource.formatted("p1"));
    assertThat(performed).containsExactly("POST Patient/p1/$compare", "POST Patient/p1/$compare");
  }

  private Received compare(String scopes, String parameter) {
    String token = issuer.mint(t -> t.scope(scopes).mfa().claim("roles", List.of("archivist")));
    return new RawClient(server.port())
        .send("POST", "/fhir/Patient/p1/$compare")
        .bearer(token)
        .body(
            "application/fhir+json",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"other\",%s}]}"
                .formatted(parameter))
        .receive();
  }

  private Received send(String method, String id, String role) {
    String token = issuer.mint(t -> t.scope("user/*.cruds").mfa().claim("roles", List.of(role)));
    return new RawClient(server.port())
        .send(method, "/fhir/Observation/" + id)
        .bearer(token)
        .receive();
  }

  private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getPathInfo().substring(1);
    performed.add(request.getMethod() + " " + path);
    String resource = stored.get(path);
    response.setContentType("application/fhir+json");
    if (resource == null) {
      response.setStatus(404);
      response.getWriter().print(RecordsServlet.outcome("not-found"));
    } else if (request.getMethod().equals("DELETE")) {
      stored.remove(path);
      response.setStatus(204);
    } else {
      response.getWriter().print(resource);
    }
  }

  private void store(String id, String patient) {
    stored.put(
        "Observation/" + id,
        "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"subject\":{\"reference\":\"Patient/%s\"}}"
            .formatted(id, patient));
  }

  private static JsonObject object(String json) {
    try {
      return JsonReader.of(JsonLimits.forResources())
          .readObject(json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
