package org.ztclinical.defence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** That each test of {@code TokenRejectionTest} that rejects fails without its defence. */
@Tag("defences")
class TokenDefencesTest {
  static final String TESTS = "org.ztclinical.testing.TokenRejectionTest";

  /** The test, the defence and what stands in its place, and what the test says then. */
  static final String TABLE =
      """
      textThatIsNoTokenIsRejected | token.CompactToken.parse => first Careless.threeParts | expected: MALFORMED but was: HEADER_MALFORMED
      aTokenOfMoreThan16KibIsRejected | token.TokenVerifier.verify(String,String) => no limit of 16384 + token.CompactToken.parse => no limit of 16384 | Expecting code to raise a throwable
      anyOtherSpellingOfATokenIsRejected | token.Base64Url.decode => Careless.decoded | Expecting code to raise a throwable
      anEncryptedTokenIsRejected | token.CompactToken.requireTwoDots => nothing | expected: ENCRYPTED but was: ENCODING
      aHeaderThatIsNotAcceptableJsonIsRejected | token.TokenHeader.read => first Careless.rewritten | expected: HEADER_MALFORMED but was: WRONG_TYPE
      aHeaderThatIsNotAcceptableJsonIsRejected | token.Names.isName => true | expected: HEADER_MALFORMED but was: WRONG_TYPE
      aHeaderMemberWithoutMeaningIsRejectedUnlessIgnored | token.TokenHeader.checkForm => always Set.containsAll | Expecting code to raise a throwable
      aHeaderMemberThatIsIgnoredHasItsRegisteredType | token.TokenHeader.others => without TokenHeader.text | Expecting code to raise a throwable
      aKeyInTheHeaderIsRejected | token.TokenHeader.parse => without Set.contains | expected: KEY_IN_HEADER but was: HEADER_NOT_ALLOWED
      aCriticalHeaderIsRejected | token.TokenHeader.parse => without JsonObject.get + token.TokenHeader.checkForm => always Set.containsAll | Expecting code to raise a throwable
      anAlgorithmThatIsNotTrustedIsRejected | token.SigningAlgorithm.named => Careless.usual | expected: ALGORITHM_NOT_ALLOWED but was: SIGNATURE_MISSING
      anAlgorithmThatIsNotTrustedIsRejected | token.TokenHeader.checkForm => always Set.contains | Expecting code to raise a throwable
      aTokenOfAnotherTypeIsRejected | token.TokenHeader.check(IssuerTerms,String,boolean) => nothing | Expecting code to raise a throwable
      claimsThatAreNotAcceptableJsonAreRejected | token.AccessTokenClaims.read => first Careless.rewritten | expected: CLAIMS_MALFORMED but was: CLAIM_MISSING
      aDuplicateMemberAtAnyDepthIsRejected | token.AccessTokenClaims.read => first Careless.rewritten | Expecting code to raise a throwable
      aMissingClaimIsRejected | token.AccessTokenClaims.required => Careless.usualText | Expecting code to raise a throwable
      aMalformedClaimIsRejected | token.Names.isName => true | expected: CLAIM_MALFORMED but was: UNKNOWN_ISSUER
      aMalformedClaimIsRejected | token.AccessTokenClaims.time => Careless.anyTime | expected: CLAIM_MALFORMED but was: CLAIM_CONFLICT
      claimsThatContradictEachOtherAreRejected | token.AccessTokenClaims.client => always String.equals | Expecting code to raise a throwable
      claimsThatContradictEachOtherAreRejected | token.ClaimRules.checkTimes => nothing | Expecting code to raise a throwable
      aTokenOfAnotherKindIsRejectedByItsClaims | token.AccessTokenClaims.requireAccessToken => nothing | Expecting code to raise a throwable
      aTokenOfAnUnknownIssuerIsRejected | token.AccessTokenClaims.issuerOf => Careless.tidyIssuer | Expecting code to raise a throwable
      aTokenForAnotherAudienceIsRejected | token.ClaimRules.check => always List.contains | Expecting code to raise a throwable
      theAudienceOfAnotherIssuerDoesNotCount | token.ClaimRules.check => always List.contains | Expecting code to raise a throwable
      anExpiredTokenIsRejectedAfterTheSkew | token.ClaimRules.checkTimes => nothing | Expecting code to raise a throwable
      aTokenThatIsNotValidYetIsRejected | token.ClaimRules.checkTimes => nothing | Expecting code to raise a throwable
      aTokenIssuedInTheFutureIsRejected | token.ClaimRules.checkTimes => nothing | Expecting code to raise a throwable
      aTokenThatLivesTooLongIsRejected | token.ClaimRules.checkTimes => nothing | Expecting code to raise a throwable
      aBindingThatCannotBeReadOrProvenIsRejected | token.Confirmation.of(JsonObject,Set) => Careless.unbound | Expecting code to raise a throwable
      aBindingThatCannotBeReadOrProvenIsRejected | token.Confirmation.hash => empty | Expecting code to raise a throwable
      aTokenWithoutKeyIdIsRejectedOnlyWhereSeveralKeysCouldBeMeant | token.KeySet.candidates => without Optional.isEmpty | Expecting code to raise a throwable
      aTokenWithAnUnknownKeyIdIsRejected | token.TokenHeader.keyId => empty | Expecting code to raise a throwable
      aKeyThatIsNotForTheAlgorithmIsRejected | token.VerificationKey.suits => true | expected: KEY_NOT_SUITABLE but was: SIGNATURE_INVALID
      aTokenWithoutSignatureIsRejected | token.CompactToken.signatureLength => Careless.some + token.VerificationKey.verifies(SigningAlgorithm,CompactToken) => true | Expecting code to raise a throwable
      aTokenWithAnotherSignatureIsRejected | token.VerificationKey.verifies(SigningAlgorithm,CompactToken) => true | Expecting code to raise a throwable
      everyForgeryIsRejected | token.VerificationKey.verifies(SigningAlgorithm,CompactToken) => true | Expecting code to raise a throwable
      """;

  @Test
  void everyTestOfATokenPassesWithAllDefencesInPlace() throws Exception {
    List<String> tests = Proof.tests(Proof.all(TABLE));

    assertThat(WeakenedRun.of(TESTS, tests, List.of()).failures())
        .allSatisfy((test, failure) -> assertThat(failure).as(test).isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> everyTestOfATokenFailsWithoutItsDefence() {
    return Proof.all(TABLE).stream().map(proof -> proof.by(TESTS));
  }
}
