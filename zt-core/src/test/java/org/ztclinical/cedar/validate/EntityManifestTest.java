package org.ztclinical.cedar.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** What the manifest says that policies read, and what is cut from a store by it. */
class EntityManifestTest {
  private static final Name USER = Name.parse("User");
  private static final Name DOC = Name.parse("Doc");
  private static final Name NOTE = Name.parse("Note");
  private static final EntityUid READ = EntityUid.of("Action", "read");
  private static final EntityUid LIST = EntityUid.of("Action", "list");

  private static Schema schema() throws CedarSyntaxException {
    return SchemaParser.parse(
        """
        entity Team in [Team] = { lead?: User };
        entity User in [Team] = { name: String, age: Long, boss?: User } tags User;
        entity Doc = { owner: User, size: Long, meta: { author: User, title: String } };
        entity Note;
        action "read", "list" appliesTo {
          principal: User, resource: [Doc, Note], context: { on: { behalf?: User } }
        };
        """);
  }

  private static Reads readsOf(String policies, EntityUid action, Name resource)
      throws CedarSyntaxException {
    return EntityManifest.of(PolicyParser.parse(policies), schema()).reads(USER, action, resource);
  }

  private static String read(String body) {
    return "permit(principal, action == Action::\"read\", resource is Doc) when { " + body + " };";
  }

  private static AccessTree attribute(String name, AccessTree tree) {
    return tree.attributes().get(name);
  }

  @Test
  void requestThatIsDecidedByItsNamesAloneReadsNothing() throws Exception {
    assertThat(
            readsOf(
                "permit(principal == User::\"a\", action, resource)"
                    + " when { resource != Doc::\"x\" && action == Action::\"read\" };",
                READ,
                DOC))
        .isEqualTo(Reads.nothing());
  }

  @Test
  void pathsAreReadFromEachVariable() throws Exception {
    Reads reads =
        readsOf(
            read(
                "principal.age > 1 && resource.meta.author.name == \"a\""
                    + " && context.on has behalf && context.on.behalf in Team::\"t\""),
            READ,
            DOC);

    assertThat(reads.principal().attributes()).containsOnlyKeys("age");
    AccessTree author = attribute("author", attribute("meta", reads.resource()));
    assertThat(author.attributes()).containsOnlyKeys("name");
    AccessTree behalf = attribute("behalf", attribute("on", reads.context()));
    assertThat(behalf.ancestors()).isTrue();
    assertThat(behalf.attributes()).isEmpty();
    assertThat(reads.entities()).isEmpty();
  }

  @Test
  void entityOfThePolicyIsARootOfItsOwn() throws Exception {
    Reads reads =
        readsOf(read("Team::\"t\" has lead && Team::\"t\".lead in Team::\"u\""), READ, DOC);

    assertThat(reads.entities()).containsOnlyKeys(EntityUid.of("Team", "t"));
    assertThat(attribute("lead", reads.entities().get(EntityUid.of("Team", "t"))).ancestors())
        .isTrue();
  }

  @Test
  void tagsAreReadByKeyAndAllWhereTheKeyIsComputed() throws Exception {
    Reads byKey =
        readsOf(read("principal.hasTag(\"k\") && principal.getTag(\"k\").age > 1"), READ, DOC);
    Reads computed = readsOf(read("principal.hasTag(principal.name)"), READ, DOC);

    assertThat(byKey.principal().tags()).containsOnlyKeys("k");
    assertThat(byKey.principal().tags().get("k").attributes()).containsOnlyKeys("age");
    assertThat(byKey.principal().anyTag()).isEmpty();
    assertThat(computed.principal().tags()).isEmpty();
    assertThat(computed.principal().anyTag()).isPresent();
  }

  @Test
  void environmentsAreToldApart() throws Exception {
    String policies =
        read("resource.size > 1")
            + "forbid(principal, action == Action::\"list\", resource)"
            + " when { resource is Doc && resource.owner == principal };";

    assertThat(readsOf(policies, READ, DOC).resource().attributes()).containsOnlyKeys("size");
    assertThat(readsOf(policies, LIST, DOC).resource().attributes()).containsOnlyKeys("owner");
    assertThat(readsOf(policies, LIST, NOTE)).isEqualTo(Reads.nothing());
    assertThat(readsOf(policies, READ, NOTE)).isEqualTo(Reads.nothing());
    assertThat(readsOf(policies, EntityUid.of("Action", "nope"), DOC)).isEqualTo(Reads.nothing());
  }

  @Test
  void whatIsNeverReachedIsNotRead() throws Exception {
    Reads reads =
        readsOf(
            read("(false && principal.age > 1) || (true || principal.name == \"a\")"), READ, DOC);

    assertThat(reads).isEqualTo(Reads.nothing());
  }

  @Test
  void valueIsFollowedThroughBranchesAndRecords() throws Exception {
    Reads branches =
        readsOf(
            read("(if principal.age > 1 then principal else resource.owner).name == \"a\""),
            READ,
            DOC);
    Reads records = readsOf(read("{a: principal, b: resource.owner}.a.name == \"a\""), READ, DOC);

    assertThat(branches.principal().attributes()).containsOnlyKeys("age", "name");
    assertThat(attribute("owner", branches.resource()).attributes()).containsOnlyKeys("name");
    assertThat(records.principal().attributes()).containsOnlyKeys("name");
    assertThat(attribute("owner", records.resource()).isEmpty()).isTrue();
  }

  @Test
  void linkIsReadAsThePolicyItMakes() throws Exception {
    PolicySet template =
        PolicyParser.parse("permit(principal in ?principal, action, resource);")
            .link("policy0", "link", Map.of(Slot.PRINCIPAL, EntityUid.of("Team", "t")));

    Reads reads = EntityManifest.of(template, schema()).reads(USER, READ, NOTE);

    assertThat(reads.principal().ancestors()).isTrue();
    assertThat(reads.resource().isEmpty()).isTrue();
  }

  @Test
  void sliceHasWhatIsReadAndNothingElse() throws Exception {
    EntityUid alice = EntityUid.of(USER, "alice");
    EntityUid bob = EntityUid.of(USER, "bob");
    EntityUid inner = EntityUid.of("Team", "inner");
    EntityUid outer = EntityUid.of("Team", "outer");
    EntityUid doc = EntityUid.of(DOC, "d");
    Entities all =
        Entities.of(
            user(alice, 30, Set.of(inner)),
            user(bob, 40, Set.of(inner)),
            user(EntityUid.of(USER, "carol"), 50, Set.of()),
            Entity.of(inner).withParents(Set.of(outer)),
            Entity.of(outer),
            Entity.of(
                doc,
                CedarRecord.of(
                    Map.of("owner", bob, "size", CedarLong.of(1), "extra", CedarSet.of())),
                Set.of()));
    EntityManifest manifest =
        EntityManifest.of(
            PolicyParser.parse(
                read("principal in Team::\"outer\" && resource.owner.age > principal.age")),
            schema());

    Entities slice = manifest.slice(AuthorizationRequest.of(alice, READ, doc), all);

    assertThat(slice.all())
        .containsExactlyInAnyOrder(
            Entity.of(alice, CedarRecord.of(Map.of("age", CedarLong.of(30))), Set.of(inner, outer)),
            Entity.of(bob, CedarRecord.of(Map.of("age", CedarLong.of(40))), Set.of()),
            Entity.of(doc, CedarRecord.of(Map.of("owner", bob)), Set.of()));
    assertThat(manifest.slice(AuthorizationRequest.of(alice, LIST, doc), all).all()).isEmpty();
  }

  @Test
  void invalidPoliciesHaveNoManifest() throws Exception {
    PolicySet policies = PolicyParser.parse(read("principal.nothing"));

    assertThatThrownBy(() -> EntityManifest.of(policies, schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the policies are not valid: policy0 at 1:")
        .hasMessageContaining("User has no attribute nothing");
  }

  @Test
  void treesAndReadsAreJoined() throws Exception {
    Reads one = readsOf(read("principal.age > 1"), READ, DOC);
    Reads other = readsOf(read("principal.hasTag(\"k\") && principal in Team::\"t\""), READ, DOC);

    Reads both = one.and(other);

    assertThat(both.principal().attributes()).containsOnlyKeys("age");
    assertThat(both.principal().tags()).containsOnlyKeys("k");
    assertThat(both.principal().ancestors()).isTrue();
    assertThat(List.of(both.and(one), both.and(Reads.nothing()))).containsOnly(both);
  }

  private static Entity user(EntityUid uid, long age, Set<EntityUid> parents) {
    return Entity.of(
        uid,
        CedarRecord.of(Map.of("name", CedarString.of(uid.id()), "age", CedarLong.of(age))),
        parents);
  }
}
