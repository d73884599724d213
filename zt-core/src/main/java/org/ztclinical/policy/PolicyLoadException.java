package org.ztclinical.policy;

import java.util.List;

/**
 * Policies that cannot be used. The message names each problem with file, line and remedy, a line
 * each; policies are not secret and hold no patient data.
 */
public final class PolicyLoadException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SHOWN = 20;

  /** What is wrong, for programs. */
  public enum Fault {
    /** A file, directory or bundle cannot be read, or is larger than allowed. */
    UNREADABLE,
    /** A policy is not Cedar, does not fit the clinical schema, or breaks the contract. */
    BAD_POLICY,
    /** A bundle is not signed as it must be. */
    NOT_SIGNED,
    /** A bundle is older than one that was used before. */
    ROLLED_BACK
  }

  private final Fault fault;
  private final List<String> problems;

  /** One problem. */
  public PolicyLoadException(Fault fault, String problem) {
    this(fault, List.of(problem));
  }

  /** One problem, with its cause. */
  public PolicyLoadException(Fault fault, String problem, Throwable cause) {
    this(fault, List.of(problem));
    initCause(cause);
  }

  /** Several problems, in the order of the files. */
  public PolicyLoadException(Fault fault, List<String> problems) {
    super(message(problems));
    this.fault = fault;
    this.problems = List.copyOf(problems);
  }

  /** The class of the first problem. */
  public Fault fault() {
    return fault;
  }

  /** Each problem: file, line, sentence. */
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    List<String> shown = problems.subList(0, Math.min(problems.size(), MAX_SHOWN));
    String more =
        problems.size() > MAX_SHOWN ? "\nand " + (problems.size() - MAX_SHOWN) + " more" : "";
    return String.join("\n", shown) + more;
  }
}
