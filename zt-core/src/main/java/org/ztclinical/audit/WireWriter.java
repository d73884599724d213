package org.ztclinical.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes the body of a record: fixed field order, variable-length integers, length before text. The
 * same record always gives the same bytes. Not thread-safe.
 */
final class WireWriter {
  private byte[] bytes = new byte[256];
  private int size;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  void code(int number) {
    room(1);
    bytes[size++] = (byte) number;
  }

  void flag(boolean value) {
    code(value ? 1 : 0);
  }

  /** Seven bits a byte, low bits first; never negative. */
  void number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a number in a record is never negative");
    }
    long rest = value;
    while (rest > 0x7f) {
      code((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    code((int) rest);
  }

  void fixed(long value) {
    room(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  void texts(Collection<String> texts) {
    list(texts, this::text);
  }

  void event(EventId id) {
    fixed(id.high());
    fixed(id.low());
  }

  void pseudonym(Pseudonym pseudonym) {
    fixed(pseudonym.high());
    fixed(pseudonym.low());
  }

  /** Microseconds since the epoch. */
  void instant(Instant instant) {
    fixed(Micros.of(instant));
  }

  <T> void optional(Optional<T> value, Consumer<? super T> writer) {
    flag(value.isPresent());
    value.ifPresent(writer);
  }

  <T> void list(Collection<T> values, Consumer<? super T> writer) {
    number(values.size());
    values.forEach(writer);
  }

  /**
   * A list at the end of a record that older writers did not know; see {@link WireReader#added}.
   */
  <T> void added(Collection<T> values, Consumer<? super T> writer) {
    if (!values.isEmpty()) {
      list(values, writer);
    }
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
