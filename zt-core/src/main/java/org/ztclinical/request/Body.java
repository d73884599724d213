package org.ztclinical.request;

import java.util.Objects;

/**
 * A request's body as received: its media type and its bytes. Prints neither.
 *
 * @param mediaType lower-case type and subtype without parameters; empty when no body was sent
 * @param bytes owned by this value: do not change them
 */
public record Body(String mediaType, byte[] bytes) {
  private static final Body NONE = new Body("", new byte[0]);

  public Body {
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(bytes, "bytes");
  }

  /** No body. */
  public static Body none() {
    return NONE;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Body other
        && mediaType.equals(other.mediaType)
        && java.util.Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * mediaType.hashCode() + java.util.Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "body of " + bytes.length + " bytes";
  }
}
