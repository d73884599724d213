package org.ztclinical.defence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * What came of tests that ran in classes of their own, in which defences are missing.
 *
 * @param failures what each test failed with, by name; empty for one that passed
 * @param reached the defences whose classes were used at all
 */
record WeakenedRun(Map<String, Optional<Throwable>> failures, Set<Removal> reached) {

  /**
   * Runs these tests of a class.
   *
   * @throws IllegalStateException when not all of them ran
   */
  static WeakenedRun of(String testClass, List<String> tests, List<Removal> removals)
      throws ClassNotFoundException {
    WeakenedLoader loader = new WeakenedLoader(removals);
    Class<?> loaded = Class.forName(testClass, false, loader);
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                tests.stream().map(test -> DiscoverySelectors.selectMethod(loaded, test)).toList())
            .configurationParameter("junit.jupiter.execution.timeout.default", "90 s")
            .build();
    Results results = new Results();
    execute(request, results, loader);
    if (results.byTest.size() != tests.size()) {
      throw new IllegalStateException("not all of these ran: " + tests);
    }
    return new WeakenedRun(results.byTest, loader.reached());
  }

  private static void execute(
      LauncherDiscoveryRequest request, Results results, WeakenedLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      launcher().execute(request, results);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Launcher launcher() {
    return LauncherFactory.create(
        LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .build());
  }

  private static final class Results implements TestExecutionListener {
    final Map<String, Optional<Throwable>> byTest = new TreeMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        String name = test.getDisplayName();
        int parameters = name.indexOf('(');
        byTest.put(parameters < 0 ? name : name.substring(0, parameters), result.getThrowable());
      }
    }
  }
}
