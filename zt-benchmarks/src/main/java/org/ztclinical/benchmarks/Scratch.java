package org.ztclinical.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Folders that are gone after a run, on the disk of the working directory. */
final class Scratch {
  /** Names the system property that {@link #settle()} reads. */
  static final String SETTLE = "zt.benchmarks.settle";

  private Scratch() {}

  /** A folder that no one keeps under version control. */
  static Path parent() {
    Path target = Path.of("target").toAbsolutePath();
    return Files.isDirectory(target) ? target : Path.of("").toAbsolutePath();
  }

  /** Measures in a new folder, which is gone afterwards. */
  static String with(Measurement measurement) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(parent(), "figures");
    try {
      return measurement.in(folder);
    } finally {
      delete(folder);
    }
  }

  /**
   * Waits for as many milliseconds as this system property says, nothing without it: new files
   * wrote many megabytes, and a virtual disk is slow for seconds afterwards.
   */
  static void settle() {
    try {
      TimeUnit.MILLISECONDS.sleep(Long.getLong(SETTLE, 0));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes a folder and what is in it. */
  static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(folder)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  /** What needs a folder and gives a table. */
  interface Measurement {
    String in(Path folder) throws IOException, InterruptedException;
  }
}
