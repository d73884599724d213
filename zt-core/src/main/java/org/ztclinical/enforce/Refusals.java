package org.ztclinical.enforce;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Rejection;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.obligation.ObligationReason;
import org.ztclinical.policy.PolicyReason;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.ReasonCode;
import org.ztclinical.request.RequestReason;
import org.ztclinical.smart.SmartReason;

/**
 * What a caller reads when nothing is released: a status, a challenge (RFC 6750 §3, RFC 9470 §3)
 * and an OperationOutcome. Texts are fixed sentences: reasons are for the audit log, and what may
 * not be seen reads like what does not exist.
 */
final class Refusals {
  /** The code system of reasons, as clients read them in {@code issue.details}. */
  static final String REASON_SYSTEM = "urn:ztclinical:reason";

  static final String ABSENT = "The resource does not exist or may not be seen.";

  /** Causes that can depend on what is stored: told apart, they would tell what exists. */
  private static final Set<ReasonCode> DEPEND_ON_WHAT_IS_STORED =
      Set.of(
          SmartReason.STORED_FACT_UNKNOWN,
          SmartReason.OUTSIDE_COMPARTMENT,
          SmartReason.OTHER_PATIENT,
          SmartReason.CONSTRAINT_NOT_MET);

  private static final Duration USUAL_WAIT = Duration.ofSeconds(5);

  private Refusals() {}

  /** What is told of a rejection; {@link Challenges} adds how to come again. */
  static Response rejection(Rejection rejection) {
    Response response =
        outcome(
            rejection.kind().status(), issueCode(rejection.kind()), sentence(rejection.reason()));
    return switch (rejection.kind()) {
      case UNAVAILABLE, TOO_MANY_REQUESTS ->
          response.withHeader("Retry-After", seconds(rejection.retryAfter()));
      case METHOD_NOT_ALLOWED ->
          response.withHeader("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
      case BAD_REQUEST,
          UNAUTHENTICATED,
          NOT_FOUND,
          NOT_ACCEPTABLE,
          TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          FAILED ->
          response;
    };
  }

  /** Rounded up: who comes a moment too early has come for nothing. */
  static String seconds(Optional<Duration> retryAfter) {
    return Long.toString(retryAfter.orElse(USUAL_WAIT).plusMillis(999).toSeconds());
  }

  static Response denial(Denial denial) {
    if (denial.challenge().flatMap(Challenge::proof).isPresent()) {
      return outcome(401, "login", "An access token that is bound to its sender is needed.");
    }
    if (denial.challenge().isPresent()) {
      return outcome(401, "login", "Stronger or more recent authentication of the user is needed.")
          .withHeader("WWW-Authenticate", stepUp(denial.challenge().get()));
    }
    Reason decisive = denial.reasons().get(0);
    if (decisive.code() == SmartReason.STORED_OUTSIDE
        || decisive.code() == PolicyReason.EXPORT_NOT_BOUND) {
      return absent();
    }
    if (decisive.code() instanceof ObligationReason) {
      return response(403, operationOutcome(decisive));
    }
    Response response = outcome(403, "forbidden", sentence(decisive.code()));
    // RFC 6750 §3.1: only a lack of scope is told as such.
    return decisive.code().layer() == Layer.APPLICATION
        ? response.withHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"")
        : response;
  }

  private static String sentence(ReasonCode decisive) {
    return DEPEND_ON_WHAT_IS_STORED.contains(decisive)
        ? "No granted scope covers this resource."
        : decisive.sentence();
  }

  /** Status and body for whatever may not be seen or is not there. */
  static Response absent() {
    return outcome(404, "not-found", ABSENT);
  }

  /** The application's answer cannot be checked, so it stays here. */
  static Response withheld() {
    return outcome(500, "exception", "The answer was withheld because it could not be checked.");
  }

  /** The caller's session ended before the answer left. */
  static Response ended() {
    return outcome(401, "login", "The access token is not accepted.")
        .withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
  }

  static Response failed() {
    return outcome(500, "exception", "The request could not be completed.");
  }

  /** An error of the application, told without its own words; when to come back is kept. */
  static Response uniform(Response failed) {
    Response told = uniform(failed.status());
    return failed
        .header("Retry-After")
        .filter(seconds -> seconds.matches("[0-9]{1,5}"))
        .map(seconds -> told.withHeader("Retry-After", seconds))
        .orElse(told);
  }

  static Response uniform(int status) {
    return switch (status) {
      case 404, 410 -> absent();
      case 401, 403 -> outcome(403, "forbidden", "The application refused the request.");
      default ->
          status >= 500
              ? outcome(status, "exception", "The request could not be completed.")
              : outcome(status, "processing", "The request could not be processed.");
    };
  }

  static Response outcome(int status, String issueCode, String sentence) {
    return response(status, operationOutcome(issueCode, sentence));
  }

  private static Response response(int status, JsonObject operationOutcome) {
    return inJson(Response.empty(status), operationOutcome).withHeader("Cache-Control", "no-store");
  }

  /** Our words in the place of the application's, whichever format those had. */
  static Response inJson(Response response, JsonObject operationOutcome) {
    return response
        .withHeader("Content-Type", "application/fhir+json;charset=UTF-8")
        .withBody(JsonWriter.write(operationOutcome));
  }

  static JsonObject operationOutcome(String issueCode, String sentence) {
    return withIssue(issue(issueCode, sentence));
  }

  /** With the reason's code, by which a client knows what to ask its user for. */
  static JsonObject operationOutcome(Reason obligation) {
    JsonObject coding =
        new JsonObject(Map.of("system", new JsonString(REASON_SYSTEM)))
            .with("code", new JsonString(obligation.code().code()));
    JsonObject details = new JsonObject(Map.of("coding", new JsonArray(List.of(coding))));
    return withIssue(issue("forbidden", obligation.text()).with("details", details));
  }

  private static JsonObject issue(String issueCode, String sentence) {
    return new JsonObject(Map.of())
        .with("severity", new JsonString("error"))
        .with("code", new JsonString(issueCode))
        .with("diagnostics", new JsonString(sentence));
  }

  private static JsonObject withIssue(JsonObject issue) {
    return new JsonObject(Map.of("resourceType", new JsonString("OperationOutcome")))
        .with("issue", new JsonArray(List.of(issue)));
  }

  private static String stepUp(Challenge challenge) {
    StringBuilder out = new StringBuilder("Bearer error=\"insufficient_user_authentication\"");
    if (!challenge.acrValues().isEmpty()) {
      out.append(", acr_values=\"").append(String.join(" ", challenge.acrValues())).append('"');
    }
    challenge
        .maxAge()
        .ifPresent(age -> out.append(", max_age=\"").append(age.toSeconds()).append('"'));
    return out.toString();
  }

  /**
   * Reasons of the identity layer stay in the audit log: they would tell an attacker what to mend.
   */
  private static String sentence(Reason reason) {
    boolean own = reason.code() instanceof RequestReason || reason.code().layer() != Layer.IDENTITY;
    return own ? reason.code().sentence() : "The access token is not accepted.";
  }

  private static String issueCode(Rejection.Kind kind) {
    return switch (kind) {
      case BAD_REQUEST, UNSUPPORTED_MEDIA_TYPE -> "invalid";
      case UNAUTHENTICATED -> "login";
      case NOT_FOUND -> "not-found";
      case METHOD_NOT_ALLOWED, NOT_ACCEPTABLE -> "not-supported";
      case TOO_LARGE -> "too-long";
      case FAILED -> "exception";
      case UNAVAILABLE -> "transient";
      case TOO_MANY_REQUESTS -> "throttled";
    };
  }
}
