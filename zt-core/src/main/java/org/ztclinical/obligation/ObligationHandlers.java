package org.ztclinical.obligation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.obligation.ObligationAnswer.Fulfilled;
import org.ztclinical.obligation.ObligationAnswer.Refused;
import org.ztclinical.obligation.Settlement.Part;
import org.ztclinical.reason.Reason;

/**
 * The handlers of an application, one for each obligation. What none of them handles is refused,
 * and so is what a handler fails at. Immutable.
 */
public final class ObligationHandlers {
  private static final Logger LOG = LoggerFactory.getLogger(ObligationHandlers.class);
  private static final ObligationHandlers NONE = new ObligationHandlers(Map.of());

  private final Map<Obligation, ObligationHandler> handlers;
  private final Set<String> requestHeaders;

  private ObligationHandlers(Map<Obligation, ObligationHandler> handlers) {
    this.handlers = handlers;
    this.requestHeaders =
        handlers.values().stream()
            .flatMap(handler -> handler.requestHeaders().stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * These handlers.
   *
   * @throws IllegalArgumentException when two are for the same obligation
   */
  public static ObligationHandlers of(Collection<? extends ObligationHandler> handlers) {
    Map<Obligation, ObligationHandler> byObligation = new LinkedHashMap<>();
    for (ObligationHandler handler : handlers) {
      if (byObligation.put(handler.obligation(), handler) != null) {
        throw new IllegalArgumentException(
            "there are two handlers for the obligation " + handler.obligation());
      }
    }
    return new ObligationHandlers(Map.copyOf(byObligation));
  }

  /** No handler: every obligation denies. */
  public static ObligationHandlers none() {
    return NONE;
  }

  /** What policies may oblige to. */
  public KnownObligations known() {
    return KnownObligations.of(handlers.keySet());
  }

  /** Request headers, in lower case, that the application must not see. */
  public Set<String> requestHeaders() {
    return requestHeaders;
  }

  /**
   * Fulfils what the permit obliges to, or tells what could not be fulfilled. Handlers that tell
   * others are called when all the rest is done, and for a transaction only when nothing of it is
   * refused. Throws nothing.
   */
  public Settlement fulfil(Permit permit) {
    if (permit.duties().isEmpty()) {
      return Settlement.nothing();
    }
    boolean together = isTransaction(permit);
    Settlement done = settle(permit, false);
    boolean stands = done.whole().refusal().isEmpty() && (!together || done.isComplete());
    return stands ? joined(done, permit) : done;
  }

  private static boolean isTransaction(Permit permit) {
    return permit.request().route().isEmpty()
        && permit.request().fhir().interaction() == Interaction.TRANSACTION;
  }

  /** Calls those who tell others, for what was not refused. */
  private Settlement joined(Settlement done, Permit permit) {
    Part whole = joined(done.whole(), () -> whole(permit, true));
    List<Part> entries = new ArrayList<>();
    for (int i = 0; i < done.entries().size(); i++) {
      int index = i;
      entries.add(joined(done.entries().get(i), () -> entry(permit, index, true)));
    }
    return new Settlement(whole, entries);
  }

  private static Part joined(Part done, Supplier<Part> telling) {
    if (done.refusal().isPresent()) {
      return done;
    }
    Part told = telling.get();
    Set<String> patients = new TreeSet<>(done.patients());
    patients.addAll(told.patients());
    Set<String> evidence = new TreeSet<>(done.evidence());
    evidence.addAll(told.evidence());
    return new Part(told.refusal(), patients, evidence);
  }

  private Settlement settle(Permit permit, boolean tellsOthers) {
    List<Part> entries = new ArrayList<>();
    for (int i = 0; i < permit.terms().entries().size(); i++) {
      entries.add(entry(permit, i, tellsOthers));
    }
    return new Settlement(whole(permit, tellsOthers), entries);
  }

  private Part whole(Permit permit, boolean tellsOthers) {
    boolean onRoute = permit.request().route().isPresent();
    return part(
        permit,
        permit.duties().whole(),
        onRoute ? Optional.empty() : Optional.of(permit.request().fhir()),
        permit.terms().patients(),
        tellsOthers);
  }

  private Part entry(Permit permit, int index, boolean tellsOthers) {
    Optional<FhirRequest> asked =
        permit
            .request()
            .fhir()
            .entries()
            .get(index)
            .fold(known -> Optional.of(known), unknown -> Optional.empty());
    Set<String> patients =
        permit.terms().entries().get(index).terms().map(terms -> terms.patients()).orElse(Set.of());
    // An entry that is refused already has no work, and so no duty.
    boolean permitted = permit.terms().entries().get(index).terms().isPresent();
    return asked.isEmpty() || !permitted
        ? Part.FREE
        : part(permit, permit.duties().ofEntry(index), asked, patients, tellsOthers);
  }

  private Part part(
      Permit permit,
      List<Obligation> obligations,
      Optional<FhirRequest> asked,
      Set<String> patients,
      boolean tellsOthers) {
    Set<String> confinedTo = new TreeSet<>();
    Set<String> evidence = new TreeSet<>();
    for (Obligation obligation : obligations) {
      @Nullable ObligationHandler handler = handlers.get(obligation);
      if (handler == null || handler.tellsOthers() == tellsOthers) {
        Duty duty = new Duty(obligation, permit, asked, patients);
        ObligationAnswer answer = reaching(duty, ask(handler, duty));
        if (answer instanceof Refused refused) {
          return Part.refused(refused);
        }
        if (answer instanceof Fulfilled fulfilled) {
          fulfilled.patient().ifPresent(confinedTo::add);
          fulfilled.evidence().ifPresent(evidence::add);
        }
      }
    }
    return new Part(Optional.empty(), confinedTo, evidence);
  }

  /** Answers of routes leave unread: what is fulfilled for another patient cannot be kept to. */
  private static ObligationAnswer reaching(Duty duty, ObligationAnswer answer) {
    boolean beyond =
        duty.fhir().isEmpty()
            && answer instanceof Fulfilled fulfilled
            && fulfilled.patient().filter(one -> !duty.patients().contains(one)).isPresent();
    return beyond ? refused(ObligationReason.FAILED, duty) : answer;
  }

  private static ObligationAnswer ask(@Nullable ObligationHandler handler, Duty duty) {
    if (handler == null) {
      return refused(ObligationReason.NOT_HANDLED, duty);
    }
    try {
      @Nullable ObligationAnswer answer = handler.fulfil(duty);
      return answer == null ? refused(ObligationReason.FAILED, duty) : answer;
    } catch (RuntimeException e) {
      // The message may hold what a caller sent; the class name cannot.
      LOG.error("The obligation {} failed with {}", duty.obligation(), e.getClass().getName());
      return refused(ObligationReason.FAILED, duty);
    }
  }

  private static ObligationAnswer refused(ObligationReason code, Duty duty) {
    return ObligationAnswer.refused(Reason.of(code, duty.obligation().name()));
  }

  @Override
  public String toString() {
    return "handlers for " + known();
  }
}
