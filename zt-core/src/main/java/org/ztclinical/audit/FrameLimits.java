package org.ztclinical.audit;

/** How large the parts of a frame may be. */
final class FrameLimits {
  /** Largest body in bytes, so that frame content fits a tlog-tiles entry (65,535 bytes). */
  static final int MAX_BODY = 65_000;

  private FrameLimits() {}
}
