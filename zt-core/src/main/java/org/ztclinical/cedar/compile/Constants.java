package org.ztclinical.cedar.compile;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.eval.Node;

/**
 * The objects that generated code refers to. Each becomes a constant of its class, filled when the
 * class is initialized, so that the JVM may rely on it as on a literal.
 */
final class Constants {
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";

  private final ClassFile file;
  private final List<Object> objects = new ArrayList<>();
  private final List<String> types = new ArrayList<>();

  // By class, whose objects have an order: texts and names of one hash have none among each other.
  private final Map<Class<?>, Map<Object, Integer>> numbers = new HashMap<>();

  Constants(ClassFile file) {
    this.file = file;
  }

  /** The objects in the order of their fields: what the class is given when defined. */
  List<Object> objects() {
    return List.copyOf(objects);
  }

  /** Pushes the object, as its own type. */
  void push(Object object, Code code) {
    int number =
        numbers
            .computeIfAbsent(object.getClass(), each -> new HashMap<>())
            .computeIfAbsent(object, this::add);
    code.ref(Code.GETSTATIC, fieldRef(number));
  }

  private int add(Object object) {
    objects.add(object);
    types.add(typeOf(object));
    file.constantField(field(objects.size() - 1), descriptor(objects.size() - 1));
    return objects.size() - 1;
  }

  private static String typeOf(Object object) {
    // Nodes have a type each, of which generated code knows none.
    if (object instanceof Node) {
      return Names.NODE;
    }
    return Modifier.isPublic(object.getClass().getModifiers())
        ? Names.of(object.getClass())
        : Names.OBJECT;
  }

  private static String field(int number) {
    return "k" + number;
  }

  private String descriptor(int number) {
    return "L" + types.get(number) + ";";
  }

  private int fieldRef(int number) {
    return file.pool().field(file.name(), field(number), descriptor(number));
  }

  /** Adds the initializer, which takes the objects from the class data. */
  void initialize() {
    ConstantPool pool = file.pool();
    Code code = new Code(pool);
    String handles = "java/lang/invoke/MethodHandles";
    code.ref(Code.INVOKESTATIC, pool.method(handles, "lookup", "()L" + LOOKUP + ";"))
        .constant(pool.string("_"))
        .constant(pool.classRef(Names.OBJECTS))
        .ref(
            Code.INVOKESTATIC,
            pool.method(
                handles,
                "classData",
                "(L" + LOOKUP + ";Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;"))
        .ref(Code.CHECKCAST, pool.classRef(Names.OBJECTS))
        .local(Code.ASTORE, 0);
    for (int number = 0; number < objects.size(); number++) {
      code.local(Code.ALOAD, 0)
          .push(number)
          .op(Code.AALOAD)
          .ref(Code.CHECKCAST, pool.classRef(types.get(number)))
          .ref(Code.PUTSTATIC, fieldRef(number));
    }
    file.method(ClassFile.STATIC, "<clinit>", "()V", code.op(Code.RETURN));
  }
}
