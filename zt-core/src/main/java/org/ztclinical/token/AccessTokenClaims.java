package org.ztclinical.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;

/**
 * The claims of a token in the form RFC 9068 §2.2 asks for. Well formed, not verified: the checks
 * here and in {@link ClaimRules} only refuse, so they may come before the signature.
 */
record AccessTokenClaims(
    String issuer,
    String subject,
    String clientId,
    List<String> audience,
    @Nullable String tokenId,
    long issuedAt,
    long expiresAt,
    long notBefore,
    List<String> scopes,
    Confirmation confirmation,
    JsonObject claims) {
  private static final JsonReader READER = JsonReader.of(JsonLimits.forClaims());
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

  /** Whole seconds; 15 digits are exact in every JSON reader (RFC 7493 §2.2). */
  private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,14}");

  private static final int MAX_AUDIENCES = 32;

  static JsonObject read(byte[] bytes) throws TokenRejectedException {
    try {
      return READER.readObject(bytes);
    } catch (JsonSyntaxException e) {
      throw new TokenRejectedException(
          e.fault() == JsonSyntaxException.Fault.DUPLICATE_MEMBER
              ? TokenReason.DUPLICATE_MEMBER
              : TokenReason.CLAIMS_MALFORMED);
    }
  }

  static String issuerOf(JsonObject claims) throws TokenRejectedException {
    return required(claims, "iss");
  }

  static AccessTokenClaims parse(JsonObject claims, IssuerReading reading)
      throws TokenRejectedException {
    long issuedAt = requiredTime(claims, "iat");
    return new AccessTokenClaims(
        issuerOf(claims),
        required(claims, "sub"),
        client(claims, reading),
        audience(claims),
        name(claims, "jti").orElse(null),
        issuedAt,
        requiredTime(claims, "exp"),
        time(claims, "nbf").orElse(issuedAt),
        scopes(claims, reading.scopeClaim()),
        Confirmation.of(claims, reading.bindingTypes()),
        claims);
  }

  /** Whatever names a client must name the same one. */
  private static String client(JsonObject claims, IssuerReading reading)
      throws TokenRejectedException {
    String client = null;
    List<String> names = new ArrayList<>(List.of("client_id", "azp"));
    names.addAll(reading.clientClaims());
    for (String claim : names) {
      String named = name(claims, claim).orElse(client);
      if (client != null && !client.equals(named)) {
        throw new TokenRejectedException(TokenReason.CLAIM_CONFLICT, "the client");
      }
      client = named;
    }
    if (client == null) {
      throw new TokenRejectedException(TokenReason.CLAIM_MISSING, "client_id");
    }
    return client;
  }

  private static List<String> audience(JsonObject claims) throws TokenRejectedException {
    JsonValue value = claims.get("aud");
    if (value == null) {
      throw new TokenRejectedException(TokenReason.CLAIM_MISSING, "aud");
    }
    if (value instanceof JsonString one) {
      return List.of(one.value());
    }
    if (!(value instanceof JsonArray array) || array.elements().size() > MAX_AUDIENCES) {
      throw new TokenRejectedException(TokenReason.CLAIM_MALFORMED, "aud");
    }
    List<String> audience = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      if (!(element instanceof JsonString text)) {
        throw new TokenRejectedException(TokenReason.CLAIM_MALFORMED, "aud");
      }
      audience.add(text.value());
    }
    return List.copyOf(audience);
  }

  private static List<String> scopes(JsonObject claims, String claim)
      throws TokenRejectedException {
    JsonValue value = claims.get(claim);
    if (value == null) {
      return List.of();
    }
    if (value instanceof JsonArray list && !claim.equals("scope")) {
      return listedScopes(list, claim);
    }
    if (!(value instanceof JsonString scope)) {
      throw new TokenRejectedException(TokenReason.CLAIM_MALFORMED, claim);
    }
    if (scope.value().isEmpty()) {
      return List.of();
    }
    List<String> tokens = List.of(scope.value().split(" ", -1));
    boolean exact = tokens.stream().allMatch(token -> SCOPE.matcher(token).matches());
    return exact ? tokens : List.of(scope.value());
  }

  /** An issuer with a claim of its own may list them, each a scope. */
  private static List<String> listedScopes(JsonArray list, String claim)
      throws TokenRejectedException {
    List<String> scopes = new ArrayList<>(list.elements().size());
    for (JsonValue element : list.elements()) {
      if (!(element instanceof JsonString text) || !SCOPE.matcher(text.value()).matches()) {
        throw new TokenRejectedException(TokenReason.CLAIM_MALFORMED, claim);
      }
      scopes.add(text.value());
    }
    return List.copyOf(scopes);
  }

  private static String required(JsonObject claims, String name) throws TokenRejectedException {
    return name(claims, name)
        .orElseThrow(() -> new TokenRejectedException(TokenReason.CLAIM_MISSING, name));
  }

  private static Optional<String> name(JsonObject claims, String name)
      throws TokenRejectedException {
    JsonValue value = claims.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonString text && Names.isName(text.value())) {
      return Optional.of(text.value());
    }
    throw new TokenRejectedException(TokenReason.CLAIM_MALFORMED, name);
  }

  private static long requiredTime(JsonObject claims, String name) throws TokenRejectedException {
    return time(claims, name)
        .orElseThrow(() -> new TokenRejectedException(TokenReason.CLAIM_MISSING, name));
  }

  private static Optional<Long> time(JsonObject claims, String name) throws TokenRejectedException {
    JsonValue value = claims.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonNumber number && SECONDS.matcher(number.text()).matches()) {
      return Optional.of(Long.valueOf(number.text()));
    }
    throw new TokenRejectedException(TokenReason.CLAIM_MALFORMED, name);
  }

  /** Refuses the claims of tokens that are not access tokens, whatever their header says. */
  void requireAccessToken() throws TokenRejectedException {
    for (String name : List.of("nonce", "at_hash", "c_hash", "s_hash", "events")) {
      if (claims.get(name) != null) {
        throw new TokenRejectedException(TokenReason.NOT_AN_ACCESS_TOKEN, name);
      }
    }
    requireWord("token_use", "access");
    // Keycloak calls what is bound to a key DPoP, as RFC 9449 §5 calls the type of such a token.
    boolean proven = confirmation.keyThumbprint().isPresent();
    JsonValue typ = claims.get("typ");
    boolean dpop = typ instanceof JsonString text && text.value().equalsIgnoreCase("dpop");
    requireWord("typ", proven && dpop ? "dpop" : "bearer");
  }

  /** Cognito names the use of a token in {@code token_use}, Keycloak in a claim {@code typ}. */
  private void requireWord(String name, String word) throws TokenRejectedException {
    JsonValue value = claims.get(name);
    if (value != null
        && !(value instanceof JsonString text && text.value().equalsIgnoreCase(word))) {
      throw new TokenRejectedException(TokenReason.NOT_AN_ACCESS_TOKEN, name);
    }
  }

  @Override
  public String toString() {
    return "AccessTokenClaims [redacted]";
  }
}
