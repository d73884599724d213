package org.ztclinical.reason;

/** What a layer said. There is no verdict for "absent": a layer without rules says so. */
public enum Verdict {
  /** The layer's rules were evaluated and hold. */
  PASSED("passed"),
  /** The layer's rules hold for a part of what was asked; the rest is withheld. */
  NARROWED("narrowed"),
  /** The layer refuses. */
  DENIED("denied"),
  /** The layer would refuse, but its check only observes. */
  WOULD_DENY("would deny"),
  /** The layer has no rules to evaluate; it neither passes nor refuses. */
  NOT_CONFIGURED("not configured"),
  /** An earlier layer ended the walk before this one was asked. */
  NOT_REACHED("not reached");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** The stable words used in records and explanations. */
  public String words() {
    return words;
  }
}
