package org.ztclinical.fhirclient;

import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.util.StopWatch;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.access.Clearance;
import org.ztclinical.access.Rejection;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.ProtectedWork;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;

/**
 * All calls of one session to one server. A call is pinned to the base, read in its only reading,
 * decided on with the very token that will be sent, recorded, sent, checked, recorded again; only
 * then does HAPI see the answer. Safe for use by many threads.
 */
final class GuardedCalls {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedCalls.class);

  private static final String PREFER = "prefer";

  private final RemoteBase base;
  private final RemoteServer server;
  private final TokenSource tokens;
  private final Guard guard;
  private final InstantSource clock;

  GuardedCalls(
      RemoteBase base, RemoteServer server, TokenSource tokens, Guard guard, InstantSource clock) {
    this.base = base;
    this.server = server;
    this.tokens = tokens;
    this.guard = guard;
    this.clock = clock;
  }

  /** Performs a request of HAPI's. */
  GuardedResponse execute(GuardedRequest request) {
    StopWatch watch = new StopWatch();
    try {
      return new GuardedResponse(perform(request), watch);
    } catch (AccessDeniedException e) {
      LOG.warn("A call to {} was refused before sending: {}", base.host(), e.reasons());
      throw e;
    }
  }

  private Response perform(GuardedRequest request) {
    Map<String, List<String>> headers;
    CanonicalRequest canonical;
    try {
      headers = OutgoingHeaders.of(request.getAllHeaders());
      canonical = read(request, headers);
    } catch (AccessDeniedException e) {
      guard.refused(context(), e.reasons().get(0));
      throw e;
    }
    AccessToken token = token();
    Call first = new Call(headers, token);
    Response response = run(canonical, first);
    if (!first.unauthorized) {
      return response;
    }
    tokens.forget(token);
    if (canonical.method() != HttpMethod.GET) {
      throw new AuthenticationException("the server refused the token");
    }
    return again(canonical, headers, token);
  }

  /** The server refused the token: once more with another one, as a call of its own. */
  private Response again(
      CanonicalRequest request, Map<String, List<String>> headers, AccessToken refused) {
    AccessToken fresh = token();
    if (fresh.equals(refused)) {
      throw new AuthenticationException("the server refused the token");
    }
    Call second = new Call(headers, fresh);
    Response response = run(request, second);
    if (second.unauthorized) {
      tokens.forget(fresh);
      throw new AuthenticationException("the server refused the token, and the next one too");
    }
    return response;
  }

  private CanonicalRequest read(GuardedRequest request, Map<String, List<String>> headers) {
    RemoteBase.Place place = base.locate(request.getUri());
    Body body = request.body().length == 0 ? Body.none() : body(request, headers);
    return CanonicalRequest.of(request.method(), place.path(), place.query(), headers, body);
  }

  private static Body body(GuardedRequest request, Map<String, List<String>> headers) {
    List<String> types = headers.getOrDefault("content-type", List.of());
    if (types.size() != 1) {
      throw new AccessDeniedException(ClientReason.HEADER_REFUSED, "content-type");
    }
    String type = types.get(0);
    int semicolon = type.indexOf(';');
    String bare = semicolon < 0 ? type : type.substring(0, semicolon);
    return Body.of(bare.strip().toLowerCase(Locale.ROOT), request.body());
  }

  private AccessToken token() {
    AccessToken token;
    try {
      token = tokens.token();
    } catch (TokenUnavailableException e) {
      throw new RemoteCallException(
          ClientReason.TOKEN_UNAVAILABLE, e.kind().name().toLowerCase(Locale.ROOT));
    }
    if (!token.expiresAt().isAfter(clock.instant())) {
      throw new RemoteCallException(ClientReason.TOKEN_UNAVAILABLE, "ended");
    }
    return token;
  }

  private Response run(CanonicalRequest request, Call call) {
    Guarded guarded = guard.guard(call.token.grant(), context(), request, call);
    if (call.failure != null) {
      throw call.failure;
    }
    if (call.isWithheld(guarded.response())) {
      throw new RemoteCallException(ClientReason.ANSWER_WITHHELD, "");
    }
    return guarded
        .outcome()
        .fold(
            permit -> guarded.response(),
            denial -> {
              throw new AccessDeniedException(denial.reasons());
            },
            rejection -> {
              throw refusal(rejection);
            },
            publicAccess -> guarded.response());
  }

  private static RuntimeException refusal(Rejection rejection) {
    return rejection.kind() == Rejection.Kind.UNAVAILABLE
        ? new RemoteCallException(rejection.reason())
        : new AccessDeniedException(rejection.reasons());
  }

  private RequestContext context() {
    return new RequestContext(UUID.randomUUID().toString(), peer(), clock.instant());
  }

  /** The peer is the server; its name may be longer than a context takes. */
  private String peer() {
    return base.host().matches("[A-Za-z0-9.-]{1,64}") ? base.host() : "unknown";
  }

  /** One exchange with the server: runs once, with a clearance, and remembers how it went. */
  private final class Call implements ProtectedWork {
    private final Map<String, List<String>> headers;
    private final AccessToken token;
    private boolean unauthorized;
    private boolean succeeded;
    private @Nullable RemoteCallException failure;

    Call(Map<String, List<String>> headers, AccessToken token) {
      this.headers = headers;
      this.token = token;
    }

    @Override
    public Response perform(Clearance clearance) {
      try {
        CanonicalRequest request = clearance.toPerform();
        Response answer = server.send(request, preferring(request), sent(clearance));
        unauthorized = answer.status() == 401;
        succeeded = answer.status() < 300;
        return answer;
      } catch (RemoteCallException e) {
        failure = e;
        throw e;
      }
    }

    /** What the answer shall be is said by the request that was permitted, as on a server. */
    private Map<String, List<String>> preferring(CanonicalRequest request) {
      Map<String, List<String>> preferring = new TreeMap<>(headers);
      preferring.put(PREFER, request.headers(PREFER));
      return preferring;
    }

    /** The server succeeded, and yet the guard gives an error: it could not check the answer. */
    boolean isWithheld(Response given) {
      return succeeded && given.status() == 500;
    }

    /** Capabilities are for everybody (SMART 2.2 §capability statement), so no token is shown. */
    private Optional<AccessToken> sent(Clearance clearance) {
      return clearance
          .permit()
          .filter(permit -> permit.request().fhir().interaction() != Interaction.CAPABILITIES)
          .map(permit -> token);
    }
  }
}
