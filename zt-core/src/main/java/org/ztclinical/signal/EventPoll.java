package org.ztclinical.signal;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.token.JsonPost;

/**
 * From where a transmitter's events are fetched, and how (RFC 8936). Saying nothing is the strict
 * choice: it must be told how we authenticate. Each method returns a changed copy. Immutable;
 * prints no credential.
 */
public final class EventPoll {
  private static final int MOST_BYTES = 1024 * 1024;

  private final EventTransmitter transmitter;
  private final URI endpoint;
  private final Duration patience;
  private final int most;
  private final @Nullable Supplier<String> authorization;
  private final @Nullable HttpClient client;

  private EventPoll(
      EventTransmitter transmitter,
      URI endpoint,
      Duration patience,
      int most,
      @Nullable Supplier<String> authorization,
      @Nullable HttpClient client) {
    this.transmitter = transmitter;
    this.endpoint = endpoint;
    this.patience = patience;
    this.most = most;
    this.authorization = authorization;
    this.client = client;
  }

  /**
   * Fetches this transmitter's events there; it is asked again when it has not answered within two
   * minutes, and told to send at most 50 at a time.
   *
   * @param endpoint of the stream: https, or http on loopback; redirects are not followed
   */
  public static EventPoll of(EventTransmitter transmitter, URI endpoint) {
    EventPoll poll =
        new EventPoll(
            Objects.requireNonNull(transmitter, "transmitter"),
            endpoint,
            Duration.ofMinutes(2),
            50,
            null,
            null);
    poll.post();
    return poll;
  }

  /**
   * We show a bearer token, asked for with each poll, so that it can be renewed.
   *
   * @param token gives it; is asked on the thread that polls, may wait, and may fail
   */
  public EventPoll bearer(Supplier<String> token) {
    Objects.requireNonNull(token, "token");
    return authorization(() -> "Bearer " + token.get());
  }

  /** The value of the {@code Authorization} field, asked for with each poll. */
  public EventPoll authorization(Supplier<String> value) {
    return new EventPoll(
        transmitter, endpoint, patience, most, Objects.requireNonNull(value, "value"), client);
  }

  /** This client connects, and authenticates by its certificate; it must not follow redirects. */
  public EventPoll httpClient(HttpClient connecting) {
    EventPoll poll =
        new EventPoll(transmitter, endpoint, patience, most, authorization, connecting);
    poll.post();
    return poll;
  }

  /**
   * How long an answer may take: longer than the transmitter keeps a request waiting when it has
   * nothing to tell; 1 second to 10 minutes.
   */
  public EventPoll patience(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("patience is 1 second to 10 minutes");
    }
    return new EventPoll(transmitter, endpoint, time, most, authorization, client);
  }

  /** How many events are taken at a time: 1 to 1,000. */
  public EventPoll atMost(int events) {
    if (events < 1 || events > 1_000) {
      throw new IllegalArgumentException("1 to 1,000 events are taken at a time");
    }
    return new EventPoll(transmitter, endpoint, patience, events, authorization, client);
  }

  /** Whose events. */
  public EventTransmitter transmitter() {
    return transmitter;
  }

  /** How many events are taken at a time. */
  public int most() {
    return most;
  }

  /** Whether it was said how we authenticate. */
  public boolean isAuthenticated() {
    return authorization != null || client != null;
  }

  /** The value of the field for this poll; whatever the supplier throws comes through. */
  public Optional<String> currentAuthorization() {
    return authorization == null ? Optional.empty() : Optional.of(authorization.get());
  }

  /** How the endpoint is asked. */
  public JsonPost post() {
    return JsonPost.to(
        endpoint, new JsonLimits(MOST_BYTES, 8, 8_192), patience, Optional.ofNullable(client));
  }

  @Override
  public String toString() {
    return "EventPoll[" + transmitter.issuer() + "]";
  }
}
