package org.ztclinical.cedar.compile;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.eval.Evaluation;
import org.ztclinical.cedar.eval.PolicyProgram;
import org.ztclinical.cedar.eval.PolicyRunner;

/**
 * Interprets policies until they have been asked often, then runs bytecode made of them. Answers
 * the same before and after.
 *
 * <p>Policies are compiled by the page, a page being some neighbours in the set. Who asks for the
 * thousandth time waits some milliseconds, once per page; others meanwhile are answered by the
 * interpreter. The classes are hidden: they go when the runner goes.
 */
public final class CompilingRunner implements PolicyRunner {
  private static final int SHIFT = 8;
  private static final int MASK = PageCompiler.MOST - 1;
  private static final int OFTEN = 1_000;

  private final List<PolicyProgram> policies;

  // Replaced once each by any thread; a reader of the old entry is served by the interpreter.
  private final PolicyRunner[] pages;

  private CompilingRunner(List<PolicyProgram> policies, int after) {
    this.policies = policies;
    this.pages = new PolicyRunner[(policies.size() + MASK) >> SHIFT];
    for (int page = 0; page < pages.length; page++) {
      pages[page] = new Interpreted(page, after);
    }
  }

  /** Runs these policies, compiled when they have been asked often. */
  public static CompilingRunner of(List<PolicyProgram> policies) {
    return new CompilingRunner(policies, OFTEN);
  }

  /** Runs these policies, compiled when first asked. */
  public static CompilingRunner eager(List<PolicyProgram> policies) {
    return new CompilingRunner(policies, 1);
  }

  /** Whether classes can be made at run time: not in a native image. */
  public static boolean isPossible() {
    return System.getProperty("org.graalvm.nativeimage.imagecode") == null;
  }

  @Override
  public int run(int number, Evaluation in) {
    return pages[number >> SHIFT].run(number & MASK, in);
  }

  /** How many pages run as bytecode. */
  public int compiledPages() {
    int compiled = 0;
    for (PolicyRunner page : pages) {
      compiled += page instanceof Interpreted ? 0 : 1;
    }
    return compiled;
  }

  private final class Interpreted implements PolicyRunner {
    private final int page;
    private final List<PolicyProgram> own;
    private final AtomicInteger left;

    Interpreted(int page, int after) {
      int from = page << SHIFT;
      this.page = page;
      this.own = policies.subList(from, Math.min(policies.size(), from + MASK + 1));
      this.left = new AtomicInteger(after);
    }

    @Override
    public int run(int number, Evaluation in) {
      if (left.get() > 0 && left.decrementAndGet() == 0) {
        @Nullable PolicyRunner compiled = PageCompiler.compile(own);
        if (compiled != null) {
          pages[page] = compiled;
          return compiled.run(number, in);
        }
      }
      return own.get(number).run(in);
    }
  }
}
