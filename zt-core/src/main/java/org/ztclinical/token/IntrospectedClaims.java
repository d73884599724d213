package org.ztclinical.token;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.token.Introspection.Absent;

/**
 * Reads an issuer's answer about a token (RFC 7662 §2.2) as the claims that a signed token would
 * have, so that the same rules decide on both. Immutable.
 */
final class IntrospectedClaims {
  private final TrustedIssuer issuer;
  private final Set<Absent> allowed;
  private final ClaimRules rules;

  IntrospectedClaims(TrustedIssuer issuer, Introspection settings) {
    this.issuer = issuer;
    this.allowed = settings.allowed();
    this.rules = new ClaimRules(issuer);
  }

  /**
   * The claims, which were checked.
   *
   * @param now epoch seconds
   * @param life for how long they are believed when the issuer does not say
   */
  AccessTokenClaims check(JsonObject answer, long now, Duration life)
      throws TokenRejectedException {
    // Nothing but the boolean will do: "true" and 1 are what a careless server says of anything.
    if (!(answer.get("active") instanceof JsonBoolean active) || !active.value()) {
      throw new TokenRejectedException(TokenReason.INACTIVE);
    }
    JsonObject members = completed(answer, now, life);
    AccessTokenClaims claims = AccessTokenClaims.parse(members, issuer.reading());
    if (!claims.issuer().equals(issuer.issuer())) {
      throw new TokenRejectedException(TokenReason.UNKNOWN_ISSUER);
    }
    checkType(answer, claims);
    rules.check(claims, now);
    return claims;
  }

  private JsonObject completed(JsonObject answer, long now, Duration life) {
    JsonObject members = answer;
    members = completed(members, Absent.ISSUER, "iss", new JsonString(issuer.issuer()));
    members = completed(members, Absent.AUDIENCE, "aud", new JsonString(issuer.audience()));
    if (members.get("client_id") instanceof JsonString client) {
      members = completed(members, Absent.SUBJECT, "sub", client);
    }
    members = completed(members, Absent.ISSUE_TIME, "iat", seconds(now));
    return completed(members, Absent.EXPIRATION, "exp", seconds(now + life.toSeconds()));
  }

  private JsonObject completed(JsonObject members, Absent absent, String name, JsonValue instead) {
    return allowed.contains(absent) && members.get(name) == null
        ? members.with(name, instead)
        : members;
  }

  private static JsonValue seconds(long time) {
    return new JsonNumber(Long.toString(time));
  }

  /** A token for the use with a proof must say with which key (RFC 9449 §6.2). */
  private static void checkType(JsonObject answer, AccessTokenClaims claims)
      throws TokenRejectedException {
    JsonValue value = answer.get("token_type");
    if (value == null) {
      return;
    }
    String type =
        value instanceof JsonString text ? text.value().toLowerCase(Locale.ROOT) : "malformed";
    boolean proven = type.equals("dpop") && claims.confirmation().keyThumbprint().isPresent();
    if (!type.equals("bearer") && !proven) {
      throw new TokenRejectedException(TokenReason.NOT_AN_ACCESS_TOKEN, "token_type");
    }
  }
}
