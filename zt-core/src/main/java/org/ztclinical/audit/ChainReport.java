package org.ztclinical.audit;

import java.util.Optional;

/**
 * What the verifier found in one lane.
 *
 * @param origin the lane's name; empty when there is nothing
 * @param segments how many files were read
 * @param records how many intact records stand before the first fault
 * @param head the chain's head after them, 64 hexadecimal digits
 * @param fault the first fault
 * @param tornBytes what a crash left behind the last record; the next opening puts it in
 *     quarantine. While a process writes the log, it may also be a batch under way
 * @param abandonedBytes what stands in segments behind the place where a failing disk made the
 *     writer leave them; never acknowledged there, and written anew into the next segment
 */
public record ChainReport(
    String origin,
    int segments,
    long records,
    String head,
    Optional<AuditFault> fault,
    long tornBytes,
    long abandonedBytes) {

  /** True when every record is as it was written and none is missing before the last. */
  public boolean intact() {
    return fault.isEmpty();
  }

  /** One line for people. */
  public String describe() {
    return Line.start(origin.isEmpty() ? "empty" : origin)
        .word(fault.map(found -> "DAMAGED at " + found).orElse("intact"))
        .word("records", records)
        .word("segments", segments)
        .word("head", head)
        .word("torn-bytes", tornBytes)
        .word("abandoned-bytes", abandonedBytes)
        .toString();
  }
}
