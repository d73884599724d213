package org.ztclinical.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.fhir.BulkPart;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.policy.PageBindings.Continued;

/**
 * Remembers whose export a status or file URL belongs to. It is served only to the principal,
 * client, scopes and launch context to which the server gave it. In memory, for a day, bounded,
 * each user of a client within a share; safe for use by many threads.
 */
final class ExportBindings {
  /** Half as many URLs, of all exports of a day: each is remembered as somebody's and by itself. */
  private static final int MAX_ENTRIES = 200_000;

  /** Of that, one user's by one client: room for the largest manifest. */
  private static final int SHARE = MAX_ENTRIES / 8;

  private final BulkRoutes routes;
  private final @Nullable ServerBase base;
  private final SharedMemory<Continued> bound =
      new SharedMemory<>(Duration.ofDays(1), MAX_ENTRIES, SHARE, System::nanoTime);

  /** Bindings of the URLs that these routes know. */
  ExportBindings(BulkRoutes routes, @Nullable ServerBase base) {
    this.routes = Objects.requireNonNull(routes, "routes");
    this.base = base;
  }

  Optional<BulkPart> find(String url) {
    return base == null ? Optional.empty() : routes.find(url, base);
  }

  void bind(String owner, BulkPart part, String fingerprint, Continued continued) {
    bound.put(owner, key(fingerprint, part), continued, 1);
    bound.put(owner, key("", part), Continued.NOTHING, 1);
  }

  /** What the export is about that the request belongs to; empty when it is not the caller's. */
  Optional<Continued> own(AccessRequest request) {
    return request
        .fhir()
        .bulk()
        .flatMap(part -> bound.find(key(PageBindings.fingerprint(request), part)));
  }

  /** True when the request is about an export of anybody's. */
  boolean isKnown(FhirRequest request) {
    return request.bulk().filter(part -> bound.find(key("", part)).isPresent()).isPresent();
  }

  private static String key(String fingerprint, BulkPart part) {
    boolean file = part.kind() == BulkPart.Kind.FILE;
    return fingerprint + (file ? " file " : " status ") + part.key();
  }
}
