package org.ztclinical.servlet;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.ForgedTokens;
import org.ztclinical.testing.JwksServer;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;

/**
 * Tokens that bring keys, or say where to find them, by the id under which the identity vectors
 * describe them.
 */
final class KeyAttacks {
  private final IdentityApplication application;
  private final TestIssuer rsa;
  private final TestIssuer elliptic;
  private final JwksServer trap;
  private final Map<String, Supplier<List<Received>>> attacks = new LinkedHashMap<>();

  /**
   * @param application trusts both issuers
   * @param trap where an attacker's keys are: it must not be asked for them
   */
  KeyAttacks(
      IdentityApplication application,
      TestIssuer rsa,
      TestIssuer elliptic,
      ManualClock clock,
      JwksServer trap) {
    this.application = application;
    this.rsa = rsa;
    this.elliptic = elliptic;
    this.trap = trap;
    ForgedTokens forged = ForgedTokens.of(elliptic, clock, IdentityApplication::patient);
    put("key-injection-01", () -> List.of(forged.withEmbeddedKey()));
    put("key-injection-04", () -> List.of(withAddress("jku"), withAddress("x5u")));
    put("key-injection-07", this::pathTraversal);
    put("key-injection-10", this::keyOfAnotherIssuer);
    put(
        "key-injection-13",
        () ->
            List.of(
                token(t -> t.header("kid", "")), token(t -> t.header("kid", "k".repeat(20_000)))));
    put("key-injection-16", () -> List.of(otherThumbprint(forged.signedByStranger())));
    put("discovery-ssrf-01", this::issuerThatIsAnAddress);
  }

  Map<String, Supplier<List<Received>>> all() {
    return attacks;
  }

  private void put(String id, Supplier<List<String>> tokens) {
    attacks.put(
        id,
        () -> {
          List<Received> all = application.readWith(tokens.get());
          if (trap.requests() > 0) {
            throw new AssertionError(id + " made us ask the attacker's server");
          }
          return all;
        });
  }

  private String token(UnaryOperator<TestToken> bend) {
    return rsa.mint(token -> bend.apply(IdentityApplication.patient(token)));
  }

  private String withAddress(String member) {
    return token(t -> t.header(member, trap.uri().toString()));
  }

  /** An HMAC with the empty key, which is the same as that with a zero. */
  private List<String> pathTraversal() {
    String kid = "../../../../dev/null";
    String token = token(t -> t.header("kid", kid).header("alg", "HS256"));
    return List.of(RawKey.hmac(token, new byte[1]), token(t -> t.header("kid", kid)));
  }

  private List<String> keyOfAnotherIssuer() {
    return List.of(
        elliptic.mint(t -> IdentityApplication.patient(t).claim("iss", rsa.issuer())),
        token(t -> t.claim("iss", elliptic.issuer())));
  }

  /** A stranger's signature, with a weak thumbprint instead of the key's name. */
  private static String otherThumbprint(String bySomebody) {
    String[] parts = bySomebody.split("\\.");
    String header =
        "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"x5t\":\"" + RawKey.encode(new byte[20]) + "\"}";
    return RawKey.encode(header) + "." + parts[1] + "." + parts[2];
  }

  private List<String> issuerThatIsAnAddress() {
    URI address = trap.uri();
    return List.of(
        token(t -> t.claim("iss", "http://169.254.169.254/")),
        token(t -> t.claim("iss", address.toString())),
        token(t -> t.claim("iss", "http://127.0.0.1:" + address.getPort())));
  }
}
