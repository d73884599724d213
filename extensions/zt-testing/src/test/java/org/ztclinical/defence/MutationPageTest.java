package org.ztclinical.defence;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No test of an attack is without its proof, and docs/mutation.md lists the proofs. */
class MutationPageTest {
  private static final Path PAGE = Path.of(System.getProperty("zt.root"), "docs", "mutation.md");

  @Test
  void thePageListsEveryProof() throws Exception {
    List<String> proofs =
        Stream.of(BypassDefencesTest.TABLE, ThreadDefencesTest.TABLE, TokenDefencesTest.TABLE)
            .flatMap(table -> Proof.all(table).stream())
            .map(proof -> "| `" + proof.toString().replace(" | ", "` | `") + "` |")
            .toList();

    List<String> rows =
        Files.readString(PAGE).lines().filter(line -> line.contains(" => ")).toList();

    assertThat(rows).hasSameSizeAs(proofs);
    assertThat(rows)
        .allSatisfy(row -> assertThat(proofs).anySatisfy(p -> assertThat(row).endsWith(p)));
    assertThat(proofs)
        .allSatisfy(p -> assertThat(rows).anySatisfy(row -> assertThat(row).endsWith(p)));
  }

  @Test
  void everyTestOfABypassHasItsProof() throws Exception {
    assertThat(Proof.tests(Proof.all(BypassDefencesTest.TABLE)))
        .containsExactlyInAnyOrderElementsOf(
            testsBut(BypassDefencesTest.TESTS, "everyClassHasItsTestAndEveryTestItsClass"));
  }

  @Test
  void everyTestOfARefusedTokenHasItsProof() throws Exception {
    assertThat(Proof.tests(Proof.all(TokenDefencesTest.TABLE)))
        .containsExactlyInAnyOrderElementsOf(
            testsBut(
                TokenDefencesTest.TESTS,
                "theComplementOfAnEcdsaSignatureIsTheSameTokenAndNoOther",
                "whatATokenIsBoundToIsAmongItsFacts",
                "everyReasonHasItsOwnCode"));
  }

  /** The tests of a class, less those that refuse nothing. */
  private static List<String> testsBut(String testClass, String... others) throws Exception {
    return Arrays.stream(Class.forName(testClass).getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(Method::getName)
        .filter(name -> !List.of(others).contains(name))
        .toList();
  }
}
