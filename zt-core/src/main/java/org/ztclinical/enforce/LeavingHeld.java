package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what may leave of an answer that is here as a whole and stays so: remembers where it
 * stands, and copies only when something else than the whole leaves. For one thread.
 */
final class LeavingHeld extends Leaving {
  /** Where a part of what leaves stands. */
  private static final class Place {
    private final byte[] source;
    private final int from;
    private int to;

    Place(byte[] source, int from, int to) {
      this.source = source;
      this.from = from;
      this.to = to;
    }
  }

  private final byte[] body;
  private final List<Place> places = new ArrayList<>();
  private int length;

  /**
   * @param body the answer's, which nobody changes meanwhile
   */
  LeavingHeld(Released released, byte[] body) {
    super(released);
    this.body = body;
  }

  @Override
  void write(byte[] source, int from, int to) {
    if (source != body) {
      // It may be written over after this call.
      super.write(source, from, to);
      return;
    }
    length += to - from;
    if (goesOn(from)) {
      last().to = to;
      length++;
      clear();
      return;
    }
    flush();
    places.add(new Place(source, from, to));
  }

  /** True when nothing but the one comma is to leave between this and what stands before. */
  private boolean goesOn(int from) {
    return size() == 1
        && bytes()[0] == ','
        && !places.isEmpty()
        && last().source == body
        && last().to == from - 1
        && body[from - 1] == ',';
  }

  private Place last() {
    return places.get(places.size() - 1);
  }

  /** What came from elsewhere gets a place of its own, in order. */
  private void flush() {
    if (size() > 0) {
      places.add(new Place(super.toByteArray(), 0, size()));
      length += size();
      clear();
    }
  }

  @Override
  byte[] toByteArray() {
    flush();
    byte[] all = new byte[length];
    int at = 0;
    for (Place place : places) {
      System.arraycopy(place.source, place.from, all, at, place.to - place.from);
      at += place.to - place.from;
    }
    return all;
  }
}
