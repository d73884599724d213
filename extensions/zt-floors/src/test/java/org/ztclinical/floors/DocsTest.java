package org.ztclinical.floors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every Java example in the documentation is a piece of a test or sample, so that it compiles and
 * passes; every link to a file leads to one.
 */
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("zt.root"));
  private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+Test)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void everyJavaExampleIsAPieceOfATestOrSample() {
    List<String> sources = sources();
    List<String> strangers = new ArrayList<>();
    for (Path page : pages()) {
      Matcher example = JAVA.matcher(read(page));
      while (example.find()) {
        String code = squeeze(example.group(1));
        if (sources.stream().noneMatch(source -> source.contains(code))) {
          strangers.add(
              ROOT.relativize(page) + ": " + example.group(1).lines().findFirst().orElse(""));
        }
      }
    }

    assertThat(strangers).isEmpty();
  }

  @Test
  void everyLinkToAFileLeadsToOne() {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(read(page));
      while (link.find()) {
        Path target = page.resolveSibling(link.group(1));
        if (!Files.exists(target)) {
          broken.add(ROOT.relativize(page) + " -> " + link.group(1));
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void everyTestNamedInTheThreatModelExists() {
    Set<String> tests =
        files(path -> path.toString().endsWith("Test.java")).stream()
            .map(path -> path.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    List<String> named = new ArrayList<>();
    Matcher name = TEST_NAME.matcher(read(ROOT.resolve("docs/threat-model.md")));
    while (name.find()) {
      named.add(name.group(1));
    }

    assertThat(named).hasSizeGreaterThan(20).isSubsetOf(tests);
  }

  @Test
  void thereIsDocumentationToCheck() {
    assertThat(pages()).hasSizeGreaterThan(5);
    assertThat(sources()).hasSizeGreaterThan(20);
  }

  private static List<Path> pages() {
    return files(path -> path.toString().endsWith(".md"));
  }

  private static List<String> sources() {
    return files(DocsTest::mayHoldExamples).stream().map(path -> squeeze(read(path))).toList();
  }

  private static boolean mayHoldExamples(Path path) {
    String text = path.toString().replace('\\', '/');
    return text.endsWith(".java") && (text.contains("/src/test/") || text.contains("/samples/"));
  }

  private static List<Path> files(java.util.function.Predicate<Path> wanted) {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(Files::isRegularFile)
          .filter(path -> !ROOT.relativize(path).toString().matches("(.*/)?(target|\\.git)/.*"))
          .filter(wanted)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Layout does not count: an example may be indented or wrapped differently. */
  private static String squeeze(String code) {
    return code.replaceAll("\\s+", "");
  }
}
