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
 * passes; every link to a file and to a heading leads to one.
 */
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("zt.root"));
  private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+Test)`");
  private static final Pattern ELSEWHERE = Pattern.compile("^([a-z]+:|//)");

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
  void everyLinkToAFileOrHeadingLeadsToOne() {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (String link : MarkdownPage.parse(read(page)).links()) {
        if (!ELSEWHERE.matcher(link).find() && !resolves(page, link)) {
          broken.add(ROOT.relativize(page) + " -> " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  /** A file of ours that exists, and a heading of it where the link names one. */
  private static boolean resolves(Path page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    if (!target.startsWith(ROOT.normalize()) || !Files.exists(target)) {
      return false;
    }
    return hash < 0
        || (target.toString().endsWith(".md")
            && MarkdownPage.parse(read(target)).anchors().contains(link.substring(hash + 1)));
  }

  @Test
  void aLinkThatLeadsNowhereIsFound() {
    Path page = ROOT.resolve("docs/smart.md");

    assertThat(resolves(page, "#exports")).isTrue();
    assertThat(resolves(page, "servlet.md#xml")).isTrue();
    assertThat(resolves(page, "../README.md")).isTrue();
    for (String link :
        List.of("#nowhere", "servlet.md#nowhere", "nowhere.md", "../../x", "../pom.xml#L1")) {
      assertThat(resolves(page, link)).as(link).isFalse();
    }
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
