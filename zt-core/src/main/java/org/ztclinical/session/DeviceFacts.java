package org.ztclinical.session;

import java.time.Instant;
import java.util.Objects;

/**
 * What an issuer said last about a machine (CAEP {@code device-compliance-change}). While it is not
 * compliant, tokens that name it are refused.
 *
 * @param compliant whether the machine is as the issuer wants it
 * @param since since when, by the issuer's clock
 */
public record DeviceFacts(boolean compliant, Instant since) {
  public DeviceFacts {
    Objects.requireNonNull(since, "since");
  }
}
