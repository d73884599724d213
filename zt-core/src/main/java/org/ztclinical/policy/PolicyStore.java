package org.ztclinical.policy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.access.AppRoutes;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.cedar.ast.Policy;
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
  private static final Logger LOG = LoggerFactory.getLogger(PolicyStore.class);
  private static final String NAME = "policies";

  private final List<PolicySource> sources;
  private final PolicyLoader loader;
  private final NoticeListener notices;
  private final InstantSource clock;

  private volatile InUse inUse;
  private volatile Optional<String> problem = Optional.empty();

  /** What is in use. Guarded by this, as are the next two. */
  private List<PolicyText> used;

  /** What was tried last, good or bad: only a change is worth a word. */
  private List<PolicyText> lastTried;

  /** What was read last. */
  private List<PolicyText> lastSeen;

  private record InUse(LoadedPolicies policies, long generation, Instant since) {}

  private PolicyStore(
      List<PolicySource> sources, PolicyLoader loader, NoticeListener notices, InstantSource clock)
      throws PolicyLoadException {
    this.sources = List.copyOf(sources);
    this.loader = loader;
    this.notices = notices;
    this.clock = clock;
    List<PolicyText> texts = readAll();
    LoadedPolicies policies = loader.load(texts);
    useAll();
    this.inUse = new InUse(policies, 1, clock.instant());
    this.used = texts;
    this.lastTried = texts;
    this.lastSeen = texts;
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
    return open(sources, obligations, AppRoutes.none(), notices, clock);
  }

  /**
   * As above, for an application with routes of its own: policies may name what these do, and what
   * no route does is an error.
   */
  public static PolicyStore open(
      List<PolicySource> sources,
      KnownObligations obligations,
      AppRoutes routes,
      NoticeListener notices,
      InstantSource clock)
      throws PolicyLoadException {
    Objects.requireNonNull(notices, "notices");
    Objects.requireNonNull(clock, "clock");
    PolicyLoader loader = new PolicyLoader(obligations, routes);
    PolicyStore store = new PolicyStore(sources, loader, notices, clock);
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
    return reload(false);
  }

  /**
   * As {@link #reload()}, but what has changed is used only when it reads the same at the next
   * look: a file that is being written is good Cedar long before its last {@code forbid} is there.
   */
  synchronized boolean look() {
    return reload(true);
  }

  private boolean reload(boolean onlySettled) {
    try {
      List<PolicyText> texts = readAll();
      boolean settled = !onlySettled || texts.equals(lastSeen);
      lastSeen = texts;
      if (texts.equals(lastTried) || !settled) {
        return mended(texts);
      }
      LoadedPolicies policies = load(texts);
      useAll();
      return use(texts, policies);
    } catch (PolicyLoadException e) {
      return refuse(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // A source of the application's own; its message may hold anything.
      return refuse(e.getClass().getName());
    }
  }

  private LoadedPolicies load(List<PolicyText> texts) throws PolicyLoadException {
    try {
      return loader.load(texts);
    } catch (PolicyLoadException e) {
      lastTried = texts;
      throw e;
    }
  }

  /** What is in use is there again: no alarm stands any longer. */
  private boolean mended(List<PolicyText> texts) {
    if (texts.equals(used)) {
      problem = Optional.empty();
    }
    return false;
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

  /** The ids of the policies in use, in their order. */
  public List<String> ids() {
    return current().authorizer().policies().stream().map(Policy::id).toList();
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

  private void useAll() throws PolicyLoadException {
    for (PolicySource source : sources) {
      source.use();
    }
  }

  private boolean use(List<PolicyText> texts, LoadedPolicies policies) {
    used = texts;
    lastTried = texts;
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

  private boolean refuse(String why) {
    boolean known = problem.equals(Optional.of(why));
    problem = Optional.of(why);
    if (!known) {
      tell(Notice.Kind.POLICIES_REFUSED, why);
    }
    return false;
  }

  private void tell(Notice.Kind kind, String detail) {
    try {
      notices.on(new Notice(kind, NAME, detail));
    } catch (RuntimeException e) {
      // Who listens must not keep policies from being used or looked at; the message may hold
      // anything.
      LOG.error("a listener failed on {}: {}", kind, e.getClass().getName());
    }
  }

  @Override
  public String toString() {
    return describe();
  }
}
