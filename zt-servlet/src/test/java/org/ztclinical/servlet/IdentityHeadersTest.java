package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityHeadersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-User",
        "x_forwarded_user",
        "X-FORWARDED_User",
        "X-Forwarded-Client-Cert",
        "X-Forwarded",
        "X-Real-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-Authenticated-User",
        "X-Auth-Request-Email",
        "X-Remote-User",
        "Remote-User",
        "REMOTE_USER",
        "Cf-Access-Jwt-Assertion",
        "X-Pomerium-Claim-Email",
        "X-Goog-Authenticated-User-Email",
        "X-Amzn-Oidc-Identity",
        "X-Amzn-Mtls-Clientcert",
        "X-MS-CLIENT-PRINCIPAL",
        "X-MS-CLIENT-PRINCIPAL-NAME",
        "X-MS-TOKEN-AAD-ID-TOKEN",
        "X-SSL-Client-Cert",
        "SSL_CLIENT_S_DN",
        "X-ARR-ClientCert",
        "Client-Cert",
        "Client-Cert-Chain",
        "X-WEBAUTH-USER",
        "iv-user",
        "SM_USER",
        "OAM_REMOTE_USER",
        "OIDC_CLAIM_sub",
        "Tailscale-User-Login",
        "X-Consumer-Username",
        "Proxy",
      })
  void claimsOfTheNetworkAreKnownInAnySpelling(String name) {
    assertThat(IdentityHeaders.isIdentityHeader(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept",
        "Prefer",
        "If-Match",
        "Content-Type",
        "Cookie",
        "User-Agent",
        "traceparent",
        "X-Amzn-Trace-Id",
        "X-Request-Id",
        "X-Provenance",
        "Host",
        "Origin"
      })
  void whatFhirAndTracingNeedIsLeft(String name) {
    assertThat(IdentityHeaders.isIdentityHeader(name)).isFalse();
  }
}
