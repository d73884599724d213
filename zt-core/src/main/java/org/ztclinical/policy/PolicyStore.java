package org.ztclinical.policy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.reason.Experimental;

/**
 * The policies of an application, out of one source or several. They are read when it is opened,
 * and again at each {@link #reload()}; a set that cannot be used changes nothing and raises an
 * alarm. Safe for use by many threads: each decision is by exactly one generation, and none waits
 * for a reload.
 */
@Experimental
public final class PolicyStore implements Policies {
  private static final String NAME = "policies";

  private final List<PolicySource> sources;
  private final PolicyLoader loader;
  private final NoticeListener notices;
  private final InstantSource clock;

  private volatile InUse inUse;
  private volatile Optional<String> problem = Optional.empty();

  /** What was read last, good or bad: only a change is worth a word. Guarded by this. */
  private @Nullable List<PolicyText> lastRead;

  private record InUse(LoadedPolicies policies, long generation, Instant since) {}

  private PolicyStore(
      List<PolicySource> sources, PolicyLoader loader, NoticeListener notices, InstantSource clock)
      throws PolicyLoadException {
    this.sources = List.copyOf(sources);
    this.loader = loader;
    this.notices = notices;
    this.clock = clock;
    List<PolicyText> texts = readAll();
    this.inUse = new InUse(loader.load(texts), 1, clock.instant());
    this.lastRead = texts;
  }

  /**
   * Reads the policies of all sources together.
   *
   * @param obligations what policies may oblige to
   * @param notices hears of each set taken into use or refused
   * @throws PolicyLoadException when they cannot be used; the message says file, line and remedy
   */
  public static PolicyStore open(
      List<PolicySource> sources,
      KnownObligations obligations,
      NoticeListener notices,
      InstantSource clock)
      throws PolicyLoadException {
    Objects.requireNonNull(notices, "notices");
    Objects.requireNonNull(clock, "clock");
    PolicyStore store = new PolicyStore(sources, new PolicyLoader(obligations), notices, clock);
    store.tellInUse();
    return store;
  }

  /**
   * Reads the sources again. Good policies are in use when it returns; others change nothing, and
   * the problem is in {@link #health()} until the sources are good again.
   *
   * @return true when other policies decide than before
   */
  public synchronized boolean reload() {
    try {
      List<PolicyText> texts = readAll();
      if (texts.equals(lastRead)) {
        return false;
      }
      lastRead = texts;
      return use(loader.load(texts));
    } catch (PolicyLoadException e) {
      refuse(String.valueOf(e.getMessage()));
      return false;
    } catch (RuntimeException e) {
      // A source of the application's own; its message may hold anything.
      refuse(e.getClass().getName());
      return false;
    }
  }

  @Override
  public LoadedPolicies current() {
    return inUse.policies();
  }

  /** How the policies are, now. */
  public PoliciesHealth health() {
    InUse now = inUse;
    return new PoliciesHealth(now.policies().size(), now.generation(), now.since(), problem);
  }

  /** What is worth a second look in the policies in use: file, line, sentence. */
  public List<String> warnings() {
    return current().warnings();
  }

  @Override
  public String describe() {
    return inUse.policies()
        + " of "
        + String.join(", ", sources.stream().map(PolicySource::describe).toList());
  }

  private List<PolicyText> readAll() throws PolicyLoadException {
    List<PolicyText> texts = new ArrayList<>();
    for (PolicySource source : sources) {
      texts.addAll(source.read());
    }
    return texts;
  }

  private boolean use(LoadedPolicies policies) {
    inUse = new InUse(policies, inUse.generation() + 1, clock.instant());
    problem = Optional.empty();
    tellInUse();
    return true;
  }

  private void tellInUse() {
    InUse now = inUse;
    tell(
        Notice.Kind.POLICIES_LOADED,
        "generation " + now.generation() + ": " + now.policies().size() + " policies");
    now.policies().warnings().forEach(warning -> tell(Notice.Kind.POLICY_DOUBTFUL, warning));
  }

  private void refuse(String why) {
    boolean known = problem.equals(Optional.of(why));
    problem = Optional.of(why);
    if (!known) {
      tell(Notice.Kind.POLICIES_REFUSED, why);
    }
  }

  private void tell(Notice.Kind kind, String detail) {
    notices.on(new Notice(kind, NAME, detail));
  }

  @Override
  public String toString() {
    return describe();
  }
}
