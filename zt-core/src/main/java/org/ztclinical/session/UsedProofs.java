package org.ztclinical.session;

import java.time.InstantSource;
import org.ztclinical.identity.Identity;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateGuarantees;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;
import org.ztclinical.token.DpopProof;

/**
 * Lets each proof be used once (RFC 9449 §11.1). A proof is remembered for as long as it could be
 * presented again; when there is no room, it is refused, for to forget another would let that be
 * used again. Safe for use by many threads.
 */
final class UsedProofs {
  private static final int ROOM = 250_000;
  private static final int ROOM_OF_ONE = 5_000;

  private final StateStore store;
  private final NoticeListener notices;

  private UsedProofs(StateStore store, NoticeListener notices) {
    this.store = store;
    this.notices = notices;
  }

  /**
   * Where the rule says, or in memory.
   *
   * @throws IllegalStateException when the store does not promise enough
   */
  static UsedProofs of(DpopRule rule, InstantSource clock, NoticeListener notices) {
    StateStore store = rule.store().orElseGet(() -> InMemoryState.create(clock, ROOM, ROOM_OF_ONE));
    return new UsedProofs(
        StateGuarantees.require(
            store,
            "used proofs",
            StateStore.Guarantee.ONE_WINNER,
            StateStore.Guarantee.KEPT_UNTIL_EXPIRY),
        notices);
  }

  /** Uses the proof up. To be called last: who cannot make a proof must not use one up. */
  void use(DpopProof proof, Identity identity) throws SenderRejectedException {
    StateKey key =
        StateKey.of("dpop-proof", proof.keyThumbprint(), proof.id(), proof.target().text())
            .ownedBy(identity.issuer(), identity.subject());
    boolean first;
    try {
      first = store.putIfAbsent(key, "", proof.acceptableFor());
    } catch (StateUnavailableException e) {
      throw new SenderRejectedException(failed(e));
    }
    if (!first) {
      throw new SenderRejectedException(SessionReason.PROOF_REPLAYED);
    }
  }

  private SessionReason failed(StateUnavailableException e) {
    return switch (e.reason()) {
      case SHARE_USED_UP -> SessionReason.PROOFS_EXHAUSTED;
      case FULL -> {
        tell("there is no room for used proofs; requests with further ones are refused");
        yield SessionReason.PROOFS_EXHAUSTED;
      }
      case FAILED, FORGED -> {
        tell("the store of used proofs fails; requests with proofs are refused");
        yield SessionReason.PROOFS_UNAVAILABLE;
      }
    };
  }

  private void tell(String what) {
    notices.on(new Notice(Notice.Kind.STATE_UNAVAILABLE, "dpop-proof", what));
  }
}
