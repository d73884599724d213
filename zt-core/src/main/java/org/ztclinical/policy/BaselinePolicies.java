package org.ztclinical.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Policies that ship with the library, each file switched on by its name. They are commented so
 * that a privacy officer can read them; docs/policies.md says which go together. An application
 * adds its own beside them, and copies a file into its own directory to change it.
 */
public enum BaselinePolicies implements PolicySource {
  /** Capabilities, envelopes, the directory, and the patient's own record. */
  ESSENTIALS(false),
  /** Two factors for patient records. */
  MFA(false),
  /** Physicians and nurses, by role alone. */
  ROLES(false),
  /** Billing, support of the vendor, analytics. */
  ADMINISTRATION(false),
  /** No bulk export outside business hours without a grant. */
  BULK_EXPORT(false),
  /** Reading beyond the own patients, with a reason; in place of {@link #ROLES}. */
  BREAK_GLASS(false),
  /**
   * Physicians and nurses, for the patients they treat; in place of {@link #ROLES}. Needs {@code
   * relationships(…)}.
   */
  BY_RELATIONSHIP(true),
  /** Administration from privileged-access workstations. */
  ADMINISTRATION_WORKSTATION(true),
  /** Radiology, pharmacy, telemetry and administration, each from its network zone. */
  ZONES(true);

  private final boolean needsMore;

  BaselinePolicies(boolean needsMore) {
    this.needsMore = needsMore;
  }

  /**
   * What an application can begin with: everything that {@linkplain #needsMore needs no more}, with
   * roles rather than break-glass.
   */
  public static PolicySource[] standard() {
    return Arrays.stream(values())
        .filter(file -> !file.needsMore && file != BREAK_GLASS)
        .toArray(PolicySource[]::new);
  }

  /**
   * Whether it needs a fact that has to be configured, or a layer that this version does not have;
   * until then it denies what it guards, because that is unknown.
   */
  public boolean needsMore() {
    return needsMore;
  }

  /** The name of the file. */
  public String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + PolicyFolder.CEDAR;
  }

  @Override
  public List<PolicyText> read() throws PolicyLoadException {
    PolicyText text =
        new ClassPathPolicies(BaselinePolicies.class, List.of("baseline/" + fileName()))
            .read()
            .get(0);
    return List.of(new PolicyText(fileName(), text.text()));
  }

  @Override
  public String describe() {
    return "baseline " + fileName();
  }
}
