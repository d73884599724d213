package org.ztclinical.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.testing.MarkdownTables.Row;

/**
 * Cases for policies, in tables of a Markdown page that a privacy officer can read: who asks what
 * under which circumstances, what is decided, and by which policy. A table whose first column is
 * {@code case} is one of cases; docs/policies.md says which columns there are and what stands in
 * them. Immutable.
 *
 * <pre>{@code
 * PolicyTable.read(Path.of("docs/policy-cases.md")).check(policies);
 * }</pre>
 */
public final class PolicyTable {
  private static final long MAX_BYTES = 1024 * 1024;

  private final String page;
  private final List<Row> rows;
  private final List<PolicyCase> cases;

  private PolicyTable(String page, List<Row> rows) {
    this.page = page;
    this.rows = List.copyOf(rows);
    this.cases = rows.stream().map(CaseReader::read).toList();
  }

  /**
   * Reads a page.
   *
   * @throws UncheckedIOException when the file cannot be read
   * @throws IllegalArgumentException when a row cannot; the message says file, line, column, remedy
   */
  public static PolicyTable read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException(file.getFileName() + ": larger than " + MAX_BYTES);
      }
      return parse(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the text of a page.
   *
   * @param page what messages call it
   * @throws IllegalArgumentException as {@link #read}
   */
  public static PolicyTable parse(String page, String markdown) {
    List<Row> rows = MarkdownTables.rows(page, markdown, CaseColumn.CASE.header());
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          page + ": no table of cases; its first column must be \"case\"");
    }
    Set<List<String>> names = new HashSet<>();
    for (Row row : rows) {
      List<String> name = new ArrayList<>(row.headings());
      name.add(row.cells().getOrDefault(CaseColumn.CASE.header(), ""));
      if (!names.add(name)) {
        throw new IllegalArgumentException(
            row.place() + ": column case: there is such a case already under this heading");
      }
    }
    return new PolicyTable(page, rows);
  }

  /**
   * The cases below a heading of this text, for pages that speak of several sets of policies.
   *
   * @throws IllegalArgumentException when there are none
   */
  public PolicyTable under(String heading) {
    List<Row> below = rows.stream().filter(row -> row.headings().contains(heading)).toList();
    if (below.isEmpty()) {
      throw new IllegalArgumentException(page + ": no case under a heading \"" + heading + "\"");
    }
    return new PolicyTable(page, below);
  }

  /** The cases, in order; for a test of its own each. */
  public List<PolicyCase> cases() {
    return cases;
  }

  /**
   * Checks all cases, and that each policy decides one of them.
   *
   * @param exceptions ids of policies that need not; see {@link
   *     PolicyFixture#assertEveryPolicyIsExercised}
   * @throws AssertionError that tells of every row that fails, and of the policies
   */
  public void check(PolicyFixture policies, String... exceptions) {
    List<String> failures = new ArrayList<>();
    for (PolicyCase one : cases) {
      collect(failures, () -> one.check(policies));
    }
    collect(failures, () -> policies.assertEveryPolicyIsExercised(exceptions));
    if (!failures.isEmpty()) {
      throw new AssertionError(String.join("\n\n", failures));
    }
  }

  private static void collect(List<String> failures, Runnable check) {
    try {
      check.run();
    } catch (AssertionError e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return page + ": " + cases.size() + " cases";
  }
}
