package org.ztclinical.defence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** That tests of {@code UserThreadsTest} about what must not get through fail without defences. */
@Tag("defences")
class ThreadDefencesTest {
  static final String TESTS = "org.ztclinical.walk.UserThreadsTest";

  /** The test, the defence and what stands in its place, and what the test says then. */
  static final String TABLE =
      """
      hapi6065ASearchNeedsEveryTypeItReads | smart.JoinCheck.refuse => empty | 200 to be between: [400, 415]
      hapi7240APatchOfTheOwnRecordIsPermitted | smart.ResourceWrites.refuseWrite => empty | 201 to be between: [400, 415]
      hapi8243AnOperationMeansTheSameInATransaction | smart.Grant.permits => true | 200 to be between: [400, 415]
      hapi3941And5991TheConstraintIsAlwaysAdded | smart.ClientQuery.provesMembership => true | expected: "practitioner=Practitioner%2F9&actor=Patient%2F123"
      hapi590And3382APageIsBoundAndCheckedAgain | policy.Continuation.given => true | 200 to be between: [400, 415]
      hapi590And3382APageIsBoundAndCheckedAgain | enforce.EntryCheck.refuses => empty | not to contain: "SECRET"
      hapi6125And6127DocumentsLeaveAsAWholeAndListsByEntry | enforce.EntryCheck.refusesResource => empty | not to contain:
      fhirGateway87ASearchByFormIsASearch | smart.Grant.permits => true | 200 to be between: [400, 415]
      fhirGateway45And142ListsAndEntriesAreLookedAt | enforce.EntryCheck.refuses => empty | not to contain: "SECRET"
      linuxForHealth2669And1849WhatMayNotBeSeenIsNotThere | smart.PatientCompartment.contains => true | expected: 404 but was: 200
      linuxForHealth4101APatchNeedsItsPermission | smart.Grant.permits => true | 201 to be between: [400, 415]
      linuxForHealth3495EachScopeIsConfinedByItsOwnContext | smart.PatientCompartment.contains => true | expected: 404 but was: 200
      microsoft5683AnIncludedResourceIsCheckedForItself | enforce.EntryCheck.refuses => empty | not to contain: "SECRET"
      microsoft5683AnIncludedResourceIsCheckedForItself | smart.JoinCheck.refuse => empty | 200 to be between: [400, 415]
      microsoft5688WithoutAPatientNothingOfAPatientScopeIsLeft | smart.Grants.launchPatient => empty | [the application was not called] expected: 0 but was: 1
      microsoft3979ConsentIsNeverTakenForGranted | policy.PolicyGate.mode(AccessRequest) => Careless.observe | 200 to be between: [400, 415]
      medplum7641ThereIsOneDecisionForEveryWayIn | enforce.EntryRule.refuses => empty | not to contain: "SECRET"
      medplum7641ThereIsOneDecisionForEveryWayIn | smart.Settings.rule => Careless.harmless | 200 to be between: [400, 415]
      aws96AUnionOfContextsLiftsNothing | smart.PatientCompartment.contains => true | not to contain: "SECRET"
      fireArrowIdsCannotBeProbed | smart.ResourceWrites.refuseWrite => empty | expected: 403
      helios1261AnExportIsNoCreate | smart.Grants.isWholeForSystem => true | 202 to be between: [400, 415]
      hapi8253WritingIsNotReading | enforce.EntryRule.suppressBody => false + enforce.EntryRule.refuses => empty | Expecting empty
      hapi1777And4151LinkedPatientsAreOutsideUnlessConfigured | smart.Settings.compartment => Careless.withLinks | not to contain: "linked"
      hapi1777And4151LinkedPatientsAreOutsideUnlessConfigured | smart.PatientCompartment.contains => true | not to contain: "linked"
      hapi6536DevicesAreInsideWhenConfigured | smart.Settings.compartment => Careless.withDevices | 200 to be between: [400, 415]
      hapi6536DevicesAreInsideWhenConfigured | smart.PatientCompartment.contains => true | not to contain: "SECRET"
      hapi2369PoliciesAreAskedOnEveryPage | policy.PolicyGate.mode(AccessRequest) => Careless.observe | not to contain: "SECRET"
      hapi2369PoliciesAreAskedOnEveryPage | enforce.EntryRule.refuses => empty | not to contain: "SECRET"
      hapi1507ATotalLeavesWhenItIsTrue | enforce.EntryRule.totalReliable => true | not to contain: "total"
      hapi528ScopesNeedNoConfiguration | smart.Grant.permits => true | 201 to be between: [400, 415]
      opensrp19TheBasePathIsProtected | enforce.Routes$PublicRoute.matches => true | expected: 401 but was: 200
      """;

  @Test
  void everyTestOfAThreadPassesWithAllDefencesInPlace() throws Exception {
    List<String> tests = Proof.tests(Proof.all(TABLE));

    assertThat(WeakenedRun.of(TESTS, tests, List.of()).failures())
        .allSatisfy((test, failure) -> assertThat(failure).as(test).isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> everyTestOfAThreadFailsWithoutItsDefence() {
    return Proof.all(TABLE).stream().map(proof -> proof.by(TESTS));
  }
}
