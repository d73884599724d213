package org.ztclinical.obligation;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ztclinical.state.StateStore;

/** How reasons are stated and how long they last. Immutable; {@code with…} gives a changed copy. */
public final class JustifyRule {
  /** The request header, unless another is chosen. */
  public static final String STANDARD_HEADER = "Access-Justification";

  /** How long a reason lasts, unless set otherwise. */
  public static final Duration STANDARD_LIFETIME = Duration.ofMinutes(60);

  /** The longest that may be set: a shift. */
  public static final Duration MAX_LIFETIME = Duration.ofHours(12);

  private static final Pattern HEADER =
      Pattern.compile("(?:[A-Za-z0-9]+-){0,6}(?:justification|reason)", Pattern.CASE_INSENSITIVE);
  private static final int MAX_HEADER_NAME = 64;

  private final String header;
  private final Duration lifetime;
  private final Optional<StateStore> store;

  private JustifyRule(String header, Duration lifetime, Optional<StateStore> store) {
    this.header = header;
    this.lifetime = lifetime;
    this.store = store;
  }

  /** The header {@value #STANDARD_HEADER}, 60 minutes, kept in the memory of this process. */
  public static JustifyRule standard() {
    return new JustifyRule(STANDARD_HEADER, STANDARD_LIFETIME, Optional.empty());
  }

  /**
   * Another request header.
   *
   * @param name ends in {@code justification} or {@code reason}, so that it cannot be one to which
   *     HTTP, FHIR or a proxy gives a meaning: the application does not see it
   */
  public JustifyRule withHeader(String name) {
    if (name.length() > MAX_HEADER_NAME || !HEADER.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "withHeader: the name is words with hyphens and ends in justification or reason, as in "
              + STANDARD_HEADER);
    }
    return new JustifyRule(name, lifetime, store);
  }

  /** Another lifetime: more than zero, at most 12 hours. */
  public JustifyRule lasting(Duration lifetime) {
    boolean sound =
        !lifetime.isNegative() && !lifetime.isZero() && lifetime.compareTo(MAX_LIFETIME) <= 0;
    if (!sound) {
      throw new IllegalArgumentException("lasting: more than zero, at most 12 hours");
    }
    return new JustifyRule(header, lifetime, store);
  }

  /** Kept in this store, as for several instances that share one. */
  public JustifyRule keptIn(StateStore store) {
    return new JustifyRule(header, lifetime, Optional.of(Objects.requireNonNull(store, "store")));
  }

  /** The request header's name. */
  public String header() {
    return header;
  }

  /** The header's name in lower case. */
  String lowerCaseHeader() {
    return header.toLowerCase(Locale.ROOT);
  }

  /** How long a reason lasts. */
  public Duration lifetime() {
    return lifetime;
  }

  /** Where reasons are kept; empty for the memory of the process. */
  public Optional<StateStore> store() {
    return store;
  }

  @Override
  public String toString() {
    return "reasons in " + header + ", lasting " + lifetime;
  }
}
