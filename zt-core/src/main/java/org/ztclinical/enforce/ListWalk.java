package org.ztclinical.enforce;

/** The check of a search set or history as it comes, in one of FHIR's forms. */
interface ListWalk extends AnswerWalk {
  /** What was found so far. */
  ListRules rules();

  @Override
  default boolean canLeave() {
    return rules().isInEntries();
  }

  @Override
  default boolean isAbsent() {
    return rules().isAbsent();
  }
}
