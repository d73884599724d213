package org.ztclinical.floors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownPageTest {
  @Test
  void headingsAreAnchorsAsGitHubMakesThem() {
    MarkdownPage page =
        MarkdownPage.parse(
            """
            # Whose record it is
            ## `$export`, and [files](x.md) of it: what's asked
            ### Größe
            ## Twice
            ## Twice
            ```sh
            # no heading
            ```
            <a id="own"></a>
            #hashtag
            """);

    assertThat(page.anchors())
        .containsExactlyInAnyOrder(
            "whose-record-it-is",
            "export-and-files-of-it-whats-asked",
            "größe",
            "twice",
            "twice-1",
            "own");
  }

  @Test
  void linksAreFoundOutsideOfCodeAlone() {
    MarkdownPage page =
        MarkdownPage.parse(
            """
            [a](a.md), ![b](b.png) and [c](#c "title"); `[no](no.md)`
            [d]: <d.md#x>
            ````
            [no](no.md)
            ```
            [no](no.md)
            ````
            [[e](e.md)](f.md)
            """);

    assertThat(page.links()).containsExactly("a.md", "b.png", "#c", "d.md#x", "e.md", "f.md");
  }
}
