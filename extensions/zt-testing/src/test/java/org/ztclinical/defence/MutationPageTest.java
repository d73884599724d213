package org.ztclinical.defence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/mutation.md list the proofs that are run, and no other. */
class MutationPageTest {
  private static final Path PAGE = Path.of(System.getProperty("zt.root"), "docs", "mutation.md");

  @Test
  void thePageListsEveryProof() throws Exception {
    List<String> proofs =
        Stream.of(BypassDefencesTest.TABLE)
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
}
