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
  private final Map<List<Object>, Integer> indexes = new HashMap<>();
  private int next = 1;

  private interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  int utf8(String text) {
    return entry(List.of(1, text), 1, to -> to.writeUTF(text));
  }

  int longValue(long value) {
    return entry(List.of(5, value), 2, to -> to.writeLong(value));
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
    return entry(List.of(tag, one), 1, to -> to.writeShort(one));
  }

  private int reference(int tag, int one, int two) {
    return entry(
        List.of(tag, one, two),
        1,
        to -> {
          to.writeShort(one);
          to.writeShort(two);
        });
  }

  private int entry(List<Object> key, int width, Content content) {
    Integer known = indexes.get(key);
    if (known != null) {
      return known;
    }
    int index = next;
    next += width;
    try {
      out.writeByte((Integer) key.get(0));
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
