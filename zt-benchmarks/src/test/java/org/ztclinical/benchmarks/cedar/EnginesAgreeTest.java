package org.ztclinical.benchmarks.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnginesAgreeTest {
  @Test
  void thereAreSixteenQuestionsOfWhichNineAreAllowed() {
    assertThat(Question.all()).hasSize(Question.COUNT);
    assertThat(Question.all()).filteredOn(Question::allowed).hasSize(9);
    assertThat(ClinicalRules.grants()).hasSize(96);
  }

  @ParameterizedTest
  @EnumSource(Engines.class)
  void everyEngineGivesTheKnownAnswers(Engines engine) {
    assumeTrue(engine.isPresent(), engine + " is compiled in the profile peers only");

    DecisionEngine started = engine.start();

    List<Question> questions = Question.all();
    assertThat(IntStream.range(0, questions.size()).mapToObj(started::allows))
        .containsExactlyElementsOf(questions.stream().map(Question::allowed).toList());
  }
}
