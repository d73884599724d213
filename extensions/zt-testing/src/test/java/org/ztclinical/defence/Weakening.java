package org.ztclinical.defence;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Rewrites a compiled class so that its defences are gone. */
final class Weakening extends ClassVisitor {
  private static final String CARELESS = "Careless.";
  private static final String FIRST = "first " + CARELESS;
  private static final String WITHOUT = "without ";
  private static final String ALWAYS = "always ";
  private static final String LIMIT = "no limit of ";

  private final List<Removal> removals;
  private final Set<Removal> done = new HashSet<>();
  private Type self = Type.VOID_TYPE;

  private Weakening(ClassVisitor next, List<Removal> removals) {
    super(Opcodes.ASM9, next);
    this.removals = removals;
  }

  /**
   * The class without these defences.
   *
   * @throws IllegalArgumentException when it has not exactly one method for each of them
   */
  static byte[] of(byte[] compiled, List<Removal> removals) {
    ClassReader reader = new ClassReader(compiled);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    Weakening weakening = new Weakening(writer, removals);
    reader.accept(weakening, 0);
    for (Removal removal : removals) {
      if (!weakening.done.contains(removal)) {
        throw new IllegalArgumentException("nothing was there to remove: " + removal);
      }
    }
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String parent, String[] interfaces) {
    self = Type.getObjectType(name);
    super.visit(version, access, name, signature, parent, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    List<String> types =
        Arrays.stream(Type.getArgumentTypes(descriptor)).map(Weakening::simpleName).toList();
    boolean compiled = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_BRIDGE)) == 0;
    for (Removal removal : removals) {
      if (compiled && removal.isOf(name, types)) {
        return removed(next, removal, (access & Opcodes.ACC_STATIC) != 0, descriptor);
      }
    }
    return next;
  }

  private static String simpleName(Type type) {
    String name = type.getClassName();
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  private MethodVisitor removed(
      MethodVisitor next, Removal removal, boolean isStatic, String descriptor) {
    String instead = removal.instead();
    if (instead.startsWith(WITHOUT)) {
      return new AnsweredCalls(next, removal, instead.substring(WITHOUT.length()), false);
    }
    if (instead.startsWith(ALWAYS)) {
      return new AnsweredCalls(next, removal, instead.substring(ALWAYS.length()), true);
    }
    if (instead.startsWith(LIMIT)) {
      return new Unlimited(next, removal, Integer.parseInt(instead.substring(LIMIT.length())));
    }
    if (!done.add(removal)) {
      throw new IllegalArgumentException("several methods fit: " + removal);
    }
    if (instead.startsWith(FIRST)) {
      int local = isStatic ? 0 : 1;
      return new GivenFirst(next, careless(instead.substring(FIRST.length())), local);
    }
    next.visitCode();
    Type answer = Type.getReturnType(descriptor);
    if (instead.startsWith(CARELESS)) {
      call(next, careless(instead.substring(CARELESS.length())), isStatic, descriptor);
    } else {
      constant(next, instead, answer, isStatic);
    }
    next.visitInsn(answer.getOpcode(Opcodes.IRETURN));
    next.visitMaxs(0, 0);
    next.visitEnd();
    // Nobody reads the old code.
    return new MethodVisitor(Opcodes.ASM9) {};
  }

  private static Method careless(String name) {
    return Arrays.stream(Careless.class.getDeclaredMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Careless has no " + name));
  }

  private static void invoke(MethodVisitor to, Method careless) {
    to.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Type.getInternalName(Careless.class),
        careless.getName(),
        Type.getMethodDescriptor(careless),
        false);
  }

  /** What is careless takes the arguments, and the object in front of them when it wants it. */
  private void call(MethodVisitor to, Method careless, boolean isStatic, String descriptor) {
    Type[] given = Type.getArgumentTypes(descriptor);
    Type[] wanted = Type.getArgumentTypes(careless);
    boolean wantsSelf = !isStatic && wanted.length == given.length + 1;
    if (wantsSelf && !wanted[0].equals(self)) {
      throw new IllegalArgumentException(careless + " does not fit " + self.getClassName());
    }
    if (wantsSelf) {
      to.visitVarInsn(Opcodes.ALOAD, 0);
    }
    int local = isStatic ? 0 : 1;
    for (Type type : given) {
      to.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
      local += type.getSize();
    }
    invoke(to, careless);
  }

  private static void constant(MethodVisitor to, String instead, Type answer, boolean isStatic) {
    switch (instead + " " + answer.getClassName()) {
      case "true boolean" -> to.visitInsn(Opcodes.ICONST_1);
      case "false boolean" -> to.visitInsn(Opcodes.ICONST_0);
      case "nothing void" -> {}
      case "empty java.lang.String" -> to.visitLdcInsn("");
      case "empty java.util.Optional" -> empty(to, "java/util/Optional", "empty", false);
      case "empty java.util.List" -> empty(to, "java/util/List", "of", true);
      case "empty java.util.Set" -> empty(to, "java/util/Set", "of", true);
      default -> {
        if (!instead.equals("as given")) {
          throw new IllegalArgumentException(instead + " is no " + answer.getClassName());
        }
        to.visitVarInsn(answer.getOpcode(Opcodes.ILOAD), isStatic ? 0 : 1);
      }
    }
  }

  private static void empty(MethodVisitor to, String type, String factory, boolean isInterface) {
    to.visitMethodInsn(Opcodes.INVOKESTATIC, type, factory, "()L" + type + ";", isInterface);
  }

  /** Lets the first argument go through something careless before it is looked at. */
  private static final class GivenFirst extends MethodVisitor {
    private final Method careless;
    private final int local;

    GivenFirst(MethodVisitor next, Method careless, int local) {
      super(Opcodes.ASM9, next);
      this.careless = careless;
      this.local = local;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      super.visitVarInsn(Opcodes.ALOAD, local);
      invoke(mv, careless);
      super.visitVarInsn(Opcodes.ASTORE, local);
    }
  }

  /** Answers calls without making them: true, or false, or nothing. */
  private final class AnsweredCalls extends MethodVisitor {
    private final Removal removal;
    private final String called;
    private final boolean answer;

    AnsweredCalls(MethodVisitor next, Removal removal, String called, boolean answer) {
      super(Opcodes.ASM9, next);
      this.removal = removal;
      this.called = called;
      this.answer = answer;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      String full = simpleName(Type.getObjectType(owner)) + "." + name;
      if (!full.equals(called)) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        return;
      }
      done.add(removal);
      Type[] arguments = Type.getArgumentTypes(descriptor);
      for (int i = arguments.length - 1; i >= 0; i--) {
        super.visitInsn(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
      }
      if (opcode != Opcodes.INVOKESTATIC) {
        super.visitInsn(Opcodes.POP);
      }
      answer(Type.getReturnType(descriptor));
    }

    private void answer(Type type) {
      if (type.equals(Type.BOOLEAN_TYPE)) {
        super.visitInsn(answer ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
      } else if (type.getSort() == Type.OBJECT && !answer) {
        super.visitInsn(Opcodes.ACONST_NULL);
      } else if (!type.equals(Type.VOID_TYPE) || answer) {
        throw new IllegalArgumentException("calls have another answer: " + removal);
      }
    }
  }

  /** Has the largest number where a limit stands. */
  private final class Unlimited extends MethodVisitor {
    private final Removal removal;
    private final int limit;

    Unlimited(MethodVisitor next, Removal removal, int limit) {
      super(Opcodes.ASM9, next);
      this.removal = removal;
      this.limit = limit;
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      if (opcode == Opcodes.NEWARRAY || operand != limit) {
        super.visitIntInsn(opcode, operand);
        return;
      }
      done.add(removal);
      super.visitLdcInsn(Integer.MAX_VALUE);
    }
  }
}
