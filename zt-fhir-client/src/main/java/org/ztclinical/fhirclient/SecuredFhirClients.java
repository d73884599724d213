package org.ztclinical.fhirclient;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.enforce.Limits;
import org.ztclinical.enforce.OutboundGuard;
import org.ztclinical.telemetry.Telemetry;

/**
 * HAPI FHIR clients for one remote R4 server, guarded on this side. Whatever an {@link
 * IGenericClient} from here does, paging and HAPI's own call of {@code /metadata} included:
 *
 * <ul>
 *   <li>goes to the configured FHIR base and nowhere else, whatever a link in an answer says;
 *   <li>is sent only if the scopes and launch context that were granted cover it;
 *   <li>comes back without what they do not cover;
 *   <li>is in the audit log before it is sent, and before its answer is used;
 *   <li>bears a token that no interceptor sees.
 * </ul>
 *
 * <p>The guard is the HTTP layer beneath all interceptors, so there is nothing to unregister. What
 * is refused ends in an {@link AccessDeniedException}, what fails in a {@link RemoteCallException},
 * and what the server answers in HAPI's exceptions. Safe for use by many threads; keep one for each
 * server for as long as the application runs.
 */
public final class SecuredFhirClients {
  private final FhirContext context;
  private final SecuredClientFactory factory;
  private final RemoteBase base;
  private final RemoteServer server;
  private final Guard guard;
  private final InstantSource clock;
  private final boolean validateServer;

  private SecuredFhirClients(Builder builder, FhirContext context, Guard guard) {
    this.context = context;
    this.factory = SecuredClientFactory.of(context);
    this.base = builder.base;
    this.server =
        new RemoteServer(
            base,
            BoundedHttp.create(
                builder.connectTimeout,
                builder.callTimeout,
                builder.maxResponseBytes,
                builder.sslContext));
    this.guard = guard;
    this.clock = builder.clock;
    this.validateServer = builder.validateServer;
  }

  /**
   * Starts with the server.
   *
   * @param base its FHIR base: an absolute https address (http on loopback)
   */
  public static Builder remote(URI base) {
    return new Builder(RemoteBase.of(base));
  }

  /**
   * A client for one session: one user who launched the application, or the application itself.
   * Cheap; not to be shared between sessions, as HAPI's clients are not.
   *
   * @param session gives the tokens of the session and what was granted with them
   */
  public IGenericClient client(TokenSource session) {
    Objects.requireNonNull(session, "session");
    GuardedCalls calls = calls(session);
    SecuredClient client = new SecuredClient(context, base.text(), factory, calls);
    client.setDontValidateConformance(!validateServer);
    return client;
  }

  /**
   * What the server has stored, for decisions of this application: for {@code resourceLookup} and,
   * through {@code FhirRelationships}, for {@code relationships}.
   *
   * @param system gives tokens of the application itself, never those of a user: what a user may
   *     not see must count, too
   */
  public RemoteStore store(TokenSource system) {
    Objects.requireNonNull(system, "system");
    return new RemoteStore(base, calls(system));
  }

  private GuardedCalls calls(TokenSource tokens) {
    return new GuardedCalls(base, server, tokens, guard, clock);
  }

  @Override
  public String toString() {
    return "secured clients of " + base;
  }

  /** Collects what the clients need; each value is checked when given. */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final RemoteBase base;
    private Optional<FhirContext> context = Optional.empty();
    private Optional<AuditLog> audit = Optional.empty();
    private OpenTelemetry openTelemetry = OpenTelemetry.noop();
    private boolean validateServer = true;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration callTimeout = Duration.ofSeconds(30);
    private int maxResponseBytes = 16 * 1024 * 1024;
    private @Nullable SSLContext sslContext;
    private InstantSource clock = InstantSource.system();

    private Builder(RemoteBase base) {
      this.base = base;
    }

    /**
     * A context of FHIR R4 to be used for secured clients alone: its client factory is replaced,
     * and other clients cannot be made from it any more. May be shared between several of these. A
     * new one is made otherwise.
     */
    public Builder dedicatedContext(FhirContext r4) {
      if (r4.getVersion().getVersion() != FhirVersionEnum.R4) {
        throw new IllegalArgumentException("dedicatedContext: FHIR R4 is needed");
      }
      context = Optional.of(r4);
      return this;
    }

    /** Where every call is recorded; without it nothing can be called. */
    public Builder audit(AuditLog log) {
      audit = Optional.of(log);
      return this;
    }

    /** Spans and metrics; none otherwise. */
    public Builder openTelemetry(OpenTelemetry api) {
      openTelemetry = Objects.requireNonNull(api, "api");
      return this;
    }

    /** Leaves out HAPI's call of {@code /metadata} before the first call of another kind. */
    public Builder skipServerValidation() {
      validateServer = false;
      return this;
    }

    /** How long to wait for a connection; ten seconds otherwise. */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = checked("connectTimeout", timeout);
      return this;
    }

    /** How long a whole call may take, connection and body included; 30 seconds otherwise. */
    public Builder callTimeout(Duration timeout) {
      callTimeout = checked("callTimeout", timeout);
      return this;
    }

    /** How large an answer may be; 16 MiB otherwise. */
    public Builder maxResponseBytes(int bytes) {
      if (bytes < 1_024) {
        throw new IllegalArgumentException("maxResponseBytes: at least 1024");
      }
      maxResponseBytes = bytes;
      return this;
    }

    /** Trust and client certificates for the server; the JDK's default otherwise. */
    public Builder sslContext(SSLContext tls) {
      sslContext = Objects.requireNonNull(tls, "tls");
      return this;
    }

    /** The clock for records and for the life of tokens. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** The finished clients. */
    public SecuredFhirClients build() {
      AuditLog log =
          audit.orElseThrow(
              () -> new IllegalStateException("audit(…) is needed: no audit, no access"));
      Limits standard = Limits.standard();
      Limits limits =
          new Limits(standard.maxRequestBodyBytes(), maxResponseBytes, standard.maxHeaderBytes());
      OutboundGuard guard =
          OutboundGuard.of(
              URI.create(base.text()), log, Telemetry.of(openTelemetry), limits, clock);
      return build(Guard.of(guard));
    }

    SecuredFhirClients build(Guard guard) {
      FhirContext r4 = context.orElseGet(FhirContext::forR4);
      return new SecuredFhirClients(this, r4, guard);
    }

    private static Duration checked(String setting, Duration timeout) {
      if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(setting + ": more than zero and at most ten minutes");
      }
      return timeout;
    }
  }
}
