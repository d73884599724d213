package org.ztclinical.cedar.ast;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;

/**
 * Gives things numbers from 0, the same number to those that say the same. Not safe for use by two
 * threads at once.
 *
 * <p>Whoever writes policies chooses what is numbered, and could choose a hundred thousand texts or
 * shapes of one hash. So everything here is a text or a row of numbers: these have an order, and a
 * hash table whose hashes are all one falls back on it.
 */
public final class Numbering {
  private final Map<String, Integer> texts = new HashMap<>();
  private final Map<Row, Integer> rows = new HashMap<>();

  /** The number of a text. */
  public int text(String text) {
    Integer known = texts.putIfAbsent(text, texts.size());
    return known == null ? texts.size() - 1 : known;
  }

  /** The number of a kind of thing and of what tells it from others of its kind. */
  public int of(String kind, int... parts) {
    int[] row = new int[parts.length + 1];
    row[0] = text(kind);
    System.arraycopy(parts, 0, row, 1, parts.length);
    Integer known = rows.putIfAbsent(new Row(row), rows.size());
    return known == null ? rows.size() - 1 : known;
  }

  /** The number of the value of a literal. */
  public int of(CedarValue literal) {
    if (literal instanceof CedarString string) {
      return of("String", text(string.value()));
    }
    if (literal instanceof EntityUid uid) {
      return of("Entity", text(uid.type().text()), text(uid.id()));
    }
    if (literal instanceof CedarLong number) {
      return of("Long", (int) (number.value() >>> 32), (int) number.value());
    }
    if (literal instanceof CedarBool bool) {
      return of("Bool", bool.value() ? 1 : 0);
    }
    throw new IllegalArgumentException("no literal of type " + literal.kind().cedarName());
  }

  /** Some numbers in a row. */
  private static final class Row implements Comparable<Row> {
    private final int[] numbers;
    private final int hash;

    Row(int[] numbers) {
      this.numbers = numbers;
      this.hash = Arrays.hashCode(numbers);
    }

    @Override
    public int compareTo(Row other) {
      return Arrays.compare(numbers, other.numbers);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Row that && hash == that.hash && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
