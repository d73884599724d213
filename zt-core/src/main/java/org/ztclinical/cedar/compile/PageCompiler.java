package org.ztclinical.cedar.compile;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.compile.Code.Label;
import org.ztclinical.cedar.eval.PolicyProgram;
import org.ztclinical.cedar.eval.PolicyRunner;

/** Makes one class of some policies: each a method, and a switch that finds it by its number. */
final class PageCompiler {
  /** As many as a switch of compilable size holds. */
  static final int MOST = 256;

  private PageCompiler() {}

  /**
   * Compiles policies, whose numbers are their places in the list.
   *
   * @return null where no class can be made of them
   */
  static @Nullable PolicyRunner compile(List<PolicyProgram> policies) {
    ClassFile file = new ClassFile(Names.of(PageCompiler.class) + "$Page", Names.RUNNER);
    Constants constants = new Constants(file);
    PolicyTranslator translator = new PolicyTranslator(file, constants);
    List<String> methods = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      methods.add(translator.method("p" + i, policies.get(i)) ? "p" + i : "");
    }
    constructor(file);
    run(file, constants, policies, methods);
    constants.initialize();
    byte[] bytes = file.bytes();
    if (file.pool().isTooLarge()) {
      return null;
    }
    return define(bytes, constants.objects().toArray());
  }

  private static @Nullable PolicyRunner define(byte[] bytes, Object[] constants) {
    try {
      // Nothing but the instance refers to a hidden class: it goes when the policies go.
      return (PolicyRunner)
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(bytes, constants, true)
              .lookupClass()
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException | LinkageError | UnsupportedOperationException e) {
      assert !(e instanceof VerifyError) : e;
      return null;
    }
  }

  private static void constructor(ClassFile file) {
    Code code =
        new Code(file.pool())
            .local(Code.ALOAD, 0)
            .ref(Code.INVOKESPECIAL, file.pool().method(Names.OBJECT, "<init>", "()V"))
            .op(Code.RETURN);
    file.method(0, "<init>", "()V", code);
  }

  /** {@code public int run(int number, Evaluation in)}; the slots are its variable 3. */
  private static void run(
      ClassFile file, Constants constants, List<PolicyProgram> policies, List<String> methods) {
    ConstantPool pool = file.pool();
    int objects = pool.classRef(Names.OBJECTS);
    Code code = new Code(pool, (byte) 7, (byte) (objects >> 8), (byte) objects);
    code.local(Code.ALOAD, 2)
        .ref(Code.INVOKEVIRTUAL, pool.method(Names.EVALUATION, "slots", "()" + Names.OBJECTS))
        .local(Code.ASTORE, 3)
        .local(Code.ILOAD, 1);
    List<Label> labels = new ArrayList<>();
    policies.forEach(policy -> labels.add(new Label()));
    code.tableSwitch(labels);
    for (int i = 0; i < policies.size(); i++) {
      code.place(labels.get(i));
      if (methods.get(i).isEmpty()) {
        constants.push(policies.get(i), code);
      }
      code.local(Code.ALOAD, 2);
      if (methods.get(i).isEmpty()) {
        interpret(code, pool);
      } else {
        code.local(Code.ALOAD, 3)
            .ref(Code.INVOKESTATIC, pool.method(file.name(), methods.get(i), Names.PART));
      }
      code.op(Code.IRETURN);
    }
    file.method(ClassFile.PUBLIC, "run", "(IL" + Names.EVALUATION + ";)I", code);
  }

  private static void interpret(Code code, ConstantPool pool) {
    code.ref(
        Code.INVOKEVIRTUAL,
        pool.method(Names.of(PolicyProgram.class), "run", "(L" + Names.EVALUATION + ";)I"));
  }
}
