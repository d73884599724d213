package org.ztclinical.servlet;

import org.ztclinical.enforce.Response;

/**
 * What is told about failures: to callers nothing, to operators no message, as it may hold patient
 * data.
 */
final class Failures {
  private static final Response ANSWER =
      Response.json(
          500,
          "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
              + "\"code\":\"exception\",\"diagnostics\":\"The request could not be completed.\"}]}");

  private Failures() {}

  /** The answer when our own code, or the container, fails. */
  static Response answer() {
    return ANSWER;
  }

  /** The class of a failure and of its causes, each with the place it was thrown. */
  static String describe(Throwable failure) {
    StringBuilder out = new StringBuilder();
    Throwable current = failure;
    for (int depth = 0; current != null && depth < 5; depth++) {
      StackTraceElement[] trace = current.getStackTrace();
      out.append(depth == 0 ? "" : ", caused by ")
          .append(current.getClass().getName())
          .append(trace.length == 0 ? "" : " at " + trace[0]);
      current = current.getCause();
    }
    return out.toString();
  }
}
