package org.ztclinical;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.access.Obligation;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.obligation.JustificationLedger;
import org.ztclinical.obligation.Justifications;
import org.ztclinical.obligation.JustifyHandler;
import org.ztclinical.obligation.JustifyRule;
import org.ztclinical.obligation.NotifyHandler;
import org.ztclinical.obligation.ObligationHandler;
import org.ztclinical.obligation.ObligationHandlers;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateGuarantees;
import org.ztclinical.state.StateStore;

/**
 * What a builder was told about obligations. {@code justify} and {@code notify} are always there.
 */
final class ObligationSettings {
  private static final List<Obligation> BUILT_IN =
      List.of(JustifyHandler.JUSTIFY, NotifyHandler.NOTIFY);

  private final List<ObligationHandler> handlers = new ArrayList<>();
  private JustifyRule rule = JustifyRule.standard();

  void justification(JustifyRule changed) {
    rule = Objects.requireNonNull(changed, "rule");
    rule.store()
        .ifPresent(
            store ->
                StateGuarantees.require(
                    store,
                    "stated reasons (justification, keptIn)",
                    StateStore.Guarantee.ONE_WINNER));
  }

  void add(ObligationHandler handler) {
    Obligation obligation = handler.obligation();
    if (BUILT_IN.contains(obligation)) {
      throw new IllegalArgumentException(
          "obligationHandler: "
              + obligation
              + " is there already; configure it with justification(rule) or notices(listener)");
    }
    if (known().contains(obligation)) {
      throw new IllegalArgumentException(
          "obligationHandler: there is a handler for " + obligation + " already");
    }
    handlers.add(handler);
  }

  /** What policies may oblige to. */
  KnownObligations known() {
    List<Obligation> known = new ArrayList<>(BUILT_IN);
    handlers.forEach(handler -> known.add(handler.obligation()));
    return KnownObligations.of(known);
  }

  /** Reasons are kept where their rule says, else where instances share state, else here. */
  Justifications justifications(
      JustificationLedger ledger, Optional<StateStore> shared, InstantSource clock) {
    StateStore store = rule.store().or(() -> shared).orElseGet(() -> InMemoryState.create(clock));
    return new Justifications(rule, store, ledger, clock);
  }

  ObligationHandlers handlers(Justifications justifications, NoticeListener listener) {
    List<ObligationHandler> all = new ArrayList<>(handlers);
    all.add(new JustifyHandler(rule, justifications, listener));
    all.add(new NotifyHandler(listener));
    return ObligationHandlers.of(all);
  }
}
