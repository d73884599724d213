package org.ztclinical.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.reason.Reason;

/**
 * "The user must have been authenticated with more than one factor." Immutable; each method returns
 * a changed copy.
 *
 * <p>Without further words the issuer must say so in {@code amr} (RFC 8176): {@code mfa}, or
 * methods of two different kinds, of knowledge ({@code pwd pin}), possession ({@code otp hwk swk sc
 * pop}) and inherence ({@code face fpt iris retina vbm}). Text messages and calls ({@code sms
 * tel}), security questions, location and risk scores count for nothing, nor does any value not
 * listed here.
 */
public final class MfaRule {
  private static final Set<String> KNOWLEDGE = Set.of("pwd", "pin");
  private static final Set<String> POSSESSION = Set.of("otp", "hwk", "swk", "sc", "pop");
  private static final Set<String> INHERENCE = Set.of("face", "fpt", "iris", "retina", "vbm");

  /** Visible ASCII without blank, quote and backslash: safe in a quoted string. */
  private static final Pattern ACR = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,255}");

  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final MfaRule STRICT = new MfaRule(List.of(), true, null, false);

  private final List<String> acrValues;
  private final boolean byMethods;
  private final @Nullable Duration maxAge;
  private final boolean servicesExempt;

  private MfaRule(
      List<String> acrValues,
      boolean byMethods,
      @Nullable Duration maxAge,
      boolean servicesExempt) {
    this.acrValues = acrValues;
    this.byMethods = byMethods;
    this.maxAge = maxAge;
    this.servicesExempt = servicesExempt;
  }

  /** More than one factor, shown by {@code amr}, at any time in the past, of everybody. */
  public static MfaRule required() {
    return STRICT;
  }

  /**
   * One of these {@code acr} values shows it, and {@code amr} no longer does: for issuers whose
   * context classes are agreed. Where the issuer has an order of classes, a stronger one shows it,
   * too. The challenge names them, the preferred first.
   */
  public MfaRule byAcr(String preferred, String... others) {
    return new MfaRule(values(preferred, others), false, maxAge, servicesExempt);
  }

  /** One of these {@code acr} values shows it as well as {@code amr}. */
  public MfaRule orAcr(String preferred, String... others) {
    return new MfaRule(values(preferred, others), true, maxAge, servicesExempt);
  }

  private static List<String> values(String preferred, String... others) {
    List<String> values = new ArrayList<>(List.of(others));
    values.add(0, preferred);
    if (!values.stream().allMatch(value -> ACR.matcher(value).matches())) {
      throw new IllegalArgumentException("an acr value is visible ASCII without quotes and blanks");
    }
    return List.copyOf(values);
  }

  /** The authentication may be so long ago, by {@code auth_time}; a token without it is too old. */
  public MfaRule maxAge(Duration age) {
    if (age.toSeconds() < 1) {
      throw new IllegalArgumentException("the age of an authentication is at least one second");
    }
    return new MfaRule(acrValues, byMethods, age, servicesExempt);
  }

  /**
   * Does not ask it of services, which have no user: the subject is the client, there is no {@code
   * fhirUser}, and every scope is a {@code system/} scope. Only for issuers that let no client
   * choose an id that could be a user's (RFC 9068 §5).
   */
  public MfaRule exemptServices() {
    return new MfaRule(acrValues, byMethods, maxAge, true);
  }

  /** Nothing if the caller satisfies the rule at this moment, else what it must bring. */
  public Optional<StepUp> check(Identity identity, Instant now) {
    if (servicesExempt && identity.isService()) {
      return Optional.empty();
    }
    AuthenticationStrength strength = identity.strength();
    if (!hasFactors(strength)) {
      return stepUp(IdentityReason.MFA_REQUIRED);
    }
    return maxAge == null ? Optional.empty() : checkAge(strength, maxAge, now);
  }

  /** Whether it shows more than one factor by this rule, however long ago that was. */
  public boolean isShownBy(AuthenticationStrength strength) {
    return hasFactors(strength);
  }

  /** The {@code acr} values that show it, the preferred first. */
  public List<String> acrValues() {
    return acrValues;
  }

  private boolean hasFactors(AuthenticationStrength strength) {
    boolean byContext = strength.satisfiesAny(acrValues);
    return byContext || (byMethods && hasFactors(strength.amr()));
  }

  private static boolean hasFactors(Set<String> amr) {
    if (amr.contains("mfa")) {
      return true;
    }
    long kinds =
        List.of(KNOWLEDGE, POSSESSION, INHERENCE).stream()
            .filter(kind -> kind.stream().anyMatch(amr::contains))
            .count();
    return kinds >= 2;
  }

  private Optional<StepUp> checkAge(AuthenticationStrength strength, Duration age, Instant now) {
    Instant authenticated = strength.authTime().orElse(null);
    if (authenticated == null || authenticated.isAfter(now.plus(SKEW))) {
      return stepUp(IdentityReason.AUTHENTICATION_TIME_UNKNOWN);
    }
    return authenticated.plus(age).isBefore(now)
        ? stepUp(IdentityReason.AUTHENTICATION_TOO_OLD)
        : Optional.empty();
  }

  private Optional<StepUp> stepUp(IdentityReason reason) {
    return Optional.of(new StepUp(acrValues, Optional.ofNullable(maxAge), Reason.of(reason)));
  }

  @Override
  public String toString() {
    return "MfaRule[acr " + acrValues + (byMethods ? ", amr" : "") + ", max age " + maxAge + "]";
  }
}
