package org.ztclinical.audit;

import java.util.List;

/**
 * What the verifier found in an audit directory.
 *
 * @param log the log of decisions and releases
 * @param rejections the lane of unauthenticated callers
 * @param permits how many decisions permitted something
 * @param denials how many refused
 * @param releases how many release records there are
 * @param unclosed how many permits have no closing release record: in a breach question they count
 *     as having released all they could. While the log is written, those under way are among them
 * @param unclosedExamples the first of them, at most 100
 */
public record VerificationReport(
    ChainReport log,
    ChainReport rejections,
    long permits,
    long denials,
    long releases,
    long unclosed,
    List<EventId> unclosedExamples) {
  public VerificationReport {
    unclosedExamples = List.copyOf(unclosedExamples);
  }

  /** True when both lanes are. */
  public boolean intact() {
    return log.intact() && rejections.intact();
  }

  /** Some lines for people. */
  public String describe() {
    String counts =
        Line.start("decisions:")
            .word("permits", permits)
            .word("denials", denials)
            .word("releases", releases)
            .word("permits-without-closing-release", unclosed)
            .toString();
    return String.join(
        "\n", "log: " + log.describe(), "rejections: " + rejections.describe(), counts);
  }
}
