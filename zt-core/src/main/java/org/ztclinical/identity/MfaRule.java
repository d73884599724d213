package org.ztclinical.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.reason.Reason;

/**
 * "The user must have been authenticated with more than one factor." Without further words it holds
 * for every request of everybody. Immutable; each method returns a changed copy.
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

  /** OpenID EAP ACR Values 1.0. */
  private static final String PHISHING_RESISTANT = "phr";

  private static final String IN_PROTECTED_HARDWARE = "phrh";

  private static final MfaRule STRICT =
      new MfaRule(Shown.BY_METHODS, List.of(), null, false, RuleReach.everything());

  /** What shows that the rule is met. */
  private enum Shown {
    BY_METHODS,
    BY_CLASS,
    BY_CLASS_AGAINST_PHISHING
  }

  private final Shown shown;
  private final List<String> acrValues;
  private final @Nullable Duration maxAge;
  private final boolean servicesExempt;
  private final RuleReach reach;

  private MfaRule(
      Shown shown,
      List<String> acrValues,
      @Nullable Duration maxAge,
      boolean servicesExempt,
      RuleReach reach) {
    this.shown = shown;
    this.acrValues = acrValues;
    this.maxAge = maxAge;
    this.servicesExempt = servicesExempt;
    this.reach = reach;
  }

  /** More than one factor, shown by {@code amr}, at any time in the past, of everybody. */
  public static MfaRule required() {
    return STRICT;
  }

  /**
   * A method that cannot be phished, shown by {@code acr} alone: {@code phr} or {@code phrh}
   * (OpenID EAP ACR Values 1.0). No method of {@code amr} shows it, because none says to which site
   * the user gave it.
   */
  public static MfaRule phishingResistant() {
    return phishingResistant(PHISHING_RESISTANT, IN_PROTECTED_HARDWARE);
  }

  /** The same, shown by one of these {@code acr} values, the preferred first. */
  public static MfaRule phishingResistant(String preferred, String... others) {
    return new MfaRule(
        Shown.BY_CLASS_AGAINST_PHISHING,
        values(preferred, others),
        null,
        false,
        RuleReach.everything());
  }

  /**
   * One of these {@code acr} values shows it, and {@code amr} no longer does: for issuers whose
   * context classes are agreed. Where the issuer has an order of classes, a stronger one shows it,
   * too. The challenge names them, the preferred first.
   *
   * @throws IllegalStateException if the rule asks for what cannot be phished
   */
  public MfaRule byAcr(String preferred, String... others) {
    return shown(Shown.BY_CLASS, values(preferred, others));
  }

  /**
   * One of these {@code acr} values shows it as well as {@code amr}.
   *
   * @throws IllegalStateException if the rule asks for what cannot be phished
   */
  public MfaRule orAcr(String preferred, String... others) {
    return shown(Shown.BY_METHODS, values(preferred, others));
  }

  private MfaRule shown(Shown by, List<String> values) {
    if (isPhishingResistant()) {
      throw new IllegalStateException(
          "name the classes that cannot be phished in phishingResistant(…)");
    }
    return new MfaRule(by, values, maxAge, servicesExempt, reach);
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
    return new MfaRule(shown, acrValues, age, servicesExempt, reach);
  }

  /**
   * Does not ask it of services, which have no user: the subject is the client, there is no {@code
   * fhirUser}, and every scope is a {@code system/} scope. Only for issuers that let no client
   * choose an id that could be a user's (RFC 9068 §5).
   */
  public MfaRule exemptServices() {
    return new MfaRule(shown, acrValues, maxAge, true, reach);
  }

  /** Only of who has one of these roles; repeatable. */
  public MfaRule forRoles(String first, String... more) {
    return reaching(reach.forRoles(first, more));
  }

  /**
   * Only for these interactions of FHIR, and what was named by {@link #onRoutes}; repeatable. A
   * batch or transaction is meant as soon as one of its entries is.
   */
  public MfaRule onInteractions(Interaction first, Interaction... more) {
    return reaching(reach.onInteractions(first, more));
  }

  /**
   * Only for routes of the application with these actions, and what was named by {@link
   * #onInteractions}; repeatable.
   */
  public MfaRule onRoutes(String firstAction, String... more) {
    return reaching(reach.onRoutes(firstAction, more));
  }

  private MfaRule reaching(RuleReach changed) {
    return new MfaRule(shown, acrValues, maxAge, servicesExempt, changed);
  }

  /** For whom and for which requests it holds. */
  public RuleReach reach() {
    return reach;
  }

  /**
   * Nothing if the caller satisfies the rule at this moment, else what it must bring; whatever the
   * rule's {@link #reach()}.
   */
  public Optional<StepUp> check(Identity identity, Instant now) {
    if (!concerns(identity)) {
      return Optional.empty();
    }
    AuthenticationStrength strength = identity.strength();
    if (!hasFactors(strength)) {
      return stepUp(
          isPhishingResistant()
              ? IdentityReason.PHISHING_RESISTANCE_REQUIRED
              : IdentityReason.MFA_REQUIRED);
    }
    return maxAge == null ? Optional.empty() : checkAge(strength, maxAge, now);
  }

  /** Whether it asks anything of this caller: not of a service that is exempt. */
  boolean concerns(Identity identity) {
    return !servicesExempt || !identity.isService();
  }

  /** Whether it shows more than one factor by this rule, however long ago that was. */
  public boolean isShownBy(AuthenticationStrength strength) {
    return hasFactors(strength);
  }

  /** The {@code acr} values that show it, the preferred first. */
  public List<String> acrValues() {
    return acrValues;
  }

  /** Whether it asks for a method that cannot be phished. */
  public boolean isPhishingResistant() {
    return shown == Shown.BY_CLASS_AGAINST_PHISHING;
  }

  /** How long ago the authentication may be. */
  public Optional<Duration> maxAge() {
    return Optional.ofNullable(maxAge);
  }

  private boolean hasFactors(AuthenticationStrength strength) {
    boolean byContext = strength.satisfiesAny(acrValues);
    return byContext || (shown == Shown.BY_METHODS && hasFactors(strength.amr()));
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
    String classes = acrValues.isEmpty() ? "" : " or acr " + acrValues;
    String how =
        switch (shown) {
          case BY_METHODS -> "several factors by amr" + classes;
          case BY_CLASS -> "acr " + acrValues;
          case BY_CLASS_AGAINST_PHISHING -> "phishing-resistant by acr " + acrValues;
        };
    String age = maxAge == null ? "" : " at most " + maxAge.toSeconds() + " s ago";
    return how + age + " " + reach;
  }
}
