package org.ztclinical.enforce;

import java.io.IOException;

/** Carries out of the pieces why the answer cannot go on. */
final class BrokenOffException extends IOException {
  private static final long serialVersionUID = 1L;

  private final EnforceReason reason;

  BrokenOffException(EnforceReason reason) {
    super(reason.sentence());
    this.reason = reason;
  }

  EnforceReason reason() {
    return reason;
  }
}
