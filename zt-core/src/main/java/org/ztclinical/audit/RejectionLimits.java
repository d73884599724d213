package org.ztclinical.audit;

import java.time.Duration;

/**
 * How much of the log a crowd of unauthenticated callers may use.
 *
 * @param perPeer rejections a second of one peer for one reason that are recorded singly; more are
 *     counted together
 * @param total rejections a second that are recorded singly, of all peers
 * @param peers pairs of peer and reason told apart at a time; more are counted together
 * @param deadline longest wait for the disk
 * @param bytes most disk space of the lane; when used up, rejections are no longer recorded
 */
public record RejectionLimits(int perPeer, int total, int peers, Duration deadline, long bytes) {
  public RejectionLimits {
    if (perPeer < 0 || total < 0 || peers < 1 || deadline.isNegative() || bytes < 512 << 10) {
      throw new IllegalArgumentException(
          "rejection limits: rates 0 or more, at least 1 peer, at least 512 KiB");
    }
  }

  /** 10 a second and peer, 200 a second in all, 1,024 peers, half a second, 1 GiB. */
  public static RejectionLimits standard() {
    return new RejectionLimits(10, 200, 1024, Duration.ofMillis(500), 1L << 30);
  }
}
