package org.ztclinical.thread;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What threads of the library take of whoever starts them, which is nothing. */
class DaemonThreadsTest {
  private final ClassLoader application = new URLClassLoader(new URL[0]);
  private @Nullable ClassLoader before;

  @BeforeEach
  void beAnApplication() {
    before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(application);
  }

  @AfterEach
  void beTheTestAgain() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void aThreadIsADaemonOfThatName() {
    Thread thread = DaemonThreads.named("zt-test").newThread(() -> {});

    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).isEqualTo("zt-test");
    assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
  }

  @Test
  void threadsThatAreManyAreNumbered() {
    DaemonThreads threads = DaemonThreads.numbered("zt-test");

    assertThat(threads.newThread(() -> {}).getName()).isEqualTo("zt-test-1");
    assertThat(threads.newThread(() -> {}).getName()).isEqualTo("zt-test-2");
  }

  @Test
  void aThreadDoesNotKeepTheClassLoaderOfWhoeverStartsIt() {
    Thread thread = DaemonThreads.named("zt-test").newThread(() -> {});

    assertThat(thread.getContextClassLoader())
        .isSameAs(DaemonThreads.class.getClassLoader())
        .isNotSameAs(application);
  }

  @Test
  void aThreadDoesNotInheritWhoTheCallerIs() throws InterruptedException {
    InheritableThreadLocal<String> caller = new InheritableThreadLocal<>();
    caller.set("Practitioner/1");
    List<@Nullable String> seen = new ArrayList<>();

    run(() -> seen.add(caller.get()));

    assertThat(seen).containsExactly((String) null);
  }

  @Test
  void whatAThreadDiesOfIsToldWithoutItsMessage() throws InterruptedException {
    IllegalStateException cause = new IllegalStateException("Patient/123 is not there");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(printed, true, UTF_8));
    try {
      run(
          () -> {
            throw cause;
          });
    } finally {
      System.setErr(err);
    }

    assertThat(printed.toString(UTF_8)).doesNotContain("Patient/123");
    assertThat(DaemonThreads.lastWords(Thread.currentThread(), cause))
        .isEqualTo(
            "thread "
                + Thread.currentThread().getName()
                + " ended with java.lang.IllegalStateException");
  }

  @Test
  void workOfAnApplicationFindsItsClassesOnlyWhileItRuns() throws InterruptedException {
    Callable<@Nullable ClassLoader> work =
        DaemonThreads.withClassesOfCaller(() -> Thread.currentThread().getContextClassLoader());
    List<@Nullable ClassLoader> seen = new ArrayList<>();

    run(
        () -> {
          seen.add(call(work));
          seen.add(Thread.currentThread().getContextClassLoader());
        });

    assertThat(seen).containsExactly(application, DaemonThreads.class.getClassLoader());
  }

  @Test
  void workThatFailsLeavesNoClassLoaderBehind() {
    Callable<String> work =
        DaemonThreads.withClassesOfCaller(
            () -> {
              throw new IllegalStateException("failed");
            });
    Thread.currentThread().setContextClassLoader(before);

    assertThatThrownBy(work::call).hasMessage("failed");

    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  private static void run(Runnable work) throws InterruptedException {
    Thread thread = DaemonThreads.named("zt-test").newThread(work);
    thread.start();
    thread.join();
  }

  private static @Nullable ClassLoader call(Callable<@Nullable ClassLoader> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
