package org.ztclinical.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of the tables in a Markdown page whose first column has a given name; everything else in
 * the page is for people. A pipe in a cell is written {@code \|}; backticks around a cell count for
 * nothing.
 */
final class MarkdownTables {
  private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(.+?)\\s*#*");
  private static final Pattern DELIMITER = Pattern.compile("\\|(\\s*:?-+:?\\s*\\|)+");
  private static final Pattern PIPE = Pattern.compile("(?<!\\\\)\\|");

  private final String page;
  private final String firstColumn;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> headings = new ArrayList<>();
  private List<String> columns = List.of();
  private boolean inCode;
  private boolean inTable;
  private boolean inWanted;

  private MarkdownTables(String page, String firstColumn) {
    this.page = page;
    this.firstColumn = firstColumn;
  }

  /**
   * A row.
   *
   * @param place page and line
   * @param headings above it, the outermost first
   * @param cells by the name of their column, in order
   */
  record Row(String place, List<String> headings, Map<String, String> cells) {
    Row {
      headings = List.copyOf(headings);
    }
  }

  static List<Row> rows(String page, String markdown, String firstColumn) {
    MarkdownTables tables = new MarkdownTables(page, firstColumn);
    int line = 0;
    for (String text : markdown.lines().toList()) {
      line++;
      tables.line(text.strip(), page + ":" + line);
    }
    return tables.rows;
  }

  private void line(String text, String place) {
    if (text.startsWith("```")) {
      inCode = !inCode;
    }
    if (inCode || !text.startsWith("|")) {
      inTable = false;
      heading(text);
    } else if (!inTable) {
      inTable = true;
      columns = cells(text);
      inWanted = columns.get(0).equals(firstColumn);
    } else if (inWanted && !DELIMITER.matcher(text).matches()) {
      rows.add(row(cells(text), place));
    }
  }

  private void heading(String text) {
    Matcher heading = HEADING.matcher(text);
    if (!inCode && heading.matches()) {
      int level = heading.group(1).length();
      while (headings.size() >= level) {
        headings.remove(headings.size() - 1);
      }
      while (headings.size() < level - 1) {
        headings.add("");
      }
      headings.add(heading.group(2));
    }
  }

  private Row row(List<String> cells, String place) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          place + ": " + cells.size() + " cells under " + columns.size() + " columns");
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      if (named.put(columns.get(i), cells.get(i)) != null) {
        throw new IllegalArgumentException(place + ": the table has two columns " + columns.get(i));
      }
    }
    return new Row(place, headings, named);
  }

  private static List<String> cells(String text) {
    String inner =
        text.substring(
            1, text.endsWith("|") && text.length() > 1 ? text.length() - 1 : text.length());
    List<String> cells = new ArrayList<>();
    for (String cell : PIPE.split(inner, -1)) {
      String plain = cell.strip().replace("\\|", "|");
      boolean code = plain.length() > 1 && plain.startsWith("`") && plain.endsWith("`");
      cells.add(code ? plain.substring(1, plain.length() - 1) : plain);
    }
    return cells;
  }

  @Override
  public String toString() {
    return page;
  }
}
