package org.ztclinical.cedar.compile;

import java.util.TreeSet;
import org.ztclinical.cedar.compile.Code.Label;
import org.ztclinical.cedar.eval.Evaluation;
import org.ztclinical.cedar.eval.LogicNodes;
import org.ztclinical.cedar.eval.Node;
import org.ztclinical.cedar.eval.NodeVisitor;
import org.ztclinical.cedar.eval.Outcome;
import org.ztclinical.cedar.eval.PolicyProgram;

/**
 * Writes the conditions of policies as methods of a class: {@code static int p7(Evaluation,
 * Object[])} returns the outcome of policy 7, given the request and its slots.
 *
 * <p>Every error ends the policy, so a part that fails returns its outcome at once, and {@code &&},
 * {@code ||}, {@code !} and {@code if} are nothing but jumps.
 */
final class PolicyTranslator {
  /** The variable that holds the outcome in hand; the parameters are 0 and 1. */
  private static final int OUTCOME = 2;

  private static final byte INTEGER = 1;

  private final ClassFile file;
  private final Constants constants;
  private final TreeSet<Integer> shared = new TreeSet<>();

  PolicyTranslator(ClassFile file, Constants constants) {
    this.file = file;
    this.constants = constants;
  }

  /** Writes a policy as a method; whether the JVM would make machine code of it. */
  boolean method(String name, PolicyProgram policy) {
    Body body = new Body();
    for (PolicyProgram.Clause clause : policy.clauses()) {
      body.branch(clause.test(), clause.expected() == Outcome.FALSE, body.no);
    }
    return body.finish(name);
  }

  /** Writes a shared condition, which looks first whether its outcome is remembered. */
  private void shared(LogicNodes.Shared node) {
    if (!shared.add(node.number())) {
      return;
    }
    Body condition = new Body();
    condition.branch(node.condition(), false, condition.no);
    boolean compiled = condition.finish("c" + node.number());
    Label unknown = new Label();
    Code code = new Code(file.pool(), INTEGER);
    code.local(Code.ALOAD, 0)
        .push(node.number())
        .ref(Code.INVOKEVIRTUAL, file.pool().method(Names.EVALUATION, "remembered", "(I)I"))
        .local(Code.ISTORE, OUTCOME)
        .local(Code.ILOAD, OUTCOME)
        .jump(Code.IFEQ, unknown)
        .local(Code.ILOAD, OUTCOME)
        .push(Evaluation.KNOWN)
        .op(Code.ISUB)
        .op(Code.IRETURN)
        .place(unknown)
        .local(Code.ALOAD, 0)
        .push(node.number());
    if (compiled) {
      call(code, "c" + node.number());
    } else {
      test(code, node.condition());
    }
    code.ref(Code.INVOKEVIRTUAL, file.pool().method(Names.EVALUATION, "remember", "(II)I"))
        .op(Code.IRETURN);
    file.method(ClassFile.STATIC, "s" + node.number(), Names.PART, code);
  }

  /** Pushes the outcome of another method of the class. */
  void call(Code code, String method) {
    code.local(Code.ALOAD, 0)
        .local(Code.ALOAD, 1)
        .ref(Code.INVOKESTATIC, file.pool().method(file.name(), method, Names.PART));
  }

  /** Pushes the outcome of a node that is left to the interpreter. */
  private void test(Code code, Node node) {
    constants.push(node, code);
    code.local(Code.ALOAD, 0)
        .ref(
            Code.INVOKEVIRTUAL,
            file.pool().method(Names.NODE, "test", "(L" + Names.EVALUATION + ";)I"));
  }

  /** One method in the making. */
  private final class Body {
    private final Code code = new Code(file.pool(), INTEGER);
    private final TestTranslator tests =
        new TestTranslator(code, file.pool(), constants, this::pushShared);
    private final Label no = new Label();
    private final Label failed = new Label();

    Body() {
      code.op(Code.ICONST_0).local(Code.ISTORE, OUTCOME);
    }

    /** Goes on when the test has the other outcome, jumps when it has this one. */
    void branch(Node node, boolean jumpWhen, Label target) {
      node.accept(new Branch(jumpWhen, target));
    }

    private void pushShared(LogicNodes.Shared node) {
      shared(node);
      call(code, "s" + node.number());
    }

    boolean finish(String name) {
      code.op(Code.ICONST_1).op(Code.IRETURN);
      if (no.isUsed()) {
        code.place(no).op(Code.ICONST_0).op(Code.IRETURN);
      }
      if (failed.isUsed()) {
        code.place(failed).local(Code.ILOAD, OUTCOME).op(Code.IRETURN);
      }
      if (code.isCompilable()) {
        file.method(ClassFile.STATIC, name, Names.PART, code);
        return true;
      }
      return false;
    }

    private final class Branch implements NodeVisitor<Void> {
      private final boolean jumpWhen;
      private final Label target;

      Branch(boolean jumpWhen, Label target) {
        this.jumpWhen = jumpWhen;
        this.target = target;
      }

      @Override
      public Void other(Node node) {
        node.accept(tests);
        code.local(Code.ISTORE, OUTCOME)
            .local(Code.ILOAD, OUTCOME)
            .jump(Code.IFLT, failed)
            .local(Code.ILOAD, OUTCOME)
            .jump(jumpWhen ? Code.IFNE : Code.IFEQ, target);
        return null;
      }

      @Override
      public Void not(LogicNodes.Not node) {
        branch(node.operand(), !jumpWhen, target);
        return null;
      }

      @Override
      public Void and(LogicNodes.And node) {
        chain(node.operands(), false);
        return null;
      }

      @Override
      public Void or(LogicNodes.Or node) {
        chain(node.operands(), true);
        return null;
      }

      /** A chain is settled by the first operand that is this; the last one settles it anyway. */
      private void chain(java.util.List<Node> operands, boolean settling) {
        Label settled = jumpWhen == settling ? target : new Label();
        int last = operands.size() - 1;
        for (Node operand : operands.subList(0, last)) {
          branch(operand, settling, settled);
        }
        branch(operands.get(last), jumpWhen, target);
        if (jumpWhen != settling && settled.isUsed()) {
          code.place(settled);
        }
      }

      @Override
      public Void ifThenElse(LogicNodes.If node) {
        Label alternative = new Label();
        Label end = new Label();
        branch(node.condition(), false, alternative);
        branch(node.consequence(), jumpWhen, target);
        code.jump(Code.GOTO, end).place(alternative);
        branch(node.alternative(), jumpWhen, target);
        code.place(end);
        return null;
      }
    }
  }
}
