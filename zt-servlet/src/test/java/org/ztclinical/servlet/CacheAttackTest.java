package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.Principal;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;

/** Attacks on what is remembered of tokens, through real HTTP. */
final class CacheAttackTest {
  @TempDir Path directory;

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer = TestIssuer.create(clock);
  private IdentityApplication application;

  @BeforeEach
  void start() throws Exception {
    application =
        IdentityApplication.start(
            directory, settings -> settings.clock(clock).trustIssuer(issuer.trusted()));
  }

  @AfterEach
  void stop() {
    application.close();
  }

  private String token() {
    return issuer.mint(IdentityApplication::patient);
  }

  @Test
  void everyAttackOnTheCacheIsAnsweredAsTheVectorsSay() {
    Map<String, Supplier<List<Received>>> attacks = new LinkedHashMap<>();
    attacks.put("cache-timing-01", () -> List.of(twin()));
    attacks.put("cache-timing-04", this::flood);
    attacks.put("cache-timing-07", this::manyAtOnce);
    attacks.put("cache-timing-10", this::changedPrincipal);

    IdentityVectors.assertAnswered(Set.of("cache-timing"), attacks, Map.of());
  }

  /** Another signature with the same {@link String#hashCode()}, after the good one was cached. */
  private Received twin() {
    String good = token();
    assertThat(application.read(good).status()).isEqualTo(200);
    String twin = twinOf(good);
    assertThat(twin).isNotEqualTo(good).hasSameHashCodeAs(good);
    return application.read(twin);
  }

  /** Two neighbours x y become x+1 y-31, which a hash by 31 does not see. */
  private static String twinOf(String token) {
    for (int i = token.lastIndexOf('.') + 1; i < token.length() - 2; i++) {
      char first = token.charAt(i);
      char second = token.charAt(i + 1);
      if (first >= 'a' && first < 'z' && second >= 'a' && second <= 'y') {
        return token.substring(0, i)
            + (char) (first + 1)
            + (char) (second - 31)
            + token.substring(i + 2);
      }
    }
    throw new AssertionError("no such neighbours in a signature of 342 characters");
  }

  private List<Received> flood() {
    String good = token();
    String input = good.substring(0, good.lastIndexOf('.') + 1);
    Flood flood =
        new Flood(
            application.port(), i -> input + RawKey.encode(new byte[] {(byte) i, (byte) (i >> 8)}));
    flood.run(1_000, () -> application.read(good));
    long before = usedMemory();
    flood.run(5_000, () -> application.read(good));
    assertThat(usedMemory() - before).isLessThan(8L * 1024 * 1024);
    assertThat(flood.statuses()).containsOnlyKeys(401);
    return List.of(application.read(input + "AAAA"));
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private List<Received> manyAtOnce() {
    String fresh = token();
    ExecutorService threads = Executors.newFixedThreadPool(200);
    try {
      List<Callable<Received>> work = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        work.add(() -> application.read(fresh));
      }
      List<Received> all = new ArrayList<>();
      for (Future<Received> done : threads.invokeAll(work)) {
        all.add(done.get());
      }
      return all;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** What the application gets of the caller cannot be changed. */
  private List<Received> changedPrincipal() {
    String token =
        issuer.mint(t -> IdentityApplication.patient(t).roles("patient").claim("x", List.of("y")));
    Received first = application.read(token);
    Principal principal = application.records.seen().permit().request().principal();
    assertThatThrownBy(() -> principal.roles().add("physician"))
        .isInstanceOf(UnsupportedOperationException.class);
    Received second = application.read(token);
    assertThat(application.records.seen().permit().request().principal().roles())
        .containsExactly("patient");
    return List.of(first, second);
  }
}
