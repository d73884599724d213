package org.ztclinical.audit;

import java.util.Collection;

/**
 * The stages of a {@link DecisionRecord}: each asks for one thing that may not be forgotten, so
 * that leaving it out does not compile.
 */
public final class DecisionStages {
  private DecisionStages() {}

  /** Asks for the outcome. */
  public sealed interface OutcomeStage permits DecisionRecordBuilder {
    /** What was decided. */
    InteractionStage outcome(DecisionOutcome outcome);
  }

  /** Asks for the interaction. */
  public sealed interface InteractionStage permits DecisionRecordBuilder {
    /**
     * What was asked.
     *
     * @param code the FHIR interaction or operation code
     * @param resourceType the FHIR type; empty where there is none
     */
    ActorStage interaction(String code, String resourceType);
  }

  /** Asks for the actor. */
  public sealed interface ActorStage permits DecisionRecordBuilder {
    /** Who asked. */
    PatientsStage actor(Actor actor);

    /** Denied before it was known who asks. */
    PatientsStage noActor();
  }

  /** Asks for the patients. */
  public sealed interface PatientsStage permits DecisionRecordBuilder {
    /** Exactly these patients are concerned. */
    DecisionRecordBuilder patients(Collection<Pseudonym> patients);

    /** These patients, none, or unknown ones. */
    DecisionRecordBuilder patients(Patients patients);

    /** Certainly no patient is concerned. */
    DecisionRecordBuilder noPatient();

    /** It cannot be told which; see {@link Patients#unknown}. */
    DecisionRecordBuilder patientsUnknown(String reason);
  }
}
