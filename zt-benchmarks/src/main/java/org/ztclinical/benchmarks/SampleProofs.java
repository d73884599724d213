package org.ztclinical.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.ztclinical.testing.DpopKey;

/**
 * A token that is bound to a key (RFC 9449), signed with RS256, and proofs by that key, signed with
 * ES256, each of another id. They are good for a minute from when this object was made. Immutable.
 */
final class SampleProofs {
  static final String METHOD = "GET";
  static final String PATH = "/fhir/Patient/" + SampleRecords.PATIENT;
  static final String URL = "https://fhir.example" + PATH;

  /** More than the last thousand, which is what Spring Security remembers. */
  static final int MANY = 1_280;

  /** Proofs must not grow old while they are measured; both servers let clocks differ so much. */
  private static final Duration AHEAD = Duration.ofSeconds(20);

  private final DpopKey key;
  private final SampleTokens tokens;
  private final List<String> proofs;

  /** So many; a benchmark, which uses them in turn, takes {@link #MANY}. */
  SampleProofs(int count) {
    InstantSource ahead = () -> Instant.now().plus(AHEAD);
    key = DpopKey.create(ahead);
    tokens = SampleTokens.boundTo(key);
    proofs = IntStream.range(0, count).mapToObj(i -> proof(METHOD)).toList();
  }

  /** A further proof, for this method. */
  String proof(String method) {
    return key.proof(method, URL, token());
  }

  int count() {
    return proofs.size();
  }

  String get(int number) {
    return proofs.get(number);
  }

  /** The token that all of them are for. */
  String token() {
    return tokens.first();
  }

  SampleTokens tokens() {
    return tokens;
  }
}
