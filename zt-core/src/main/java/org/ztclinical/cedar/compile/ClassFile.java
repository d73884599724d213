package org.ztclinical.cedar.compile;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A class file in the making (JVM specification 17, §4.1): final, with one interface, constant
 * fields and methods. The code we generate needs no more, and the verifier of the JVM checks every
 * class that comes of it.
 */
final class ClassFile {
  static final int PUBLIC = 0x0001;
  static final int STATIC = 0x0008;

  private static final int FINAL = 0x0010;
  private static final int SUPER = 0x0020;
  private static final int MAGIC = 0xcafebabe;
  private static final int JAVA_17 = 61;
  private static final int MAX_STACK = 8;
  private static final int MAX_LOCALS = 4;

  private final String name;
  private final String interfaceName;
  private final ConstantPool pool = new ConstantPool();
  private final List<Member> fields = new ArrayList<>();
  private final List<Member> methods = new ArrayList<>();

  private record Member(int access, int name, int descriptor, List<byte[]> attributes) {}

  private interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  ClassFile(String name, String interfaceName) {
    this.name = name;
    this.interfaceName = interfaceName;
  }

  String name() {
    return name;
  }

  ConstantPool pool() {
    return pool;
  }

  void constantField(String field, String descriptor) {
    fields.add(new Member(STATIC | FINAL, pool.utf8(field), pool.utf8(descriptor), List.of()));
  }

  void method(int access, String method, String descriptor, Code code) {
    methods.add(
        new Member(access, pool.utf8(method), pool.utf8(descriptor), List.of(codeAttribute(code))));
  }

  private byte[] codeAttribute(Code code) {
    byte[] instructions = code.instructions();
    byte[] frames = code.frames();
    return attribute(
        "Code",
        out -> {
          out.writeShort(MAX_STACK);
          out.writeShort(MAX_LOCALS);
          out.writeInt(instructions.length);
          out.write(instructions);
          out.writeShort(0);
          out.writeShort(frames.length == 0 ? 0 : 1);
          if (frames.length > 0) {
            out.write(
                attribute(
                    "StackMapTable",
                    table -> {
                      table.writeShort(code.frameCount());
                      table.write(frames);
                    }));
          }
        });
  }

  private byte[] attribute(String attribute, Content content) {
    byte[] body = written(content);
    return written(
        out -> {
          out.writeShort(pool.utf8(attribute));
          out.writeInt(body.length);
          out.write(body);
        });
  }

  byte[] bytes() {
    int self = pool.classRef(name);
    int parent = pool.classRef("java/lang/Object");
    int implemented = pool.classRef(interfaceName);
    return written(
        out -> {
          out.writeInt(MAGIC);
          out.writeInt(JAVA_17);
          pool.writeTo(out);
          out.writeShort(FINAL | SUPER);
          out.writeShort(self);
          out.writeShort(parent);
          out.writeShort(1);
          out.writeShort(implemented);
          write(fields, out);
          write(methods, out);
          out.writeShort(0);
        });
  }

  private static void write(List<Member> members, DataOutputStream out) throws IOException {
    out.writeShort(members.size());
    for (Member member : members) {
      out.writeShort(member.access);
      out.writeShort(member.name);
      out.writeShort(member.descriptor);
      out.writeShort(member.attributes.size());
      for (byte[] attribute : member.attributes) {
        out.write(attribute);
      }
    }
  }

  private static byte[] written(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
