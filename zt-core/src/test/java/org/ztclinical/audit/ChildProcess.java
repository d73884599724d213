package org.ztclinical.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that writes an audit directory, for tests that kill it. */
final class ChildProcess {
  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  record Result(String output) {}

  static ChildProcess start(Path directory, String mode) throws IOException {
    return new ChildProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ChildWriter.class.getName(),
                directory.toString(),
                mode)
            .redirectErrorStream(true)
            .start());
  }

  static Result run(Path directory, String mode) throws Exception {
    ChildProcess child = start(directory, mode);
    String output =
        new String(child.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!child.process.waitFor(20, TimeUnit.SECONDS)) {
      child.process.destroyForcibly();
      throw new AssertionError("the child did not end: " + output);
    }
    return new Result(output);
  }

  Process process() {
    return process;
  }
}
