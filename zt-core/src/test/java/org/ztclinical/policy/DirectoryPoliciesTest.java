package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.policy.PolicyLoadException.Fault;

class DirectoryPoliciesTest {
  @TempDir Path root;
  private Path directory;

  @BeforeEach
  void makeDirectory() throws Exception {
    directory = Files.createDirectory(root.resolve("policies"));
  }

  @Test
  void filesAreReadInTheOrderOfTheirNamesAndOthersAreLeftAlone() throws Exception {
    Files.writeString(directory.resolve("20-b.cedar"), "// b");
    Files.writeString(directory.resolve("10-a.cedar"), "// a");
    Files.writeString(directory.resolve("README.md"), "no policy");

    assertThat(atOnce().read())
        .extracting(PolicyText::name)
        .containsExactly("10-a.cedar", "20-b.cedar");
  }

  @Test
  void aLinkWithinTheDirectoryIsFollowedAndOneThatLeadsOutIsRefused() throws Exception {
    Path inside = Files.createDirectory(directory.resolve("..2026_03"));
    Files.writeString(inside.resolve("a.cedar"), "// a");
    Files.createSymbolicLink(directory.resolve("a.cedar"), inside.resolve("a.cedar"));
    assertThat(atOnce().read()).hasSize(1);

    Files.writeString(root.resolve("elsewhere.cedar"), "// not ours");
    Files.createSymbolicLink(directory.resolve("b.cedar"), root.resolve("elsewhere.cedar"));
    assertRefused("a link leads out of the directory");
  }

  @Test
  void aDirectoryWithoutPoliciesIsRefused() {
    assertRefused("no *.cedar file is in it");
  }

  @Test
  void aDirectoryThatIsNotThereIsRefused() throws Exception {
    Files.delete(directory);

    assertRefused("cannot be read");
  }

  @Test
  void whatIsNoFileOrNoUtf8OrTooLargeIsRefused() throws Exception {
    Path file = directory.resolve("a.cedar");
    Files.createDirectory(file);
    assertRefused("not a regular file");

    Files.delete(file);
    Files.write(file, new byte[] {(byte) 0xC3, (byte) 0x28});
    assertRefused("not UTF-8");

    Files.write(file, new byte[PolicyFolder.MAX_BYTES + 1]);
    assertRefused("larger than");
  }

  @Test
  void moreFilesThanAllowedAreRefused() throws Exception {
    for (int i = 0; i <= PolicyFolder.MAX_FILES; i++) {
      Files.createFile(directory.resolve(i + ".cedar"));
    }

    assertRefused("more than 1000 policy files");
  }

  @Test
  void whatIsNotOnTheClassPathIsRefused() {
    assertThatThrownBy(() -> PolicySource.classPath(getClass(), "nothing.cedar").read())
        .isInstanceOf(PolicyLoadException.class)
        .hasMessageContaining("nothing.cedar: not on the class path");
  }

  private PolicySource atOnce() {
    return PolicySource.directory(directory, Duration.ZERO);
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> atOnce().read())
        .isInstanceOfSatisfying(
            PolicyLoadException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNREADABLE))
        .hasMessageContaining(why);
  }
}
