package org.ztclinical.token;

import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.notice.NoticeListener;

/**
 * Which issuer is asked about a token: the one whose prefix it has; else, for a token that is not
 * signed by its form, the one without a prefix; and any issuer about its signed tokens whose keys
 * are not known. Immutable.
 */
final class Introspections {
  /** A JSON object in base64url begins with {@code e}: three parts are signed, five encrypted. */
  private static final Pattern BY_FORM_SIGNED =
      Pattern.compile("e[A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]*){2}((\\.[A-Za-z0-9_-]*){2})?");

  /** RFC 6750 §2.1. */
  private static final Pattern B64_TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final List<OpaqueTokens> byPrefix;
  private final @Nullable OpaqueTokens others;
  private final Map<String, OpaqueTokens> withoutKeys;

  private Introspections(
      List<OpaqueTokens> byPrefix,
      @Nullable OpaqueTokens others,
      Map<String, OpaqueTokens> withoutKeys) {
    this.byPrefix = List.copyOf(byPrefix);
    this.others = others;
    this.withoutKeys = Map.copyOf(withoutKeys);
  }

  /**
   * Those of these issuers that have an endpoint.
   *
   * @throws IllegalStateException when it cannot be told which of them a token belongs to
   */
  static Introspections of(
      Collection<TrustedIssuer> issuers,
      Supplier<HttpClient> http,
      InstantSource clock,
      NoticeListener notices,
      int cachedTokens) {
    List<OpaqueTokens> byPrefix = new ArrayList<>();
    OpaqueTokens others = null;
    Map<String, OpaqueTokens> withoutKeys = new HashMap<>();
    for (TrustedIssuer issuer : issuers) {
      Introspection settings = issuer.introspection().orElse(null);
      if (settings == null) {
        continue;
      }
      HttpClient client = settings.http().orElseGet(http);
      IntrospectionCall call = new IntrospectionCall(issuer.issuer(), settings, client);
      IntrospectionGate gate =
          new IntrospectionGate(issuer.issuer(), call, settings.limits(), clock, notices);
      OpaqueTokens tokens = new OpaqueTokens(issuer, settings, gate, clock, cachedTokens);
      if (issuer.jwksUri().isEmpty() && issuer.fixedKeys().isEmpty()) {
        withoutKeys.put(issuer.issuer(), tokens);
      }
      if (!settings.prefix().isEmpty()) {
        byPrefix.forEach(known -> requireApart(known.prefix(), settings.prefix()));
        byPrefix.add(tokens);
      } else if (others == null) {
        others = tokens;
      } else {
        throw new IllegalStateException(
            "two issuers are asked about tokens: call tokenPrefix(…) on an Introspection, so that"
                + " each token is shown to its own issuer only");
      }
    }
    return new Introspections(byPrefix, others, withoutKeys);
  }

  private static void requireApart(String known, String prefix) {
    if (known.startsWith(prefix) || prefix.startsWith(known)) {
      throw new IllegalStateException(
          "two issuers are asked about tokens that begin alike: " + known + ", " + prefix);
    }
  }

  /** Who is asked about this token; null where it must be verified by its signature. */
  @Nullable OpaqueTokens of(String token) {
    if (byPrefix.isEmpty() && others == null) {
      return null;
    }
    for (OpaqueTokens tokens : byPrefix) {
      if (token.startsWith(tokens.prefix())) {
        return B64_TOKEN.matcher(token).matches() ? tokens : null;
      }
    }
    boolean opaque = B64_TOKEN.matcher(token).matches() && !BY_FORM_SIGNED.matcher(token).matches();
    return opaque ? others : null;
  }

  /** Who is asked about a signed token that says it is this issuer's: one whose keys we lack. */
  @Nullable OpaqueTokens withoutKeys(String issuer) {
    return withoutKeys.get(issuer);
  }
}
