package org.ztclinical.token;

import java.time.Duration;
import org.ztclinical.request.TargetUri;

/**
 * A proof that verified for one call (RFC 9449 §4.3); only {@link DpopProofs} makes one. Whether it
 * was used before is still to be asked. Immutable; prints nothing of itself.
 */
public final class DpopProof {
  private final String keyThumbprint;
  private final String id;
  private final TargetUri target;
  private final Duration acceptable;

  DpopProof(String keyThumbprint, String id, TargetUri target, Duration acceptable) {
    this.keyThumbprint = keyThumbprint;
    this.id = id;
    this.target = target;
    this.acceptable = acceptable;
  }

  /** Of the key that made it. */
  public String keyThumbprint() {
    return keyThumbprint;
  }

  /** The claim {@code jti}: 1 to 255 characters. */
  public String id() {
    return id;
  }

  /** What it was made for, in the normal form. */
  public TargetUri target() {
    return target;
  }

  /** How long from now it could be presented again; more than zero. */
  public Duration acceptableFor() {
    return acceptable;
  }

  @Override
  public String toString() {
    return "DpopProof [redacted]";
  }
}
