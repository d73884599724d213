package org.ztclinical.benchmarks.cedar;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.PreparedRequest;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;

/**
 * Our engine, the sixteen questions in turns, with less and less of a request made beforehand. One
 * class for each way to run policies, because JMH measures classes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class OursBenchmark {
  private final Authorizer authorizer;
  private final Entities entities = QuestionsAsCedar.entities();
  private final Question[] questions = Question.all().toArray(Question[]::new);
  private final AuthorizationRequest[] requests =
      QuestionsAsCedar.requests().toArray(AuthorizationRequest[]::new);
  private final PreparedRequest[] prepared;
  private final BuiltRequests built;
  private int last;

  /** Checks the answers: a wrong one is no figure. */
  OursBenchmark(UnaryOperator<Authorizer.Builder> execution) {
    authorizer = Ours.authorizer(RulesAsCedar.policies(), execution);
    prepared =
        List.of(requests).stream()
            .map(request -> authorizer.prepare(request, entities))
            .toArray(PreparedRequest[]::new);
    built = new BuiltRequests(authorizer, entities);
    for (int i = 0; i < questions.length; i++) {
      if (authorizer.decide(prepared[i]) != questions[i].allowed()
          || authorizer.decide(built.of(questions[i])) != questions[i].allowed()) {
        throw new IllegalStateException("wrong: " + questions[i].name());
      }
    }
  }

  /** Yes or no, scopes and attributes looked up beforehand. */
  @Benchmark
  public boolean decidePrepared() {
    return authorizer.decide(prepared[next()]);
  }

  /** With the determining policies and the errors, scopes and attributes looked up beforehand. */
  @Benchmark
  public Response respondPrepared() {
    return authorizer.authorize(prepared[next()]);
  }

  /** With the determining policies and the errors, from a request object. */
  @Benchmark
  public Response respond() {
    return authorizer.authorize(requests[next()], entities);
  }

  /** The same with all of the request made from text and numbers: uids, address, context. */
  @Benchmark
  public Response respondToNew() {
    return authorizer.authorize(QuestionsAsCedar.request(questions[next()]), entities);
  }

  /** The same with a request made attribute by attribute, without a map. */
  @Benchmark
  public Response respondToBuilt() {
    return authorizer.authorize(built.of(questions[next()]));
  }

  private int next() {
    last = (last + 1) & (Question.COUNT - 1);
    return last;
  }
}
