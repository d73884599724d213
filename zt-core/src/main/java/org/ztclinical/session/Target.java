package org.ztclinical.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ztclinical.token.Handle;
import org.ztclinical.token.HandlePart;

/**
 * What is ended: a token, a login, a user, an application, a device, what a key signed, or all that
 * an issuer gave. Identifiers mean something within their issuer only. Immutable; prints what kind
 * it is and of which issuer, not whom.
 *
 * <p>Several {@linkplain #and together} mean those tokens that all of them mean. A token that does
 * not say its login or its device may be of any, so it counts as meant, where something else of it
 * is named.
 */
public final class Target {
  private static final int MAX_LENGTH = 1024;
  private static final Set<HandlePart> MAY_BE_UNSAID =
      Set.of(HandlePart.SESSION, HandlePart.DEVICE);

  private final String issuer;
  private final Map<HandlePart, String> parts;

  private Target(String issuer, Map<HandlePart, String> parts) {
    this.issuer = issuer;
    this.parts = parts;
  }

  /** All tokens of this issuer. */
  public static Target issuer(String issuer) {
    return new Target(named(issuer), Map.of());
  }

  /** The token with this {@code jti}. */
  public static Target token(String issuer, String tokenId) {
    return of(issuer, HandlePart.TOKEN, tokenId);
  }

  /** The login with this {@code sid}. */
  public static Target session(String issuer, String sessionId) {
    return of(issuer, HandlePart.SESSION, sessionId);
  }

  /** The user with this {@code sub}. */
  public static Target subject(String issuer, String subject) {
    return of(issuer, HandlePart.SUBJECT, subject);
  }

  /** The application with this {@code client_id}. */
  public static Target client(String issuer, String clientId) {
    return of(issuer, HandlePart.CLIENT, clientId);
  }

  /** The machine with this {@code device_id}. */
  public static Target device(String issuer, String deviceId) {
    return of(issuer, HandlePart.DEVICE, deviceId);
  }

  /** The issuer's key with this {@code kid}, and what it signed. */
  public static Target key(String issuer, String keyId) {
    return of(issuer, HandlePart.KEY, keyId);
  }

  private static Target of(String issuer, HandlePart part, String value) {
    return new Target(named(issuer), Map.of(part, named(value)));
  }

  private static String named(String text) {
    if (text.isBlank() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("an identifier has 1 to " + MAX_LENGTH + " characters");
    }
    return text;
  }

  /**
   * What both mean.
   *
   * @throws IllegalArgumentException when they are of different issuers, or name different things
   *     of one kind
   */
  public Target and(Target other) {
    if (!issuer.equals(other.issuer)) {
      throw new IllegalArgumentException("targets of two issuers have no token in common");
    }
    Map<HandlePart, String> both = new EnumMap<>(HandlePart.class);
    both.putAll(parts);
    other.parts.forEach(
        (part, value) -> {
          String there = both.putIfAbsent(part, value);
          if (there != null && !there.equals(value)) {
            throw new IllegalArgumentException("no token has two different values of " + part);
          }
        });
    return new Target(issuer, Collections.unmodifiableMap(both));
  }

  /** Whose tokens these are. */
  public String issuer() {
    return issuer;
  }

  /** What is named, in no order. */
  public Map<HandlePart, String> parts() {
    return parts;
  }

  boolean names(HandlePart part) {
    return parts.containsKey(part);
  }

  /** Of which parts the handles are. */
  int bits() {
    return parts.keySet().stream().mapToInt(HandlePart::bit).sum();
  }

  /**
   * A handle of tokens that are meant.
   *
   * @param ofSession whether those tokens say that they are of the login that is named
   */
  record Meant(Handle handle, boolean ofSession) {}

  /** The handles of all tokens that are meant: one, and more for what a token need not say. */
  List<Meant> handles() {
    List<Map<HandlePart, String>> all = new ArrayList<>();
    all.add(parts);
    for (HandlePart part : MAY_BE_UNSAID) {
      if (parts.containsKey(part)) {
        for (Map<HandlePart, String> known : List.copyOf(all)) {
          Map<HandlePart, String> unsaid = new EnumMap<>(known);
          unsaid.put(part, "");
          all.add(unsaid);
        }
      }
    }
    return all.stream()
        .filter(Target::saysSomething)
        .map(chosen -> new Meant(Handle.of(issuer, chosen), ofSession(chosen)))
        .toList();
  }

  private static boolean ofSession(Map<HandlePart, String> chosen) {
    return !chosen.getOrDefault(HandlePart.SESSION, "").isEmpty();
  }

  /** Tokens of which nothing is known but what they do not say are not meant. */
  private static boolean saysSomething(Map<HandlePart, String> chosen) {
    return chosen.isEmpty() || chosen.values().stream().anyMatch(value -> !value.isEmpty());
  }

  @Override
  public String toString() {
    return parts.isEmpty() ? "issuer " + issuer : parts.keySet() + " of " + issuer;
  }
}
