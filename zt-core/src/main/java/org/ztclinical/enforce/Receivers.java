package org.ztclinical.enforce;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.access.Rejection;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.reason.Experimental;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.Body;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.Credentials.Scheme;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.session.SignalReceiver;
import org.ztclinical.signal.SignalReason;
import org.ztclinical.signal.SignalRejectedException;

/**
 * What issuers tell over HTTP: logout tokens in a form (OpenID Connect Back-Channel Logout 1.0
 * §2.5) and security events (RFC 8935), and what they are answered. Safe for use by many threads.
 */
@Experimental
public final class Receivers {
  static final int MOST_BYTES = 64 * 1024;

  private final @Nullable SignalReceiver receiver;

  private Receivers(@Nullable SignalReceiver receiver) {
    this.receiver = receiver;
  }

  /** Nobody tells anything. */
  public static Receivers none() {
    return new Receivers(null);
  }

  /** Hands over to this receiver. */
  public static Receivers of(SignalReceiver receiver) {
    return new Receivers(Objects.requireNonNull(receiver, "receiver"));
  }

  /** In which form a route takes signals. */
  enum Form {
    LOGOUT,
    EVENT
  }

  /** Why nothing came of it, and the answer. */
  record Refused(Rejection.Kind kind, Reason reason, Response response) {}

  /** The answer when it is in force, recorded and kept. */
  static Response received(Form form) {
    return Response.empty(form == Form.LOGOUT ? 200 : 202).withHeader("Cache-Control", "no-store");
  }

  /** Empty when it is in force, recorded and kept. */
  Optional<Refused> receive(Form form, Attempt attempt) {
    if (attempt.request().method() != HttpMethod.POST) {
      return Optional.of(notPosted());
    }
    try {
      if (receiver == null) {
        throw new SignalRejectedException(SignalReason.UNKNOWN_ISSUER);
      }
      Body body = attempt.request().body();
      if (form == Form.LOGOUT) {
        receiver.logout(logoutToken(body));
      } else {
        receiver.push(event(body), bearer(attempt.credentials()));
      }
      return Optional.empty();
    } catch (SignalRejectedException e) {
      return Optional.of(refused(form, e));
    }
  }

  /** RFC 8935 §3: what transmitters authenticate with is a bearer token. */
  private static Optional<String> bearer(Credentials sent) {
    return sent.scheme().filter(Scheme.BEARER::equals).flatMap(scheme -> sent.token());
  }

  private static String logoutToken(Body body) throws SignalRejectedException {
    if (!body.mediaType().equals("application/x-www-form-urlencoded")) {
      throw new SignalRejectedException(SignalReason.REQUEST, "Content-Type");
    }
    try {
      List<String> tokens =
          Parameters.parse(text(body)).list().stream()
              .filter(parameter -> parameter.name().equals("logout_token"))
              .map(Parameters.Parameter::value)
              .toList();
      if (tokens.size() != 1) {
        throw new SignalRejectedException(SignalReason.REQUEST, "logout_token");
      }
      return tokens.get(0);
    } catch (RequestRefusedException e) {
      throw new SignalRejectedException(SignalReason.REQUEST, "body");
    }
  }

  private static String event(Body body) throws SignalRejectedException {
    if (!body.mediaType().equals("application/secevent+jwt")) {
      throw new SignalRejectedException(SignalReason.REQUEST, "Content-Type");
    }
    return text(body);
  }

  /** Bytes beyond Latin-1 do not exist, and none beyond ASCII is in a token. */
  private static String text(Body body) throws SignalRejectedException {
    if (body.bytes().length > MOST_BYTES) {
      throw new SignalRejectedException(SignalReason.REQUEST, "size");
    }
    return new String(body.bytes(), StandardCharsets.ISO_8859_1);
  }

  private static Refused notPosted() {
    Reason reason = Reason.of(RequestReason.METHOD_NOT_SUPPORTED);
    Response response =
        Response.empty(405).withHeader("Allow", "POST").withHeader("Cache-Control", "no-store");
    return new Refused(Rejection.Kind.METHOD_NOT_ALLOWED, reason, response);
  }

  private static Refused refused(Form form, SignalRejectedException e) {
    Reason reason = e.asReason();
    if (e.reason().err().isEmpty()) {
      Response later =
          error(form, 503, "temporarily_unavailable")
              .withHeader("Retry-After", Refusals.seconds(e.retryAfter()));
      return new Refused(Rejection.Kind.UNAVAILABLE, reason, later);
    }
    if (e.reason() == SignalReason.NOT_AUTHENTICATED) {
      Response challenge =
          error(form, 401, e.reason().err()).withHeader("WWW-Authenticate", "Bearer");
      return new Refused(Rejection.Kind.UNAUTHENTICATED, reason, challenge);
    }
    String err = form == Form.LOGOUT ? "invalid_request" : e.reason().err();
    return new Refused(Rejection.Kind.BAD_REQUEST, reason, error(form, 400, err));
  }

  /** Fixed words alone: what exactly was wrong is for the log. */
  private static Response error(Form form, int status, String code) {
    JsonObject body =
        form == Form.LOGOUT
            ? new JsonObject(Map.of("error", new JsonString(code)))
            : new JsonObject(Map.of("err", new JsonString(code)))
                .with("description", new JsonString("The event was not accepted."));
    return Response.of(
            status, Map.of("Content-Type", List.of("application/json")), JsonWriter.write(body))
        .withHeader("Cache-Control", "no-store");
  }
}
