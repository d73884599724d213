package org.ztclinical.enforce;

import java.util.Optional;
import java.util.function.Function;

/**
 * How an answer ends that was taken: sent, as far as it goes, or small enough after the check to be
 * recorded and sent as a whole.
 */
record Ending(Optional<Guarded> sent, Optional<Checked> whole) {
  <R> R fold(Function<Guarded, R> ifSent, Function<Checked, R> ifWhole) {
    return sent.map(ifSent).orElseGet(() -> ifWhole.apply(whole.orElseThrow()));
  }

  static Ending sent(Guarded sent) {
    return new Ending(Optional.of(sent), Optional.empty());
  }

  static Ending whole(Checked whole) {
    return new Ending(Optional.empty(), Optional.of(whole));
  }
}
