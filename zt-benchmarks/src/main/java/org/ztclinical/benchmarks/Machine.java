package org.ztclinical.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Where figures were taken, in words that name no host and no folder. */
final class Machine {
  private Machine() {}

  /** Processor, cores, memory, system and Java. */
  static String describe() {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %d GiB; %s %s; %s %s",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        Math.round(memoryBytes() / Math.pow(1024, 3)),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        System.getProperty("java.vm.name"),
        System.getProperty("java.runtime.version"));
  }

  /** How many processes wanted a core during the last minute. */
  static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
  }

  /** The file system that audit logs are measured on. */
  static String disk() {
    try {
      return Files.getFileStore(Scratch.parent()).type();
    } catch (IOException e) {
      return "unknown file system";
    }
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }

  private static double memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }
}
