package org.ztclinical.fuzz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Optional;

/** A policy set that the reference reads once and keeps under a name until it is closed. */
final class ReferencePolicies implements AutoCloseable {
  private static final MethodHandle KEEP =
      method("preparsePolicySetJni", String.class, String.class);
  private static final MethodHandle FORGET = method("removeCachedPolicySetJni", String.class);

  private final String name;

  private ReferencePolicies(String name) {
    this.name = name;
  }

  /** The policies, templates and links in the interface's own JSON; they must be readable. */
  static ReferencePolicies of(String name, String policies) {
    try {
      KEEP.invoke(name, policies);
      return new ReferencePolicies(name);
    } catch (Throwable e) {
      throw new IllegalStateException("the reference engine does not read: " + policies, e);
    }
  }

  /** The decision, or empty where the question did not parse. */
  Optional<ReferenceEngine.Answer> authorize(String[] request, String entities) {
    return ReferenceEngine.answer(
        ReferenceEngine.ask(
            "StatefulAuthorizationOperation",
            "{\"principal\":%s,\"action\":%s,\"resource\":%s,\"context\":%s,\"preparsedPolicySetId\":\"%s\",\"validateRequest\":false,\"entities\":%s}"
                .formatted(request[0], request[1], request[2], request[3], name, entities)));
  }

  @Override
  public void close() {
    try {
      FORGET.invoke(name);
    } catch (Throwable e) {
      throw new IllegalStateException("the reference engine failed", e);
    }
  }

  private static MethodHandle method(String name, Class<?>... parameters) {
    try {
      // The engine's class loads the native library.
      Class.forName("com.cedarpolicy.BasicAuthorizationEngine");
      Method method =
          Class.forName("com.cedarpolicy.model.policy.PolicySet")
              .getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return MethodHandles.lookup().unreflect(method);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
