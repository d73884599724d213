package org.ztclinical.benchmarks.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.entity.Entities;

class GrowingRulesTest {
  @ParameterizedTest
  @ValueSource(ints = {10, 11, 100, 1_000})
  void policiesThatCannotMatchChangeNothing(int count) {
    Authorizer few = Ours.authorizer(GrowingRules.policies(10));
    Authorizer many = Ours.authorizer(GrowingRules.policies(count));
    Entities entities = QuestionsAsCedar.entities();

    assertThat(many.policies()).hasSize(count);
    for (Question question : GrowingRules.questions()) {
      Response response = many.authorize(QuestionsAsCedar.request(question), entities);
      assertThat(response.isAllowed()).isTrue();
      assertThat(response.errors()).isEmpty();
      assertThat(response.determiningIds())
          .isEqualTo(few.authorize(QuestionsAsCedar.request(question), entities).determiningIds());
    }
  }

  @Test
  void thereAreQuestionsForThem() {
    assertThat(GrowingRules.questions())
        .extracting(Question::type)
        .isEqualTo(List.of("Observation", "MedicationRequest", "CarePlan"));
  }
}
