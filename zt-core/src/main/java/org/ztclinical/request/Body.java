package org.ztclinical.request;

import java.util.Arrays;
import java.util.Objects;

/** A request's body as received: its media type and its bytes. Prints neither. */
public final class Body {
  private static final Body NONE = new Body("", new byte[0]);

  private final String mediaType;
  private final byte[] bytes;

  private Body(String mediaType, byte[] bytes) {
    this.mediaType = Objects.requireNonNull(mediaType, "mediaType");
    this.bytes = Objects.requireNonNull(bytes, "bytes");
  }

  /** No body. */
  public static Body none() {
    return NONE;
  }

  /**
   * A body.
   *
   * @param mediaType lower-case type and subtype, without parameters
   * @param bytes handed over: not to be changed afterwards
   */
  public static Body of(String mediaType, byte[] bytes) {
    return new Body(mediaType, bytes);
  }

  /** Lower-case type and subtype without parameters; empty when no body was sent. */
  public String mediaType() {
    return mediaType;
  }

  /** The bytes themselves, not a copy: they may be large, so do not change them. */
  public byte[] bytes() {
    return bytes;
  }

  /** True when the body has no bytes. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Body other
        && mediaType.equals(other.mediaType)
        && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * mediaType.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "body of " + bytes.length + " bytes";
  }
}
