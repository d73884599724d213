package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.access.OutboundGrant;
import org.ztclinical.cedar.Response;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.notice.Notice;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.smart.PatientCompartment;

class PolicyStoreTest {
  private static final String GOOD = "@id(\"%s\") permit (principal, action, resource);";

  private final ChangingSource source = new ChangingSource();
  private final List<Notice> notices = new ArrayList<>();

  /** A source whose text a test changes. */
  private static final class ChangingSource implements PolicySource {
    private volatile List<PolicyText> texts = List.of();
    private volatile boolean unreadable;

    void set(String... policies) {
      List<PolicyText> changed = new ArrayList<>();
      for (String policy : policies) {
        changed.add(new PolicyText("file" + changed.size() + ".cedar", policy));
      }
      texts = List.copyOf(changed);
    }

    @Override
    public List<PolicyText> read() {
      if (unreadable) {
        throw new IllegalStateException("may hold anything");
      }
      return texts;
    }

    @Override
    public String describe() {
      return "test";
    }
  }

  private PolicyStore open(String... policies) throws PolicyLoadException {
    source.set(policies);
    return PolicyStore.open(
        List.of(source), KnownObligations.none(), notices::add, InstantSource.system());
  }

  @Test
  void aBadSetFailsTheStart() {
    assertThatThrownBy(() -> open("permit ("))
        .isInstanceOf(PolicyLoadException.class)
        .hasMessageStartingWith("file0.cedar:1:");
  }

  @Test
  void aGoodReloadIsInUseWhenItReturns() throws Exception {
    PolicyStore store = open(GOOD.formatted("one"));
    source.set(GOOD.formatted("two"), GOOD.formatted("three"));

    assertThat(store.reload()).isTrue();

    assertThat(store.current().size()).isEqualTo(2);
    assertThat(store.health().generation()).isEqualTo(2);
    assertThat(notices)
        .extracting(Notice::kind)
        .containsExactly(Notice.Kind.POLICIES_LOADED, Notice.Kind.POLICIES_LOADED);
    assertThat(store.reload()).isFalse();
  }

  @Test
  void aBadReloadKeepsTheLastGoodSetAndRaisesOneAlarm() throws Exception {
    PolicyStore store = open(GOOD.formatted("one"));
    source.set("forbid (principal, action, resource);");

    assertThat(store.reload()).isFalse();
    assertThat(store.reload()).isFalse();

    assertThat(store.current().size()).isEqualTo(1);
    assertThat(store.health().isCurrent()).isFalse();
    assertThat(store.health().problem().orElseThrow()).contains("file0.cedar:1:1");
    assertThat(notices)
        .filteredOn(notice -> notice.kind() == Notice.Kind.POLICIES_REFUSED)
        .hasSize(1);
  }

  @Test
  void theAlarmEndsWhenTheSourceHoldsWhatIsInUse() throws Exception {
    PolicyStore store = open(GOOD.formatted("one"));
    source.set("permit");
    store.reload();
    source.set(GOOD.formatted("one"));
    store.reload();

    assertThat(store.health().isCurrent()).isTrue();
  }

  @Test
  void aSourceThatThrowsKeepsTheLastGoodSetAndIsNotQuoted() throws Exception {
    PolicyStore store = open(GOOD.formatted("one"));
    source.unreadable = true;

    assertThat(store.reload()).isFalse();

    assertThat(store.current().size()).isEqualTo(1);
    assertThat(store.health().problem()).hasValue("java.lang.IllegalStateException");
  }

  @Test
  void aLookUsesAChangeOnlyWhenItReadsTheSameTwice() throws Exception {
    PolicyStore store = open(GOOD.formatted("one"));

    source.set(GOOD.formatted("half"));
    assertThat(store.look()).isFalse();
    source.set(GOOD.formatted("half"), GOOD.formatted("whole"));
    assertThat(store.look()).isFalse();
    assertThat(store.look()).isTrue();

    assertThat(store.current().size()).isEqualTo(2);
  }

  /**
   * Each generation has a forbid and a permit that belong together; a decision that saw the permit
   * of one and the forbid of another would be allowed, or denied by nothing.
   */
  @Test
  void everyDecisionUnderReloadIsByExactlyOneGeneration() throws Exception {
    String pairA = GOOD.formatted("a-permit");
    String pairB =
        GOOD.formatted("b-permit")
            + "@id(\"b-forbid\") @reason(\"b\") forbid (principal, action, resource);";
    PolicyStore store = open(pairA);
    Circumstances circumstances =
        PolicyInformation.of(ServerBase.of("https://fhir.example/r4"), InstantSource.system())
            .about(outbound());
    AtomicBoolean over = new AtomicBoolean();
    Callable<Set<String>> decide =
        () -> {
          Set<String> seen = new java.util.TreeSet<>();
          while (!over.get()) {
            Response response =
                new Inquiry(store.current(), circumstances, PatientCompartment.official())
                    .ask(
                        Fhir.action(Interaction.READ),
                        Fhir.resource("Patient", "1"),
                        Optional.of("Patient"),
                        Optional.of("1"));
            seen.add(response.decision() + " by " + response.determiningIds());
          }
          return seen;
        };

    ExecutorService deciders = Executors.newFixedThreadPool(4);
    List<Future<Set<String>>> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      seen.add(deciders.submit(decide));
    }
    for (int reload = 0; reload < 200; reload++) {
      source.set(reload % 2 == 0 ? pairB : pairA);
      assertThat(store.reload()).isTrue();
    }
    over.set(true);
    deciders.shutdown();

    for (Future<Set<String>> one : seen) {
      assertThat(one.get()).isSubsetOf("ALLOW by [a-permit]", "DENY by [b-forbid]");
    }
    assertThat(store.health().generation()).isEqualTo(201);
  }

  @Test
  void aListenerThatFailsKeepsNoPolicyFromBeingUsed() throws Exception {
    source.set(GOOD.formatted("one"));
    PolicyStore store = openWithListenerThatFails(new IllegalStateException("may hold anything"));

    source.set(GOOD.formatted("two"));
    assertThat(store.reload()).isTrue();
    assertThat(store.ids()).containsExactly("two");
    assertThat(store.health().isCurrent()).isTrue();

    source.set("permit (");
    assertThat(store.reload()).isFalse();
    assertThat(store.health().problem().orElseThrow()).contains("file0.cedar:1:");
  }

  @Test
  void aWatchGoesOnWhateverHappensAtOneLook() throws Exception {
    source.set(GOOD.formatted("one"));
    PolicyStore store = openWithListenerThatFails(new AssertionError("no RuntimeException"));
    try (PolicyWatch watch = PolicyWatch.every(Duration.ofMillis(100), store)) {
      assertThat(watch).isNotNull();
      source.set("permit (");
      await(() -> !store.health().isCurrent());
      source.set(GOOD.formatted("two"));
      await(() -> store.ids().equals(List.of("two")));
      source.set(GOOD.formatted("three"));
      await(() -> store.ids().equals(List.of("three")));
    }
    assertThat(store.health().isCurrent()).isTrue();
  }

  /** Fails at every notice but the first, which is of the start. */
  private PolicyStore openWithListenerThatFails(Throwable failure) throws PolicyLoadException {
    return PolicyStore.open(
        List.of(source),
        KnownObligations.none(),
        notice -> {
          notices.add(notice);
          if (notices.size() > 1) {
            PolicyStoreTest.<RuntimeException>fail(failure);
          }
        },
        InstantSource.system());
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void fail(Throwable failure) throws T {
    throw (T) failure;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(8);
    while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static AccessRequest outbound() throws Exception {
    return AccessRequest.outbound(
        new OutboundGrant("https://as.example", "app", "user", List.of(), LaunchContext.none()),
        new RequestContext("r1", "192.0.2.1", Instant.EPOCH),
        FhirClassifier.create()
            .classify(
                CanonicalRequest.parse(
                    HttpMethod.GET, "/Patient/1", java.util.Map.of(), Body.none()))
            .fold(
                known -> known,
                unknown -> {
                  throw new IllegalStateException();
                }));
  }
}
