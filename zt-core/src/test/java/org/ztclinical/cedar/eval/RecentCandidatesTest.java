package org.ztclinical.cedar.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.EntityUid;

/** What was found before is found again, and never for a request of which it does not hold. */
class RecentCandidatesTest {
  private static final EntityUid READ = EntityUid.of("Action", "read");
  private static final EntityUid DOC = EntityUid.of("Doc", "d");
  private static final EntityUid EDITORS = EntityUid.of("Team", "editors");
  private static final EntityUid READERS = EntityUid.of("Team", "readers");
  private static final EntityUid UNNAMED = EntityUid.of("Team", "unnamed");

  private Program program;

  @BeforeEach
  void policies() throws Exception {
    program =
        program(
            """
            permit(principal in Team::"editors", action, resource);
            permit(principal in Team::"readers", action == Action::"read", resource);
            forbid(principal is Robot, action, resource is Doc);
            permit(principal == User::"anna", action, resource);
            """);
  }

  @Test
  void strangersInTheSameGroupsShareWhatWasFound() {
    Candidates first = find(user("a"), EDITORS);

    assertThat(first.all()).containsExactly(0);
    assertThat(find(user("b"), EDITORS)).isSameAs(first);
    assertThat(find(user("c"), EDITORS, UNNAMED)).isSameAs(first);
    assertThat(find(EntityUid.of("Guest", "c"), EDITORS)).isSameAs(first);
  }

  @Test
  void whoeverIsInOtherGroupsTodayGetsOtherPolicies() {
    EntityUid user = user("a");

    assertThat(find(user, EDITORS).all()).containsExactly(0);
    assertThat(find(user, EDITORS, READERS).all()).containsExactly(0, 1);
    assertThat(find(user, READERS).all()).containsExactly(1);
    assertThat(find(user).all()).isEmpty();
    assertThat(find(EntityUid.of("Robot", "a"), READERS).all()).containsExactly(1, 2);
    assertThat(find(user("anna"), READERS).all()).containsExactly(1, 3);
    assertThat(find(user, EDITORS).all()).containsExactly(0);
  }

  /** To be a group is more than to be in it, though both are in the same groups. */
  @Test
  void whatIsNamedItselfIsNotWhatIsInIt() throws Exception {
    program =
        program(
            """
            permit(principal == Team::"editors", action, resource);
            permit(principal in Team::"editors", action, resource);
            """);

    assertThat(find(EDITORS).all()).containsExactly(0, 1);
    assertThat(find(user("a"), EDITORS).all()).containsExactly(1);
    assertThat(find(EDITORS).all()).containsExactly(0, 1);
  }

  /** Places go by hashes that differ in each process; three of one pair push each other out. */
  @Test
  void fewPushEachOtherOut() throws Exception {
    int teams = 200;
    program = program(forTeams(teams));
    List<Candidates> first = new ArrayList<>();
    for (int i = 0; i < teams; i++) {
      first.add(find(user("a"), EntityUid.of("Team", "" + i)));
    }

    int lost = 0;
    for (int i = 0; i < teams; i++) {
      lost += find(user("b"), EntityUid.of("Team", "" + i)) == first.get(i) ? 0 : 1;
    }
    // Where each has its place differs from run to run.
    assertThat(lost).isLessThan(teams / 5);
  }

  @Test
  void moreThanThereIsRoomForAreFoundAllTheSame() throws Exception {
    int teams = 5_000;
    program = program(forTeams(teams));

    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < teams; i++) {
        assertThat(find(user("a"), EntityUid.of("Team", "" + i)).all()).containsExactly(i);
      }
    }
  }

  private static String forTeams(int teams) {
    return IntStream.range(0, teams)
        .mapToObj(i -> "permit(principal in Team::\"%d\", action, resource);\n".formatted(i))
        .collect(Collectors.joining());
  }

  @Test
  void manyGroupsAndManyPoliciesAreNotKept() throws Exception {
    String text = "permit(principal in Team::\"%d\", action, resource);\n";
    StringBuilder many = new StringBuilder();
    IntStream.range(0, 300).forEach(i -> many.append(text.formatted(i % 150)));
    program = program(many.toString());
    EntityUid[] groups =
        IntStream.range(0, 150)
            .mapToObj(i -> EntityUid.of("Team", "" + i))
            .toArray(EntityUid[]::new);

    Candidates first = find(user("a"), groups);
    assertThat(first.all()).hasSize(300);
    assertThat(find(user("a"), groups)).isNotSameAs(first);
    assertThat(find(user("a"), groups).all()).containsExactly(first.all());
  }

  private static Program program(String policies) throws Exception {
    return Program.of(PolicyParser.parse(policies).policies(), 128);
  }

  private static EntityUid user(String id) {
    return EntityUid.of("User", id);
  }

  /** The policies for one who is in these groups. */
  private Candidates find(EntityUid principal, EntityUid... groups) {
    List<Entity> all = new ArrayList<>();
    all.add(Entity.of(principal).withParents(Set.of(groups)));
    Entities entities = Entities.of(all);
    return program.candidates(AuthorizationRequest.of(principal, READ, DOC), entities);
  }
}
