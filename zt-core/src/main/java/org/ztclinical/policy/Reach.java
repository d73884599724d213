package org.ztclinical.policy;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.Join;
import org.ztclinical.policy.PageBindings.Continued;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationInput;
import org.ztclinical.smart.ReleaseTerms;

/**
 * What one request reaches, and each entry of the bundle that it is; found once, however often it
 * is judged. Used by one thread.
 */
final class Reach {
  private final AccessRequest request;
  private final PageBindings pages;
  private final Continuation continuing;
  private final PatientFinder patients;
  private final IdentityHashMap<FhirRequest, Reached> found = new IdentityHashMap<>();

  /** Of a request that is no bundle, or an empty one. */
  private @Nullable Reached only;

  /** Entries that reach the same share one value, so that it is asked about once. */
  private final Map<Reached, Reached> shared = new HashMap<>();

  /**
   * What this request reaches.
   *
   * @param continuing what it continues of earlier answers
   * @param patients finds whose records are touched, during this request
   */
  Reach(
      AccessRequest request, PageBindings pages, Continuation continuing, PatientFinder patients) {
    this.request = Objects.requireNonNull(request, "request");
    this.pages = Objects.requireNonNull(pages, "pages");
    this.continuing = Objects.requireNonNull(continuing, "continuing");
    this.patients = Objects.requireNonNull(patients, "patients");
  }

  /**
   * What is asked about together. Prints no identifiers.
   *
   * @param touches what is touched, in the order in which it is asked about
   * @param patients whom it is about, as far as the request tells
   * @param unseen what of it nobody looks at when it leaves, and may be about anyone: what decides
   *     over the answer without being in it, and what an operation of a type or of the server does
   * @param written whose record is changed, or given to an operation of a resource; empty where
   *     nothing is, and where no policy that may have a say would ask
   */
  record Reached(
      Set<Touch> touches, Set<String> patients, Set<Touch> unseen, Optional<Whose> written) {
    Reached {
      touches = Collections.unmodifiableSet(touches);
      patients = Collections.unmodifiableSet(patients);
      unseen = Collections.unmodifiableSet(unseen);
    }

    /** What is touched first: that which the request is. */
    Touch own() {
      return touches.iterator().next();
    }

    @Override
    public String toString() {
      return touches.size() + " touches";
    }
  }

  /** Finds whose records are touched; what is stored is looked up once. */
  PatientFinder patients() {
    return patients;
  }

  /** Whether it is a transaction, of which all or nothing is done. */
  boolean isTransaction() {
    return request.fhir().interaction() == Interaction.TRANSACTION;
  }

  /** What the request, or an entry of it, reaches under these terms. */
  Reached of(FhirRequest fhir, ReleaseTerms terms, Inquiry inquiry) {
    if (request.fhir().entries().isEmpty()) {
      Reached known = only;
      if (known == null) {
        known = find(fhir, terms, inquiry);
        only = known;
      }
      return known;
    }
    return found.computeIfAbsent(
        fhir,
        part -> {
          Reached reached = find(part, terms, inquiry);
          return shared.computeIfAbsent(reached, same -> same);
        });
  }

  private Reached find(FhirRequest fhir, ReleaseTerms terms, Inquiry inquiry) {
    Continued continued = continuing.of(fhir);
    Set<String> named = new LinkedHashSet<>(terms.patients());
    named.addAll(continued.patients());
    Set<Touch> touches = pages.touches(fhir, continued);
    return new Reached(touches, named, unseen(fhir, touches), written(fhir, touches, inquiry));
  }

  private static Set<Touch> unseen(FhirRequest fhir, Set<Touch> touches) {
    if (fhir.interaction() == Interaction.OPERATION && !namesWhatItIsAbout(fhir)) {
      return touches;
    }
    Set<String> deciding = new HashSet<>();
    for (Join join : fhir.joins()) {
      if (join.kind().isOracle()) {
        deciding.addAll(join.types().isEmpty() ? Set.of(Join.ANY_TYPE) : join.types());
      }
    }
    return deciding.isEmpty()
        ? Set.of()
        : touches.stream()
            .filter(touch -> touch.interaction() == Interaction.SEARCH_TYPE)
            .filter(touch -> deciding.contains(Join.ANY_TYPE) || isOf(deciding, touch))
            .collect(Collectors.toSet());
  }

  private static boolean isOf(Set<String> types, Touch touch) {
    return touch.type().filter(types::contains).isPresent();
  }

  /** By id, or as an export whose files are looked at one resource after the other. */
  private static boolean namesWhatItIsAbout(FhirRequest fhir) {
    if (fhir.bulk().isPresent()) {
      return true;
    }
    boolean export =
        fhir.operation().filter(call -> call.name().equals(Operation.EXPORT)).isPresent();
    boolean chosen = fhir.resource().isPresent() || !fhir.parameters().all("_typeFilter").isEmpty();
    return fhir.id().isPresent() || (export && !chosen);
  }

  private Optional<Whose> written(FhirRequest fhir, Set<Touch> touches, Inquiry inquiry) {
    OperationInput input = pages.input(fhir);
    boolean givesOne = fhir.id().isPresent() && !input.isEmpty();
    if (!mayChange(fhir) && !givesOne) {
      return Optional.empty();
    }
    Whose unknown = fhir.criteria().isPresent() ? Whose.unknown().ofAnyResource() : Whose.unknown();
    return inquiry.mayTurnOn(unknown, touches)
        ? Optional.of(patients.ofWrite(fhir).and(patients.ofInput(input)))
        : Optional.empty();
  }

  /**
   * An operation may change what it is called on, unless it is called by GET (FHIR R4 §3.2.0.1).
   */
  private static boolean mayChange(FhirRequest fhir) {
    boolean gets =
        fhir.origin().method() == HttpMethod.GET || fhir.origin().method() == HttpMethod.HEAD;
    boolean called = fhir.interaction() == Interaction.OPERATION && fhir.id().isPresent();
    return fhir.interaction().isWrite() || (called && !gets);
  }
}
