package org.ztclinical.cedar.json;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Span;

/** Where in a JSON document something stands: {@code [3].attrs.panel[2]}. Immutable. */
public final class Place {
  private static final Place ROOT = new Place(null, "", -1);

  /** Longer names of attributes are not the words of a program, and may be somebody's data. */
  private static final int LONGEST_SHOWN = 64;

  /** Of a deeper place the beginning is shown: the rest of such a path helps nobody. */
  private static final int STEPS_SHOWN = 32;

  private final @Nullable Place parent;
  private final String step;
  private final int index;

  private Place(@Nullable Place parent, String step, int index) {
    this.parent = parent;
    this.step = step;
    this.index = index;
  }

  /** The whole document. */
  public static Place root() {
    return ROOT;
  }

  /** A member of the object at this place, whose name is the format's or the author's word. */
  public Place member(String name) {
    return new Place(this, name, -1);
  }

  /**
   * A member of the object at this place, whose name may be data: it is shown where it is a short
   * identifier, and else counted.
   *
   * @param position of the member, from 0
   */
  public Place attribute(String name, int position) {
    boolean shown = name.length() <= LONGEST_SHOWN && Lexical.isWord(name);
    return new Place(this, shown ? name : "#" + (position + 1), -1);
  }

  /** An element of the array at this place, from 0. */
  public Place element(int number) {
    return new Place(this, "", number);
  }

  /** An error at this place. */
  public CedarSyntaxException error(Fault fault, String sentence) {
    return new CedarSyntaxException(fault, toString(), Span.NONE, sentence);
  }

  /** The place as people write it; empty for the whole document. */
  @Override
  public String toString() {
    Deque<Place> steps = new ArrayDeque<>();
    for (Place at = this; at.parent != null; at = at.parent) {
      steps.push(at);
    }
    StringBuilder path = new StringBuilder();
    int shown = 0;
    for (Place at : steps) {
      if (shown++ == STEPS_SHOWN) {
        return path.append('…').toString();
      }
      if (at.index >= 0) {
        path.append('[').append(at.index).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(at.step);
      }
    }
    return path.toString();
  }
}
