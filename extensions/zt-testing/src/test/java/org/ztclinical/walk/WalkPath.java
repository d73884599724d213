package org.ztclinical.walk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ztclinical.ZeroTrust;
import org.ztclinical.access.Permit;
import org.ztclinical.access.PublicAccess;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Verdict;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.ScopeDecision;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.walk.SmartVectors.Result;

/** Runs vectors through {@code ZeroTrust.guard}, one protected application for each server base. */
final class WalkPath implements AutoCloseable {
  private static final String PATH = "/r4";

  private final Path directory;
  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer = TestIssuer.create(clock);
  private final Map<String, ZeroTrust> applications = new HashMap<>();
  private CarelessStore store = new CarelessStore(Map.of(), "");

  WalkPath(Path directory) {
    this.directory = directory;
  }

  Result decide(SmartVector vector) {
    store = new CarelessStore(vector.resources(), vector.launchPatient());
    ZeroTrust application = applications.computeIfAbsent(vector.serverBase(), this::application);
    RequestContext context = new RequestContext(vector.id(), "192.0.2.7", clock.instant());
    try {
      CanonicalRequest request = vector.request(PATH);
      return result(
          application.guard(
              new Attempt(credentials(vector), context, request),
              clearance -> store.answer(belowBase(clearance.toPerform()))));
    } catch (RequestRefusedException e) {
      return result(application.refuse(context, e));
    }
  }

  private static CanonicalRequest belowBase(CanonicalRequest request)
      throws RequestRefusedException {
    return request.withPath(request.path().below(CanonicalPath.parse(PATH)));
  }

  private ZeroTrust application(String serverBase) {
    return ZeroTrust.builder()
        .trustIssuer(issuer.trusted())
        .fhirServer(PATH, serverBase)
        .publicRoute(HttpMethod.GET, PATH + "/metadata")
        .publicRoute(HttpMethod.GET, PATH + "/.well-known/smart-configuration")
        .resourceLookup((type, id) -> store.current(type, id))
        .allowOperation(OperationRule.patientEverything())
        .allowOperation(OperationRule.bulkExport())
        .auditIn(directory.resolve("audit-" + applications.size()))
        .clock(clock)
        .build();
  }

  private Credentials credentials(SmartVector vector) {
    return Credentials.bearer(
        issuer.mint(
            token -> {
              token.scope(String.join(" ", vector.scopes()));
              vector.launch().forEach(token::claim);
              return token;
            }));
  }

  private Result result(Guarded guarded) {
    return guarded
        .outcome()
        .fold(
            permit -> permitted(guarded, permit),
            denial -> Result.deny(denial.reasons().toString()),
            rejection -> Result.deny(rejection.reasons().toString()),
            (PublicAccess open) ->
                new Result("permit", List.of(), reference -> false, true, "public"));
  }

  private Result permitted(Guarded guarded, Permit permit) {
    if (guarded.response().status() >= 400) {
      return Result.deny("answered " + guarded.response().status());
    }
    Optional<JsonObject> answer = document(guarded.response().body());
    List<String> entries = entries(permit, answer);
    boolean narrowed = permit.explanation().of(Layer.APPLICATION).verdict() == Verdict.NARROWED;
    FhirRequest asked = permit.request().fhir();
    boolean shortened =
        asked.interaction() == Interaction.HISTORY_INSTANCE
            && resources(answer).size() < store.versions(asked).size();
    boolean someDenied = entries.contains("deny");
    if (someDenied && entries.stream().allMatch("deny"::equals)) {
      return Result.deny("every entry was answered with an error");
    }
    return new Result(
        narrowed || shortened || someDenied ? "narrow" : "permit",
        entries,
        leaves(answer),
        resources(answer).isEmpty(),
        permit.terms().narrowing().toString());
  }

  /** The outcome of each entry of a batch, by its decision and its answer. */
  private static List<String> entries(Permit permit, Optional<JsonObject> answer) {
    List<ScopeDecision> decisions = permit.terms().entries();
    List<JsonObject> answers = answer.map(bundle -> bundle.objects("entry")).orElse(List.of());
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < decisions.size(); i++) {
      boolean succeeded =
          answers.get(i).object("response").flatMap(response -> response.string("status")).stream()
              .anyMatch(status -> status.startsWith("2"));
      String decided =
          decisions.get(i).fold(covered -> "permit", narrowed -> "narrow", refused -> "deny");
      outcomes.add(succeeded ? decided : "deny");
    }
    return outcomes;
  }

  /** True of a reference when its resource is in the answer, or when a count betrays more. */
  private static Function<String, Boolean> leaves(Optional<JsonObject> answer) {
    List<JsonObject> resources = resources(answer);
    boolean counted =
        answer.filter(document -> document.get("total") != null).isPresent()
            && !answer.get().get("total").equals(new JsonNumber(String.valueOf(resources.size())));
    return reference ->
        counted || resources.stream().map(CarelessStore::nameOf).anyMatch(reference::equals);
  }

  private static List<JsonObject> resources(Optional<JsonObject> answer) {
    return answer.map(CarelessStore::resourcesIn).orElse(List.of());
  }

  private static Optional<JsonObject> document(byte[] body) {
    try {
      return body.length == 0
          ? Optional.empty()
          : Optional.of(JsonReader.of(JsonLimits.forResources()).readObject(body));
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }

  static JsonObject json(String text) {
    return document(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  @Override
  public void close() {
    applications.values().forEach(ZeroTrust::close);
  }
}
