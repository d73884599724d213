package org.ztclinical.cedar.compile;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The constants of a class file (JVM specification 17, §4.4). Each is kept once. */
final class ConstantPool {
  private static final int MOST = 0xffff;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  // Numbers are an author's choice. In a map of their own those of one hash are found by order.
  private final Map<Long, Integer> longs = new HashMap<>();
  private final Map<List<Object>, Integer> others = new HashMap<>();
  private int next = 1;

  private interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  int utf8(String text) {
    return entry(others, List.of(1, text), 1, 1, to -> to.writeUTF(text));
  }

  int longValue(long value) {
    return entry(longs, value, 5, 2, to -> to.writeLong(value));
  }

  /** A class by its internal name, as {@code java/lang/Object}. */
  int classRef(String name) {
    return reference(7, utf8(name));
  }

  int string(String text) {
    return reference(8, utf8(text));
  }

  int field(String owner, String name, String descriptor) {
    return reference(9, classRef(owner), nameAndType(name, descriptor));
  }

  int method(String owner, String name, String descriptor) {
    return reference(10, classRef(owner), nameAndType(name, descriptor));
  }

  private int nameAndType(String name, String descriptor) {
    return reference(12, utf8(name), utf8(descriptor));
  }

  private int reference(int tag, int one) {
    return entry(others, List.of(tag, one), tag, 1, to -> to.writeShort(one));
  }

  private int reference(int tag, int one, int two) {
    return entry(
        others,
        List.of(tag, one, two),
        tag,
        1,
        to -> {
          to.writeShort(one);
          to.writeShort(two);
        });
  }

  private <K> int entry(Map<K, Integer> indexes, K key, int tag, int width, Content content) {
    Integer known = indexes.get(key);
    if (known != null) {
      return known;
    }
    int index = next;
    next += width;
    try {
      out.writeByte(tag);
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    indexes.put(key, index);
    return index;
  }

  /** Whether there are more constants than a class can have. */
  boolean isTooLarge() {
    return next > MOST;
  }

  void writeTo(DataOutputStream file) throws IOException {
    file.writeShort(next);
    bytes.writeTo(file);
  }
}
