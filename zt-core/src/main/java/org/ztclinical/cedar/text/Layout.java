package org.ztclinical.cedar.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Text with places where a line may break. The places of one group break together, and only where
 * the group does not fit its line; a group inside it decides for itself. Linear in the size of the
 * text, however deep the groups.
 */
final class Layout {
  private static final int WIDTH = 80;

  /** Deeper groups move no further to the right, so that the text stays linear in its depth. */
  private static final int MAX_INDENT = 40;

  private static final int MAX_CHARACTERS = 16 * 1024 * 1024;

  /** What there is beside text. */
  enum Mark {
    /** A group begins; its lines stand two further in. */
    OPEN,
    /** A group begins; its lines stand where the lines around it do. */
    OPEN_FLUSH,
    /** A group ends. */
    CLOSE,
    /** A blank, or the end of a line. */
    LINE,
    /** Nothing, or the end of a line. */
    SOFT,
    /** As {@link #LINE}, and the next line stands two less in. */
    LAST_LINE,
    /** As {@link #SOFT}, and the next line stands two less in. */
    LAST_SOFT
  }

  private final List<Object> items = new ArrayList<>();
  private long characters;

  /**
   * Adds a mark or a text without line breaks.
   *
   * @throws IllegalArgumentException when the text grows beyond all use, as when a condition that
   *     can only be said twice contains others of its kind
   */
  void add(Object item) {
    items.add(item);
    characters += item instanceof String text ? text.length() : 1;
    if (characters > MAX_CHARACTERS) {
      throw new IllegalArgumentException("as text this has more than 16 Mi characters");
    }
  }

  /** The text, broken into lines. */
  String render() {
    int[] widths = widths();
    StringBuilder out = new StringBuilder();
    Deque<Group> groups = new ArrayDeque<>();
    groups.push(new Group(0, true));
    int lineStart = 0;
    for (int i = 0; i < items.size(); i++) {
      Group group = groups.element();
      if (items.get(i) instanceof String text) {
        out.append(text);
        continue;
      }
      switch ((Mark) items.get(i)) {
        case OPEN, OPEN_FLUSH -> {
          boolean fits = out.length() - lineStart + widths[i] <= WIDTH;
          int further = items.get(i) == Mark.OPEN ? 2 : 0;
          int indent = Math.min(group.indent + further, MAX_INDENT);
          groups.push(new Group(indent, group.broken && !fits));
        }
        case CLOSE -> groups.pop();
        case LINE -> lineStart = group.line(out, " ", lineStart, 0);
        case SOFT -> lineStart = group.line(out, "", lineStart, 0);
        case LAST_LINE -> lineStart = group.line(out, " ", lineStart, 2);
        case LAST_SOFT -> lineStart = group.line(out, "", lineStart, 2);
      }
    }
    return out.toString();
  }

  /** How wide each group is on one line, at the index of the mark that opens it. */
  private int[] widths() {
    int[] widths = new int[items.size()];
    Deque<Integer> open = new ArrayDeque<>();
    int width = 0;
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      if (item instanceof String text) {
        width += text.length();
      } else if (item == Mark.LINE || item == Mark.LAST_LINE) {
        width++;
      } else if (item == Mark.CLOSE) {
        int start = open.pop();
        widths[start] = width - widths[start];
      } else if (item == Mark.OPEN || item == Mark.OPEN_FLUSH) {
        widths[i] = width;
        open.push(i);
      }
    }
    return widths;
  }

  /** A group whose lines break or not. */
  private record Group(int indent, boolean broken) {
    int line(StringBuilder out, String flat, int lineStart, int less) {
      if (!broken) {
        out.append(flat);
        return lineStart;
      }
      out.append('\n');
      int start = out.length();
      out.append(" ".repeat(Math.max(0, indent - less)));
      return start;
    }
  }
}
