package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Clearance;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;

/**
 * A file of somebody else's export and a Binary that is not there are answered alike where the
 * files of exports are Binaries, whatever scopes, policies and obligations say of a Binary.
 */
class ForeignExportTest {
  private static final String BASE = "https://fhir.example/fhir";
  private static final String ALL = "@id(\"all\") %s permit (principal, action, resource);";
  private static final String NO_BINARY =
      "@id(\"none\") @reason(\"x\") forbid (principal, action, resource is Fhir::Binary);";

  /** What else is configured, or how the application answers. */
  enum Setting {
    PLAIN,
    WITH_STORED_FACTS,
    APPLICATION_REFUSES,
    POLICIES_PERMIT,
    POLICIES_FORBID,
    POLICIES_FORBID_WITH_STORED_FACTS,
    POLICIES_OBLIGE;

    ZeroTrustBuilder on(ZeroTrustBuilder settings) {
      return switch (this) {
        case PLAIN, APPLICATION_REFUSES -> settings;
        case WITH_STORED_FACTS -> settings.resourceLookup(stored());
        case POLICIES_PERMIT -> settings.policies(policy(ALL.formatted("")));
        case POLICIES_FORBID -> settings.policies(policy(ALL.formatted("") + NO_BINARY));
        case POLICIES_FORBID_WITH_STORED_FACTS ->
            settings.policies(policy(ALL.formatted("") + NO_BINARY)).resourceLookup(stored());
        case POLICIES_OBLIGE ->
            settings.policies(policy(ALL.formatted("@obligation(\"justify\")")));
      };
    }

    private static PolicySource policy(String text) {
      return PolicySource.of(new PolicyText("test.cedar", text));
    }

    private static ResourceLookup stored() {
      String file = "{\"resourceType\":\"Binary\",\"id\":\"file-1\",\"contentType\":\"%s\"}";
      return (type, id) -> {
        try {
          return type.equals("Binary") && id.equals("file-1")
              ? Optional.of(
                  JsonReader.of(JsonLimits.forResources())
                      .readObject(
                          file.formatted("application/fhir+ndjson")
                              .getBytes(StandardCharsets.UTF_8)))
              : Optional.empty();
        } catch (JsonSyntaxException e) {
          throw new IllegalStateException(e);
        }
      };
    }
  }

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Setting.class)
  void nobodyLearnsThatItIsThere(Setting setting) throws Exception {
    UnaryOperator<ZeroTrustBuilder> with =
        settings -> setting.on(settings.bulkExport(BulkRoutes.hapi()));
    try (Clinic clinic = new Clinic(directory, with)) {
      clinic.working(clearance -> exporting(clearance, false));
      String owner = clinic.token("system/*.rs", t -> t.subject("app").client("app"));
      boolean running = start(clinic, owner);
      clinic.working(clearance -> exporting(clearance, setting == Setting.APPLICATION_REFUSES));

      for (String scopes :
          List.of(
              "system/*.rs",
              "system/Binary.r",
              "system/Patient.rs",
              "user/*.r",
              "user/Binary.r",
              "patient/*.rs",
              "launch")) {
        String thief = clinic.token(scopes, t -> t.subject("other").client("other").patient("1"));
        Guarded there = clinic.get(thief, "/fhir/Binary/file-1");
        Guarded absent = clinic.get(thief, "/fhir/Binary/none");

        assertThat(there.response().status())
            .as(scopes)
            .isIn(403, 404)
            .isEqualTo(absent.response().status());
        assertThat(there.response().headers()).as(scopes).isEqualTo(absent.response().headers());
        assertThat(text(there)).as(scopes).isEqualTo(text(absent)).doesNotContain("secret");
      }
      assertThat(running).isEqualTo(setting != Setting.POLICIES_OBLIGE);
    }
  }

  private static boolean start(Clinic clinic, String owner) throws Exception {
    Map<String, List<String>> async = Map.of("Prefer", List.of("respond-async"));
    clinic.send(HttpMethod.GET, owner, "/fhir/$export?_type=Patient", async, Body.none());
    Guarded manifest = clinic.get(owner, "/fhir/$export-poll-status?_jobId=1");
    return manifest.response().status() == 200 && text(manifest).contains("Binary/file-1");
  }

  /** A server that has one export, and cares for nobody's rights unless it refuses its file. */
  private static Response exporting(Clearance clearance, boolean refuses) {
    String path = clearance.toPerform().path().text();
    if (path.endsWith("$export")) {
      return Response.of(
          202,
          Map.of("Content-Location", List.of(BASE + "/$export-poll-status?_jobId=1")),
          new byte[0]);
    }
    if (path.endsWith("status")) {
      return Response.json(
          200,
          "{\"transactionTime\":\"2026-01-01T00:00:00Z\",\"output\":[{\"type\":\"Patient\","
              + "\"url\":\""
              + BASE
              + "/Binary/file-1\"}]}");
    }
    if (!path.endsWith("file-1")) {
      return Response.json(404, "{\"resourceType\":\"OperationOutcome\",\"issue\":[]}");
    }
    return refuses
        ? Response.empty(403)
        : Response.of(
            200,
            Map.of("Content-Type", List.of("application/fhir+ndjson"), "ETag", List.of("W/\"1\"")),
            "{\"resourceType\":\"Patient\",\"id\":\"secret\"}\n".getBytes(StandardCharsets.UTF_8));
  }
}
