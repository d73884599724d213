package org.ztclinical.enforce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonObject;

/** Collects what was checked and may leave. For one thread at a time. */
class Leaving {
  private static final byte[] NOTHING = new byte[0];
  private static final int FEW = 1024;

  private final Released released;
  private byte[] bytes = NOTHING;
  private int size;

  /**
   * @param released told of each resource that leaves
   */
  Leaving(Released released) {
    this.released = released;
  }

  /**
   * An entry leaves, as these bytes.
   *
   * @param resource what is in it; null for an entry without a resource
   */
  void entry(@Nullable JsonObject resource, byte[] source, int from, int to) throws IOException {
    if (resource != null) {
      released.leaves(resource);
    }
    write(source, from, to);
  }

  /** What stands between entries. */
  void write(byte[] source, int from, int to) {
    int length = to - from;
    if (length > bytes.length - size) {
      int larger = Math.max(FEW, bytes.length + (bytes.length >> 1));
      bytes = Arrays.copyOf(bytes, Math.max(size + length, larger));
    }
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  final void write(String text) {
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    write(source, 0, source.length);
  }

  final int size() {
    return size;
  }

  /** The collected bytes themselves, of which {@link #size} count. */
  final byte[] bytes() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  final void clear() {
    size = 0;
  }
}
