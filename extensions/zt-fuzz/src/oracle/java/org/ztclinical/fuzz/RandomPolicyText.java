package org.ztclinical.fuzz;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random policies over the random world. Two thirds are made without mistakes on purpose, so that
 * questions go deep; the others have ill-typed parts, so that errors are met everywhere.
 */
final class RandomPolicyText {
  private final RandomChoice choose;
  private final RandomLeafText leaves;
  private final RandomTermText terms;

  RandomPolicyText(RandomChoice choose) {
    this.choose = choose;
    this.leaves = new RandomLeafText(choose);
    this.terms = new RandomTermText(choose, leaves);
  }

  /** One to four policies. */
  String policies() {
    return IntStream.range(0, 1 + choose.below(4))
        .mapToObj(i -> policy())
        .collect(Collectors.joining("\n"));
  }

  private String policy() {
    boolean careful = choose.below(3) > 0;
    terms.setCareful(careful);
    if (careful) {
      return choose.one("permit", "permit", "forbid")
          + choose.one(
              "(principal is User, action == Action::\"view\", resource is Doc)",
              "(principal is User, action in [Action::\"view\", Action::\"edit\"], resource is Doc)",
              "(principal is User in "
                  + leaves.uid("Group")
                  + ", action in Action::\"readLike\", resource in "
                  + leaves.uid("Folder")
                  + ")",
              "(principal, action == Action::\"list\", resource)",
              "(principal, action, resource)")
          + " when { "
          + terms.expr(RandomType.BOOL, 1 + choose.below(4))
          + " }"
          + (choose.below(3) == 0 ? " unless { " + terms.expr(RandomType.BOOL, 2) + " };" : ";");
    }
    StringBuilder text = new StringBuilder(choose.one("permit", "permit", "forbid")).append("(");
    text.append(
        choose.one(
            "principal",
            "principal",
            "principal is User",
            "principal is User in " + leaves.uid("Group"),
            "principal in " + leaves.uid(choose.one("Group", "Team", "User", "Group")),
            "principal == " + leaves.uid("User"),
            "principal is NS::Robot",
            "principal is Team in " + leaves.uid("Group")));
    text.append(", ")
        .append(
            choose.one(
                "action",
                "action",
                "action == Action::\"view\"",
                "action in Action::\"readLike\"",
                "action in [Action::\"view\", Action::\"edit\"]",
                "action == Action::\"edit\"",
                "action in [Action::\"edit\", NS::Action::\"ping\"]",
                "action in []",
                "action == Action::\"admin\""));
    text.append(", ")
        .append(
            choose.one(
                "resource",
                "resource",
                "resource is Doc",
                "resource in " + leaves.uid("Folder"),
                "resource == " + leaves.uid("Doc"),
                "resource is Doc in " + leaves.uid("Folder"),
                "resource is Folder",
                "resource is Color",
                "resource is NS::Thing"));
    text.append(")");
    for (int i = choose.below(3); i >= 0; i--) {
      text.append(choose.one(" when { ", " when { ", " unless { "))
          .append(terms.expr(RandomType.BOOL, 1 + choose.below(4)))
          .append(" }");
    }
    return text.append(";").toString();
  }

  /** A template with one slot or two. */
  String template() {
    terms.setCareful(choose.toss());
    String principal =
        choose.one(
            "principal == ?principal",
            "principal in ?principal",
            "principal is User in ?principal");
    String resource =
        choose.one(
            "resource == ?resource", "resource in ?resource", "resource is Doc in ?resource");
    int slots = 1 + choose.below(3);
    return choose.one("permit(", "permit(", "forbid(")
        + ((slots & 1) == 0 ? "principal" : principal)
        + ", "
        + choose.one("action", "action == Action::\"view\"", "action in Action::\"readLike\"")
        + ", "
        + ((slots & 2) == 0 ? "resource" : resource)
        + ")"
        + choose.one("", " when { " + terms.expr(RandomType.BOOL, 2) + " }")
        + ";";
  }

  /** Type and id of what a link may put into a slot. */
  String[] slotValue(boolean principal) {
    return new String[] {
      principal ? choose.one("User", "Group", "Team") : choose.one("Doc", "Folder", "Group"),
      choose.one(RandomChoice.IDS)
    };
  }
}
