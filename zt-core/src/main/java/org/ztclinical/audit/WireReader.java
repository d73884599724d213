package org.ztclinical.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads what {@link WireWriter} wrote, trusting nothing: every length is checked against what is
 * left before anything is allocated. Throws {@link AuditSyntaxException} only.
 */
final class WireReader {
  private final ByteBuffer in;

  WireReader(ByteBuffer in) {
    this.in = in;
  }

  int code() {
    need(1);
    return in.get() & 0xff;
  }

  boolean flag() {
    int code = code();
    if (code > 1) {
      throw new AuditSyntaxException("a flag is 0 or 1");
    }
    return code == 1;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int next = code();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        if (next == 0 && shift > 0) {
          throw new AuditSyntaxException("a number is written in its shortest form");
        }
        return value;
      }
    }
    throw new AuditSyntaxException("a number is too long");
  }

  int smallNumber() {
    long value = number();
    if (value > Integer.MAX_VALUE) {
      throw new AuditSyntaxException("a number is too large");
    }
    return (int) value;
  }

  long fixed() {
    need(Long.BYTES);
    return in.getLong();
  }

  String text() {
    int length = smallNumber();
    need(length);
    ByteBuffer slice = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
    } catch (CharacterCodingException e) {
      throw new AuditSyntaxException("text is not UTF-8");
    }
  }

  List<String> texts() {
    return list(this::text);
  }

  EventId event() {
    return new EventId(fixed(), fixed());
  }

  Pseudonym pseudonym() {
    return new Pseudonym(fixed(), fixed());
  }

  Instant instant() {
    return Micros.instant(fixed());
  }

  <T> Optional<T> optional(Supplier<T> reader) {
    return flag() ? Optional.of(reader.get()) : Optional.empty();
  }

  <T> List<T> list(Supplier<T> reader) {
    int size = smallNumber();
    need(size); // Every entry takes a byte or more.
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(reader.get());
    }
    return List.copyOf(values);
  }

  /**
   * A list that writers before it existed did not know: absent at the end of a record it is empty,
   * and an empty one is never written, so that equal records have equal bytes.
   */
  <T> List<T> added(Supplier<T> reader) {
    if (!in.hasRemaining()) {
      return List.of();
    }
    List<T> values = list(reader);
    if (values.isEmpty()) {
      throw new AuditSyntaxException("a list that is empty is not written at the end of a record");
    }
    return values;
  }

  /** Nothing may be left over. */
  void end() {
    if (in.hasRemaining()) {
      throw new AuditSyntaxException("a record has bytes left over");
    }
  }

  private void need(int bytes) {
    if (bytes > in.remaining()) {
      throw new AuditSyntaxException("a record ends too early");
    }
  }
}
