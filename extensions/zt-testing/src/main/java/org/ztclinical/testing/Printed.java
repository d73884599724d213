package org.ztclinical.testing;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a log would show of a failure: its message, its causes, all of their messages. */
final class Printed {
  private Printed() {}

  /** Without the lines that only name code. */
  static String of(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    StringBuilder messages = new StringBuilder();
    text.toString()
        .lines()
        .filter(line -> !line.stripLeading().startsWith("at "))
        .forEach(line -> messages.append(line).append('\n'));
    return messages.toString();
  }
}
