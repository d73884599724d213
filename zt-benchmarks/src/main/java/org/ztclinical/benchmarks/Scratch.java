package org.ztclinical.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
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

  private static final int DELETE_ATTEMPTS = 20;
  private static final long DELETE_PAUSE_MILLIS = 500;

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
    sleep(Long.getLong(SETTLE, 0));
  }

  /**
   * Deletes a folder and what is in it. A log that was closed on a busy disk may still add a file,
   * so that it is tried for some seconds.
   */
  static void delete(Path folder) throws IOException {
    for (int left = DELETE_ATTEMPTS; ; left--) {
      try {
        deleteOnce(folder);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (left == 0) {
          throw e;
        }
        sleep(DELETE_PAUSE_MILLIS);
      }
    }
  }

  private static void deleteOnce(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(folder)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What needs a folder and gives a table. */
  interface Measurement {
    String in(Path folder) throws IOException, InterruptedException;
  }
}
