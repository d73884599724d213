package org.ztclinical.benchmarks.cedar;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;

/** Our engine with more and more policies, of which the same ten alone can matter. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GrowthBenchmark {
  /** How many policies there are. */
  @Param("10")
  public int policies = 10;

  private final Entities entities = QuestionsAsCedar.entities();
  private final AuthorizationRequest[] requests =
      GrowingRules.questions().stream()
          .map(QuestionsAsCedar::request)
          .toArray(AuthorizationRequest[]::new);
  private Authorizer authorizer = Ours.authorizer("");
  private int last;

  /** Loads the policies and checks the answers. */
  @Setup
  public void load() {
    authorizer = Ours.authorizer(GrowingRules.policies(policies));
    for (AuthorizationRequest request : List.of(requests)) {
      if (!authorizer.authorize(request, entities).isAllowed()) {
        throw new IllegalStateException("a wrong answer with " + policies + " policies");
      }
    }
  }

  /** A whole answer from a request object: what finds the policies is part of it. */
  @Benchmark
  public Response respond() {
    last = last + 1 < requests.length ? last + 1 : 0;
    return authorizer.authorize(requests[last], entities);
  }
}
