package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A table of what was found elsewhere and the test for it: complete in both directions. */
final class ReferenceTable {
  private static final Pattern NUMBER = Pattern.compile("#(\\d+)|CVE-(\\d+-\\d+)");

  private ReferenceTable() {}

  /**
   * Every row names a test of the class, whose name carries the first number of the row; every test
   * but the one that asks is in a row.
   */
  static void verify(Class<?> tests, String table, int rows) {
    List<String> named = new ArrayList<>();
    for (String row : table.lines().toList()) {
      List<String> cells = Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
      assertThat(cells).as(row).hasSize(3).allMatch(cell -> !cell.isEmpty());
      String test = cells.get(2);
      named.add(test);
      Matcher number = NUMBER.matcher(cells.get(1));
      if (number.find()) {
        String digits = number.group(1) == null ? number.group(2) : number.group(1);
        assertThat(test).as(row).contains(digits.replace("-", ""));
      }
    }

    assertThat(named).hasSize(rows).doesNotHaveDuplicates();
    assertThat(testsOf(tests)).containsExactlyInAnyOrderElementsOf(named);
  }

  private static Set<String> testsOf(Class<?> tests) {
    Set<String> names = new TreeSet<>();
    for (Method method : tests.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class) && !method.getName().startsWith("every")) {
        names.add(method.getName());
      }
    }
    return names;
  }
}
