package org.ztclinical.token;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * The handles by which one verified token can be ended. Each is computed when it is first asked for
 * and kept as long as the token's facts are. Safe for use by many threads; prints nothing.
 */
public final class Handles {
  private static final List<String> DEVICE_CLAIMS = List.of("device_id", "deviceid");

  private final String issuer;
  private final Map<HandlePart, String> parts;
  private final boolean malformed;
  private final AtomicReferenceArray<@Nullable Handle> byParts = new AtomicReferenceArray<>(64);

  private Handles(String issuer, Map<HandlePart, String> parts, boolean malformed) {
    this.issuer = issuer;
    this.parts = parts;
    this.malformed = malformed;
  }

  static Handles of(AccessTokenClaims claims, @Nullable String keyId) {
    Map<HandlePart, String> parts = new EnumMap<>(HandlePart.class);
    parts.put(HandlePart.SUBJECT, claims.subject());
    parts.put(HandlePart.CLIENT, claims.clientId());
    if (claims.tokenId() != null) {
      parts.put(HandlePart.TOKEN, claims.tokenId());
    }
    if (keyId != null) {
      parts.put(HandlePart.KEY, keyId);
    }
    boolean wellFormed = read(claims.claims(), "sid", HandlePart.SESSION, parts);
    for (String name : DEVICE_CLAIMS) {
      // Every claim is read, also behind one that cannot be.
      boolean readable = read(claims.claims(), name, HandlePart.DEVICE, parts);
      wellFormed = wellFormed && readable;
    }
    return new Handles(claims.issuer(), parts, !wellFormed);
  }

  private static boolean read(
      JsonObject claims, String name, HandlePart part, Map<HandlePart, String> parts) {
    JsonValue value = claims.get(name);
    if (value instanceof JsonString text && Names.isName(text.value())) {
      parts.putIfAbsent(part, text.value());
      return true;
    }
    return value == null;
  }

  /** Whether a claim that names a session or a device is there and cannot be read. */
  public boolean isMalformed() {
    return malformed;
  }

  /** Whether the token says this of itself. */
  public boolean says(HandlePart part) {
    return parts.containsKey(part);
  }

  /**
   * The handle that the token has together with all tokens that are equal in these parts.
   *
   * @param bits the sum of the parts' {@link HandlePart#bit}; parts that the token does not have
   *     count as equal to an empty text
   */
  public Handle of(int bits) {
    Handle known = byParts.get(bits);
    if (known != null) {
      return known;
    }
    Map<HandlePart, String> chosen = new EnumMap<>(HandlePart.class);
    for (HandlePart part : HandlePart.values()) {
      if ((bits & part.bit()) != 0) {
        chosen.put(part, parts.getOrDefault(part, ""));
      }
    }
    Handle handle = Handle.of(issuer, chosen);
    byParts.set(bits, handle);
    return handle;
  }

  @Override
  public String toString() {
    return "Handles [redacted]";
  }
}
