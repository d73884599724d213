package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory into which files are being copied is not read by halves. */
class DirectorySettleTest {
  private static final Duration SETTLE = Duration.ofSeconds(1);
  private static final String PERMIT = "@id(\"p\") permit (principal, action, resource);";
  private static final String FORBID =
      "@id(\"f\") @reason(\"x\") forbid (principal, action, resource is Fhir::Patient);";

  @TempDir Path root;
  private Path directory;
  private int pauses;

  /** What happens while it is waited, one step for each pause. */
  private final Deque<Step> between = new ArrayDeque<>();

  private interface Step {
    void run() throws Exception;
  }

  @BeforeEach
  void makeDirectory() throws Exception {
    directory = Files.createDirectory(root.resolve("policies"));
    write("10-permit.cedar", PERMIT);
  }

  @Test
  void aFileThatAppearsBetweenTwoLooksIsWaitedFor() throws Exception {
    between.add(() -> write("20-forbid.cedar", FORBID));

    assertThat(names(source(InstantSource.system())))
        .containsExactly("10-permit.cedar", "20-forbid.cedar");
    assertThat(pauses).isEqualTo(2);
  }

  @Test
  void aFileThatGrowsBetweenTwoLooksIsWaitedFor() throws Exception {
    between.add(() -> write("10-permit.cedar", PERMIT + "\n"));
    between.add(() -> write("10-permit.cedar", PERMIT + "\n" + FORBID));

    assertThat(source(InstantSource.system()).read().get(0).text()).endsWith(FORBID);
    assertThat(pauses).isEqualTo(3);
  }

  @Test
  void aFileThatIsExchangedForOneOfTheSameSizeAndTimeIsSeen() throws Exception {
    Path file = directory.resolve("10-permit.cedar");
    FileTime time = Files.getLastModifiedTime(file);
    between.add(
        () -> {
          Path other = Files.writeString(root.resolve("other"), PERMIT.replace("\"p\"", "\"q\""));
          Files.setLastModifiedTime(other, time);
          Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        });

    assertThat(source(InstantSource.system()).read().get(0).text()).contains("\"q\"");
    assertThat(pauses).isEqualTo(2);
  }

  @Test
  void whatHasRestedLongIsReadAtOnce() throws Exception {
    assertThat(names(source(later(() -> {})))).containsExactly("10-permit.cedar");
    assertThat(pauses).isZero();
  }

  @Test
  void aFileThatAppearsWhileTheOthersAreReadIsNotLeftOut() throws Exception {
    InstantSource afterFirstLook = later(() -> write("20-forbid.cedar", FORBID));

    assertThat(names(source(afterFirstLook))).containsExactly("10-permit.cedar", "20-forbid.cedar");
    assertThat(pauses).isEqualTo(1);
  }

  @Test
  void aFileThatIsTakenAwayWhileItIsReadIsNoFault() throws Exception {
    write("20-old.cedar", FORBID);
    InstantSource afterFirstLook = later(() -> Files.delete(directory.resolve("20-old.cedar")));

    assertThat(names(source(afterFirstLook))).containsExactly("10-permit.cedar");
  }

  @Test
  void aLinkThatIsExchangedIsReadAsAWhole() throws Exception {
    Path next = Files.createDirectory(root.resolve("v2"));
    Files.writeString(next.resolve("10-permit.cedar"), FORBID);
    Path current = Files.createSymbolicLink(root.resolve("current"), directory);
    directory = current;
    InstantSource afterFirstLook =
        later(
            () -> {
              Path link = Files.createSymbolicLink(root.resolve("next"), next);
              Files.move(link, current, StandardCopyOption.ATOMIC_MOVE);
            });

    assertThat(source(afterFirstLook).read())
        .containsExactly(new PolicyText("10-permit.cedar", FORBID));
  }

  @Test
  void aDirectoryThatGoesOnChangingIsRefused() {
    for (int i = 0; i < 100; i++) {
      String name = i + ".cedar";
      between.add(() -> write(name, PERMIT));
    }

    assertThatThrownBy(() -> source(InstantSource.system()).read())
        .isInstanceOf(PolicyLoadException.class)
        .hasMessageContaining("did not stay the same for PT1S")
        .hasMessageContaining("renaming");
    assertThat(pauses).isLessThan(DirectoryPolicies.MAX_LOOKS);
  }

  @Test
  void aReloadWhileFilesAreCopiedUsesTheWholeSet() throws Exception {
    PolicyStore store = Asked.load(source(InstantSource.system()));
    Files.delete(directory.resolve("10-permit.cedar"));
    write("10-new.cedar", PERMIT.replace("\"p\"", "\"new\""));
    between.add(() -> write("20-forbid.cedar", FORBID));

    assertThat(store.reload()).isTrue();
    assertThat(store.ids()).containsExactly("new", "f");
  }

  @Test
  void waitingThatIsInterruptedReadsNothing() {
    between.add(
        () -> {
          throw new InterruptedException();
        });

    assertThatThrownBy(() -> source(InstantSource.system()).read())
        .isInstanceOf(PolicyLoadException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aSettleTimeHasBounds() {
    for (Duration bad : Arrays.asList(Duration.ofMillis(-1), Duration.ofSeconds(61))) {
      assertThatThrownBy(() -> PolicySource.directory(directory, bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private DirectoryPolicies source(InstantSource clock) {
    return new DirectoryPolicies(
        new PolicyFolder(directory),
        SETTLE,
        time -> {
          assertThat(time).isEqualTo(SETTLE);
          pauses++;
          Step step = between.poll();
          if (step != null) {
            run(step);
          }
        },
        clock);
  }

  private static void run(Step step) throws InterruptedException {
    try {
      step.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A clock by which all was written long ago; it is asked once, after the first look. */
  private static InstantSource later(Step afterFirstLook) {
    return () -> {
      try {
        run(afterFirstLook);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Instant.now().plusSeconds(3600);
    };
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(directory.resolve(name), text);
  }

  private static List<String> names(PolicySource source) throws PolicyLoadException {
    return source.read().stream().map(PolicyText::name).toList();
  }
}
