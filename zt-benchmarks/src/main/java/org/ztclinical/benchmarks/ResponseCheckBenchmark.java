package org.ztclinical.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;

/**
 * The check of what a search finds, beside Jackson reading the same bytes: of 100 entries held, and
 * of 10,000 entries that leave in pieces, as the application writes them, 8 KiB at a time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ResponseCheckBenchmark {
  private final SampleGuard guard = new SampleGuard(new SampleTokens(1), new UnrecordedLog());
  private final Attempt search = guard.attempt(SampleGuard.SEARCH);
  private final Response nothing = SampleGuard.answer(SampleRecords.observations(0));
  private final Response twenty = SampleGuard.answer(SampleRecords.observations(20));
  private final Response hundred = SampleGuard.answer(SampleRecords.observations(100));
  private final byte[] tenThousand = SampleRecords.observations(10_000);
  private final JsonFactory json = new JsonFactory();

  /** A search that finds nothing: what the checks of held answers have in common. */
  @Benchmark
  public Guarded held0() {
    return guard.guard(search, nothing);
  }

  /** A search that finds 20. */
  @Benchmark
  public Guarded held20() {
    return guard.guard(search, twenty);
  }

  /** A search that finds 100. */
  @Benchmark
  public Guarded held100() {
    return guard.guard(search, hundred);
  }

  /** A search that finds 10,000. */
  @Benchmark
  public Guarded pieces10000() {
    return guard.guardInPieces(search, tenThousand);
  }

  /** The peer for 20 entries: every token of the answer and its text. */
  @Benchmark
  public int parse20() throws IOException {
    return parse(twenty.body());
  }

  /** The peer for 100 entries. */
  @Benchmark
  public int parse100() throws IOException {
    return parse(hundred.body());
  }

  /** The peer for 10,000 entries. */
  @Benchmark
  public int parse10000() throws IOException {
    return parse(tenThousand);
  }

  /** As the peer for 100 entries, but Jackson skips the text of values. */
  @Benchmark
  public int skip100() throws IOException {
    return skip(hundred.body());
  }

  /** As the peer for 10,000 entries, but Jackson skips the text of values. */
  @Benchmark
  public int skip10000() throws IOException {
    return skip(tenThousand);
  }

  private int parse(byte[] body) throws IOException {
    int length = 0;
    try (JsonParser parser = json.createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        // Jackson skips the text of a value that nobody asks for.
        length += token.isScalarValue() ? parser.getTextLength() : 1;
      }
    }
    return length;
  }

  private int skip(byte[] body) throws IOException {
    int tokens = 0;
    try (JsonParser parser = json.createParser(body)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }
}
