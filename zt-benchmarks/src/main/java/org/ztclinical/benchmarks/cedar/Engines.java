package org.ztclinical.benchmarks.cedar;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/**
 * The engines by their names. The others' are compiled in the profile {@code peers} only, so they
 * are found by the names of their classes.
 */
enum Engines {
  HAND_WRITTEN("hand-written, over typed objects", "HandWritten", false),
  OURS("ours", "Ours", false),
  AUTHZFORCE("AuthzForce, request made beforehand", "AuthzForce", true),
  JCASBIN("jCasbin", "Casbin", true),
  CEDAR_JAVA_CACHED("cedar-java, policies cached", "ReferenceCedar$Cached", true),
  CEDAR_JAVA("cedar-java", "ReferenceCedar$Plain", true);

  private final String title;
  private final String type;
  private final boolean peer;

  Engines(String title, String type, boolean peer) {
    this.title = title;
    this.type = type;
    this.peer = peer;
  }

  /** Whether this build holds the engine, and this system its native library if it has one. */
  boolean isPresent() {
    try {
      load();
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** What a reader calls it. */
  String title() {
    return title;
  }

  /** Whether somebody else made it. */
  boolean isPeer() {
    return peer;
  }

  /**
   * The engine, ready to decide.
   *
   * @throws IllegalStateException when it is not there or gives a wrong answer
   */
  DecisionEngine start() {
    DecisionEngine engine = create();
    List<Question> questions = Question.all();
    for (int i = 0; i < questions.size(); i++) {
      if (engine.allows(i) != questions.get(i).allowed()) {
        throw new IllegalStateException(this + " errs about: " + questions.get(i).name());
      }
    }
    return engine;
  }

  /** The engine, unchecked. */
  DecisionEngine create() {
    try {
      Constructor<? extends DecisionEngine> constructor =
          load().asSubclass(DecisionEngine.class).getDeclaredConstructor();
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(this + " does not start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(this + " is not in this build: add -Ppeers", e);
    }
  }

  private Class<?> load() throws ClassNotFoundException {
    return Class.forName(Engines.class.getPackageName() + "." + type);
  }
}
