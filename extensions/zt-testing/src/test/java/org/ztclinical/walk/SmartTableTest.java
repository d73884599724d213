package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table "what each interaction needs" of docs/smart.md, row by row: each is shown by requests
 * that walk all layers to an application that hands out everything, and every status that a row
 * names is among their answers. A row that nothing shows fails, and so does what shows no row.
 */
class SmartTableTest {
  private static final Path PAGE = Path.of(System.getProperty("zt.root"), "docs", "smart.md");
  private static final Pattern STATUS = Pattern.compile("\\b[1-5][0-9]{2}\\b");

  @TempDir Path directory;

  @Test
  void everyRowIsShownAndNothingElse() throws Exception {
    assertThat(shown().keySet()).containsExactlyElementsOf(rows().keySet());
    assertThat(rows()).hasSizeGreaterThan(15);
  }

  @TestFactory
  Stream<DynamicTest> theRowIsTrue() throws Exception {
    Map<String, String> rows = rows();
    return shown().entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getKey(), () -> show(rows.getOrDefault(row.getKey(), ""), row.getValue())));
  }

  private void show(String row, List<TableAsk> asks) throws Exception {
    Set<Integer> answered = new TreeSet<>();
    try (TableWard ward = new TableWard(Files.createTempDirectory(directory, "row"))) {
      for (TableAsk ask : asks) {
        ask.showOn(ward);
        answered.add(ask.status());
      }
    }
    Set<Integer> named =
        STATUS
            .matcher(row)
            .results()
            .map(found -> Integer.valueOf(found.group()))
            .collect(Collectors.toSet());
    assertThat(answered).as("what the row says is answered").containsAll(named);
    assertThat(answered).as("something is done").anyMatch(status -> status < 300);
    assertThat(answered).as("something is refused").anyMatch(status -> status >= 400);
  }

  /** The rows of the table, whole, by their first cell. */
  private static Map<String, String> rows() throws IOException {
    String page = Files.readString(PAGE);
    String part =
        page.substring(
            page.indexOf("## What each interaction needs"), page.indexOf("## Positions taken"));
    Map<String, String> rows = new LinkedHashMap<>();
    part.lines()
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .forEach(line -> rows.put(line.split("\\|", -1)[1].strip(), line));
    return rows;
  }

  /** What shows them, by the first cell. */
  private static Map<String, List<TableAsk>> shown() throws IOException {
    Map<String, List<TableAsk>> shown = new LinkedHashMap<>();
    List<TableAsk> current = new ArrayList<>();
    Matcher heading = Pattern.compile("== (.*)").matcher("");
    for (String line : lines()) {
      if (heading.reset(line).matches()) {
        current = new ArrayList<>();
        assertThat(shown.put(heading.group(1).strip(), current)).isNull();
      } else {
        current.add(TableAsk.parse(line));
      }
    }
    return shown;
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = SmartTableTest.class.getResourceAsStream("smart-table.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("# "))
          .toList();
    }
  }
}
