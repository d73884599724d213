package org.ztclinical.servlet;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server in a process of its own, with a heap that is smaller than its answer. Prints its port
 * and two tokens; then, for each line it is sent, the most that was in use after a collection since
 * the line before.
 */
final class SmallHeapServer {
  private static final AtomicLong PEAK = new AtomicLong();

  private SmallHeapServer() {}

  public static void main(String[] args) throws Exception {
    TestApplication application =
        TestApplication.start(JettyServer::start, Path.of(args[0]), TestApplication.STANDARD);
    System.out.println(
        application.port() + " " + application.patientToken() + " " + application.exportToken());
    Thread sampler = new Thread(SmallHeapServer::sample);
    sampler.setDaemon(true);
    sampler.start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (lines.readLine() != null) {
      System.out.println(Math.max(used(), PEAK.getAndSet(0)));
    }
    System.exit(0);
  }

  private static void sample() {
    while (true) {
      long used = used();
      PEAK.accumulateAndGet(used, Math::max);
      try {
        Thread.sleep(150);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** What a collection left: what was allocated since does not count. */
  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
        .sum();
  }
}
