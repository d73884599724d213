package org.ztclinical.token;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An answer with another status than 200. Its message holds nothing else of it. */
public final class HttpStatusException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final int status;
  private final @Nullable Duration retryAfter;

  private HttpStatusException(int status, @Nullable Duration retryAfter) {
    super("HTTP status " + status);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Of this status; of 429 and 503 it counts when to come again (RFC 9110 §10.2.3). */
  static HttpStatusException of(int status, HttpHeaders headers, Instant now) {
    boolean later = status == 429 || status == 503;
    String told = later ? headers.firstValue("Retry-After").orElse("") : "";
    return new HttpStatusException(status, wait(told.strip(), now));
  }

  private static @Nullable Duration wait(String told, Instant now) {
    if (SECONDS.matcher(told).matches()) {
      return Duration.ofSeconds(Long.parseLong(told));
    }
    try {
      Instant then = ZonedDateTime.parse(told, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return then.isAfter(now) ? Duration.between(now, then) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** After how long it may be asked again, where that was told; of any length. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Whether what was asked is to blame, and another question may be answered. */
  boolean isAboutTheRequest() {
    return status == 400 || status == 413 || status == 414 || status == 422 || status == 431;
  }
}
