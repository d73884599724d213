package org.ztclinical.defence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** That each test of {@code BypassClassesTest} fails without its defence. */
@Tag("defences")
class BypassDefencesTest {
  static final String TESTS = "org.ztclinical.walk.BypassClassesTest";

  /** The test, the defence and what stands in its place, and what the test says then. */
  static final String TABLE =
      """
      cve202624487NoTypeIsForgotten | smart.PatientCompartment.contains => true | not to contain: "SECRET"
      cve202625164ARouteWithoutARuleIsClosed | request.CanonicalPath.startsWith => Careless.beginsLike | expected: 404 but was: 200
      cve202634359ALookAlikeOfOurBaseIsAnotherServer | fhir.ServerBase.prefixOf => as given | not to contain: "SECRET"
      cve202634359ALookAlikeOfOurBaseIsAnotherServer | smart.Grant.coversWrite => true | 201 to be between: [400, 415]
      hapiFhirTerserAPatientOfAnotherServerIsNotOurs | fhir.Reference.localId => Careless.idInLastTwoParts | not to contain: "SECRET"
      microsoft5683IncludedResourcesAreCheckedOnEveryPage | smart.JoinCheck.mayReturn => true | 200 to be between: [400, 415]
      microsoft5683IncludedResourcesAreCheckedOnEveryPage | enforce.EntryCheck.refuses => empty | not to contain: "SECRET"
      microsoft5683ObservationFocusIsNoMembership | smart.Settings.compartment => Careless.withFocus | not to contain: "SECRET"
      hapi6065WhatDecidesOverAnAnswerMustBeReadable | smart.JoinCheck.staysWithPatient => true | 200 to be between: [400, 415]
      hapi6065WhatDecidesOverAnAnswerMustBeReadable | smart.JoinCheck.refuse => empty | 200 to be between: [400, 415]
      fhirGatewayEveryAlternativeOfAListCounts | smart.PatientValues.proves => true | 200 to be between: [400, 415]
      hapi881ACountTellsNothingOfOthers | smart.ClientQuery.wantsCount => false | 200 to be between: [400, 415]
      hapi3941AParameterOfTheSamePathIsNoConstraint | smart.ClientQuery.provesMembership => true | to contain: "=Patient%2F123"
      linuxForHealth4101Hapi7240PatchesAndConditionsAreJudgedByBothVersions | smart.ResourceWrites.refuseWrite => empty | 201 to be between: [400, 415]
      linuxForHealth4101Hapi7240PatchesAndConditionsAreJudgedByBothVersions | smart.Grant.permits => true | 201 to be between: [400, 415]
      microsoft3099And3372EveryEntryIsJudged | smart.Judgement.mayBeSeen => true | 200 to be between: [400, 415]
      microsoft3099And3372EveryEntryIsJudged | enforce.EntryRule.refuses => empty | not to contain: "SECRET"
      proxySmartAnEntryHasOneReading | request.CanonicalPath.parse => first Careless.tidied | 200 to be between: [400, 415]
      medplum4183And7641GraphQlIsClosed | smart.Settings.rule => Careless.harmless | 200 to be between: [400, 415]
      fhirGatewayAnOperationIsNoRead | smart.Grants.isWholeCompartment => true | 200 to be between: [400, 415]
      fhirGatewayAnOperationIsNoRead | smart.Settings.rule => Careless.harmless | 200 to be between: [400, 415]
      httpASearchHasOneReading | fhir.ParameterRules.singletons => nothing | 200 to be between: [400, 415]
      httpASearchHasOneReading | fhir.Payload.form => Careless.noForm | 200 to be between: [400, 415]
      httpAMethodHasOneReading | fhir.Preconditions.check => nothing | 200 to be between: [400, 415]
      httpAMethodHasOneReading | request.HttpMethod.parse => first Careless.upperCase | Expecting code to raise a throwable
      httpAMethodHasOneReading | smart.PatientCompartment.contains => true | expected: 404 but was: 200
      httpAMethodHasOneReading | fhir.ParameterRules.singletons => nothing + fhir.ParameterRules.isKnownControl => true | 200 to be between: [400, 415]
      httpAPathHasOneReading | request.CanonicalPath.parse => first Careless.tidied | Expecting code to raise a throwable
      httpAPathHasOneReading | request.CanonicalPath.isAccepted(char) => true | Expecting code to raise a throwable
      hapi590And3382APageIsForWhoWasGivenIt | policy.Continuation.given => true | 200 to be between: [400, 415]
      hapi590And3382APageIsForWhoWasGivenIt | policy.PageBindings.fingerprint => empty | 200 to be between: [400, 415]
      interSystemsHsdd2316NothingGrantedIsNothingPermitted | smart.GrantedScopes.parse => first Careless.unrestricted | 200 to be between: [400, 415]
      interSystemsHsdd2316NothingGrantedIsNothingPermitted | smart.ScopeReader.letters => Careless.anyLetters | 200 to be between: [400, 415]
      interSystemsHsdd2316NothingGrantedIsNothingPermitted | smart.Grants.launchPatient => empty | 200 to be between: [400, 415]
      interSystemsHsdd2316NothingGrantedIsNothingPermitted | policy.PolicyGate.mode(AccessRequest) => Careless.observe | 200 to be between: [400, 415]
      aidboxXPatientIdTheContextIsTheTokensAlone | access.AccessRequest.launch => Careless.ofHeader | 200 to be between: [403, 404]
      cve202324057NoDocumentTypeIsRead | fhir.XmlPatch.read => Careless.text | 201 to be between: [400, 415]
      cve202324057NoDocumentTypeIsRead | fhir.XmlCutter.feed => nothing + fhir.XmlCutter.finish => nothing + fhir.XmlResources.read => Careless.anyDocument | expected: 500 but was: 200
      knight2021ATokenReadsOneRecordAmongMany | smart.PatientCompartment.contains => true | not to contain: "SECRET"
      """;

  @Test
  void everyBypassTestPassesWithAllDefencesInPlace() throws Exception {
    List<String> tests = Proof.tests(Proof.all(TABLE));

    assertThat(WeakenedRun.of(TESTS, tests, List.of()).failures())
        .allSatisfy((test, failure) -> assertThat(failure).as(test).isEmpty())
        .hasSize(23);
  }

  @TestFactory
  Stream<DynamicTest> everyBypassTestFailsWithoutItsDefence() {
    return Proof.all(TABLE).stream().map(proof -> proof.by(TESTS));
  }
}
