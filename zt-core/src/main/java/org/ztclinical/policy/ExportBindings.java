package org.ztclinical.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
 * client, scopes and launch context to which the server gave it. In memory, bounded, for a day;
 * safe for use by many threads.
 */
final class ExportBindings {
  /** URLs of that many files, of all exports of a day. */
  private static final int MAX_URLS = 100_000;

  private final BulkRoutes routes;
  private final @Nullable ServerBase base;
  private final Cache<String, Continued> bound =
      Caffeine.newBuilder().maximumSize(MAX_URLS).expireAfterWrite(Duration.ofDays(1)).build();

  /** Bindings of the URLs that these routes know. */
  ExportBindings(BulkRoutes routes, @Nullable ServerBase base) {
    this.routes = Objects.requireNonNull(routes, "routes");
    this.base = base;
  }

  Optional<BulkPart> find(String url) {
    return base == null ? Optional.empty() : routes.find(url, base);
  }

  void bind(BulkPart part, String fingerprint, Continued continued) {
    bound.put(key(fingerprint, part), continued);
    bound.put(key("", part), Continued.NOTHING);
  }

  /** What the export is about that the request belongs to; empty when it is not the caller's. */
  Optional<Continued> own(AccessRequest request) {
    return request
        .fhir()
        .bulk()
        .map(part -> bound.getIfPresent(key(PageBindings.fingerprint(request), part)));
  }

  /** True when the request is about an export of anybody's. */
  boolean isKnown(FhirRequest request) {
    return request.bulk().filter(part -> bound.getIfPresent(key("", part)) != null).isPresent();
  }

  private static String key(String fingerprint, BulkPart part) {
    boolean file = part.kind() == BulkPart.Kind.FILE;
    return fingerprint + (file ? " file " : " status ") + part.key();
  }
}
