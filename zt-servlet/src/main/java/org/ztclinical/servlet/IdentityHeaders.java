package org.ztclinical.servlet;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The request headers in which gateways, brokers and identity-aware proxies tell an application who
 * is calling, from where, or for which host and path. Anyone can send them, so the application
 * never sees them: not through {@code getHeader}, {@code getHeaders} nor {@code getHeaderNames}, on
 * any route. Names compare without letter case, and an underscore counts as a hyphen, because some
 * gateways read one as the other.
 */
public final class IdentityHeaders {
  /** Every prefix is at least this long. */
  private static final int START = 3;

  /** A header whose name starts with one of these is removed. */
  private static final List<String> PREFIXES =
      List.of(
          // Forwarding proxies, and Envoy's client certificate (XFCC)
          "x-forwarded",
          "x-original-",
          "x-envoy-",
          // oauth2-proxy, nginx auth_request, Kubernetes, Authelia, Authentik, Vouch, Traefik
          "x-auth-",
          "x-authenticated-",
          "x-remote-",
          "remote-",
          "x-authelia-",
          "x-authentik-",
          "x-vouch-",
          "x-webauth-",
          // Zero Trust brokers
          "cf-access-",
          "x-pomerium-",
          "x-goog-",
          "x-amzn-oidc-",
          "x-amzn-mtls-",
          "x-ms-client-principal",
          "x-ms-token-",
          "x-okta-",
          "x-zscaler-",
          "tailscale-",
          "teleport-",
          "x-spiffe-",
          // Client certificates told by a TLS terminator (RFC 9440 and its forerunners)
          "client-cert",
          "x-client-cert",
          "x-client-verify",
          "x-client-dn",
          "x-client-subject",
          "x-arr-",
          "x-ssl-",
          "ssl-",
          "x-tls-client-",
          // Web access management: IBM, Broadcom, Oracle, Shibboleth, mod_auth_openidc, Kong
          "iv-",
          "sm-",
          "oam-",
          "shib-",
          "x-shib-",
          "oidc-",
          "x-oidc-",
          "x-saml-",
          "x-consumer-",
          "x-credential-",
          "x-jwt-");

  /** A header with one of these names is removed. */
  private static final Set<String> NAMES =
      Set.of(
          "forwarded",
          "proxy",
          "true-client-ip",
          "cf-connecting-ip",
          "cf-connecting-ipv6",
          "fastly-client-ip",
          "client-ip",
          "x-client-ip",
          "x-cluster-client-ip",
          "x-real-ip",
          "x-rewrite-url",
          "x-host",
          "x-access-token",
          "x-id-token",
          "x-userinfo",
          "x-endpoint-api-userinfo",
          "x-anonymous-consumer",
          "x-amzn-identity",
          "x-user",
          "x-user-id",
          "x-userid",
          "x-user-name",
          "x-username",
          "x-user-email",
          "x-user-groups",
          "x-user-roles",
          "x-email",
          "x-groups",
          "x-role",
          "x-roles",
          "x-subject",
          "x-principal",
          "x-identity");

  /** The prefixes by their first letters: most headers need no comparison. */
  private static final Map<String, List<String>> BY_START =
      PREFIXES.stream().collect(Collectors.groupingBy(prefix -> prefix.substring(0, START)));

  private IdentityHeaders() {}

  /**
   * True when a header of this name claims an identity or an origin and is kept from the
   * application.
   */
  public static boolean isIdentityHeader(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
    if (NAMES.contains(plain)) {
      return true;
    }
    if (plain.length() < START) {
      return false;
    }
    for (String prefix : BY_START.getOrDefault(plain.substring(0, START), List.of())) {
      if (plain.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
