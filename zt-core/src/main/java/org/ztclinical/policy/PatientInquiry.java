package org.ztclinical.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.policy.Reach.Reached;
import org.ztclinical.reason.Reason;

/**
 * Asks about a request, or an entry of one, of the patients whose records it touches, where the
 * request does not name them: of what is written for each patient before and after; of what is read
 * by id for those of the stored resource, and when they are not known, for those that the request
 * tells. Whoever asks must not learn from the answer what is stored.
 *
 * @param patients finds whose records are touched
 * @param together whether it is an entry of a transaction: what it reads must be known to be shown,
 *     because its writes do not wait for its answers
 */
record PatientInquiry(Inquiry inquiry, PatientFinder patients, boolean together) {

  /** How the caller is told. */
  enum Telling {
    /** As it is: it does not depend on what is stored, or may be known. */
    PLAINLY,
    /** Nothing of what is stored may be shown; what is not there may be asked for: as then. */
    AS_ABSENT,
    /**
     * It is permitted for what is stored, and would be denied for what is not there: when the
     * permit comes to nothing, as then.
     */
    FOR_STORED
  }

  /**
   * What policies say.
   *
   * @param patients whom the answer is about
   */
  record Said(Answer answer, Set<String> patients, Telling telling) {
    /** Without the patients' ids. */
    @Override
    public String toString() {
      return telling + ": " + answer.allowed();
    }
  }

  Said ask(Reached reached) {
    if (reached.written().isPresent()) {
      return write(reached, reached.written().get());
    }
    Said plain = plainly(reached);
    // Scopes that confine the request to a patient look at whose the answer is by themselves.
    boolean read =
        reached.patients().isEmpty() && plain.answer.turnsOnPatient() && isStored(reached.own());
    return read ? read(reached, plain.answer) : plain;
  }

  /** What policies say by what the request tells alone. */
  Said plainly(Reached reached) {
    Answer answer = inquiry.ask(reached.touches(), reached.patients(), reached.unseen());
    return new Said(answer, reached.patients(), Telling.PLAINLY);
  }

  /** Each patient must be permitted; a search that is part of it may find anybody's. */
  private Said write(Reached reached, Whose written) {
    Answer answer =
        inquiry.ask(
            reached.touches(),
            touch -> touch.equals(reached.own()) ? written : beside(touch, reached));
    Answer told =
        answer.allowed() || !isStored(reached.own())
            ? answer
            : answer.beginningWith(PolicyReason.NOT_FOR_STORED);
    return new Said(told, both(reached.patients(), written.patients()), Telling.PLAINLY);
  }

  /** Of whom is asked about something that is touched, when it is decided; for people. */
  List<Optional<String>> askedOf(Touch touch, Reached reached) {
    Touch own = reached.own();
    if (reached.written().isPresent()) {
      return (touch.equals(own) ? reached.written().get() : beside(touch, reached)).each();
    }
    boolean byStored =
        reached.patients().isEmpty()
            && touch.resource().equals(own.resource())
            && isStored(own)
            && plainly(reached).answer.turnsOnPatient();
    Whose stored =
        byStored
            ? patients.ofStored(own.type().orElseThrow(), own.resource().id())
            : Whose.unknown();
    return stored.complete() ? stored.each() : inquiry.about(touch, reached.patients());
  }

  private Whose beside(Touch touch, Reached reached) {
    String type = touch.type().orElse("");
    if (!patients.isOfRecord(type)) {
      return Whose.nobody();
    }
    boolean named = reached.own().interaction() == Interaction.OPERATION && touch.namesResource();
    if (named && reached.written().isPresent()) {
      return reached.written().get();
    }
    return reached.own().interaction().isWrite()
        ? Whose.unknown().ofAnyResource()
        : Whose.of(reached.patients());
  }

  /**
   * A stored resource that is not shown must be told as one that is not there.
   *
   * @param plain what policies say when they do not know the patient
   */
  private Said read(Reached reached, Answer plain) {
    Touch own = reached.own();
    Whose stored = patients.ofStored(own.type().orElseThrow(), own.resource().id());
    if (!stored.complete()) {
      Answer answer = together && plain.allowed() ? unknown(own) : notPermitted(plain);
      return new Said(answer, reached.patients(), Telling.PLAINLY);
    }
    Answer ofStored = inquiry.askStored(reached.touches(), own, stored, reached.patients());
    if (ofStored.allowed()) {
      return permitted(reached, plain, ofStored, stored);
    }
    if (!plain.allowed()) {
      return new Said(notPermitted(plain.and(ofStored)), reached.patients(), Telling.PLAINLY);
    }
    return together
        ? new Said(ofStored, reached.patients(), Telling.PLAINLY)
        : new Said(plain, whom(reached, plain, stored), Telling.AS_ABSENT);
  }

  private static Said permitted(Reached reached, Answer plain, Answer ofStored, Whose stored) {
    return plain.allowed()
        ? new Said(plain, whom(reached, plain, stored), Telling.PLAINLY)
        : new Said(ofStored, stored.patients(), Telling.FOR_STORED);
  }

  /** What is owed is owed for whom the request names: else it would tell whose it is. */
  private static Set<String> whom(Reached reached, Answer plain, Whose stored) {
    return plain.obligations().isEmpty()
        ? both(reached.patients(), stored.patients())
        : reached.patients();
  }

  private static Answer unknown(Touch own) {
    Reason why = Reason.of(PolicyReason.PATIENT_UNKNOWN, own.type().orElse(""));
    return Answer.denied(Set.of(), List.of(why), true);
  }

  /** One reason for all that is denied as if nothing were stored. */
  private static Answer notPermitted(Answer plain) {
    boolean told = plain.allowed() || plain.reasons().get(0).code() == PolicyReason.NO_POLICY;
    return told ? plain : plain.beginningWith(PolicyReason.NO_POLICY);
  }

  /** Whether only what is stored tells whose it is. */
  private boolean isStored(Touch own) {
    return own.namesResource() && patients.looksUp(own.type().orElse(""));
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return all;
  }
}
