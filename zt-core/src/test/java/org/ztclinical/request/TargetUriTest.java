package org.ztclinical.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetUriTest {
  private static final Map<String, String> NORMAL =
      Map.ofEntries(
          Map.entry("https://api.example/a/b", "https://api.example/a/b"),
          Map.entry("HTTPS://API.Example:443/a/./b", "https://api.example/a/b"),
          Map.entry("https://api.example:/a", "https://api.example/a"),
          Map.entry("http://api.example:80/a", "http://api.example/a"),
          Map.entry("http://api.example:443/a", "http://api.example:443/a"),
          Map.entry("https://api.example:8443", "https://api.example:8443"),
          Map.entry("https://api.example", "https://api.example"),
          Map.entry("https://api.example/", "https://api.example"),
          Map.entry("https://api.example?q=/x", "https://api.example"),
          Map.entry("https://api.example/a?b=c#d", "https://api.example/a"),
          Map.entry("https://api.example/a#d?e", "https://api.example/a"),
          Map.entry("https://api.example/%7Euser/%2d%5F", "https://api.example/~user/-_"),
          Map.entry("https://api.example/a%2fb%c3%a4", "https://api.example/a%2Fb%C3%A4"),
          Map.entry("https://api.example/a/../b/%2e%2E/c/", "https://api.example/c"),
          Map.entry("https://api.example/../../a", "https://api.example/a"),
          Map.entry("https://api.example/a//b", "https://api.example/a//b"),
          Map.entry("https://api.example/a//", "https://api.example/a//"),
          Map.entry("https://api.example/a//.", "https://api.example/a//"),
          Map.entry("https://api.example/a//..", "https://api.example/a"),
          Map.entry("https://api.example//", "https://api.example//"),
          Map.entry("https://api.example/a/..", "https://api.example"),
          Map.entry("https://[2001:DB8::1]:8443/a", "https://[2001:db8::1]:8443/a"));

  @Test
  void urlsOfOneTargetHaveOneForm() {
    NORMAL.forEach(
        (given, normal) ->
            assertThat(TargetUri.parse(given)).as(given).contains(new TargetUri(normal)));
  }

  @Test
  void theNormalFormIsItsOwnNormalForm() {
    NORMAL
        .values()
        .forEach(normal -> assertThat(TargetUri.parse(normal)).contains(new TargetUri(normal)));
  }

  @Test
  void whatNamesNoTargetIsNotRead() {
    for (String given :
        List.of(
            "",
            "/a",
            "api.example/a",
            "ftp://api.example/a",
            "https:/api.example/a",
            "https://",
            "https:///a",
            "https://user@api.example/a",
            "https://api.example@evil.example/a",
            "https://api.example\\@evil.example/a",
            "https://api.example:443:443/a",
            "https://api.example:x/a",
            "https://api.example/a b",
            "https://api.example/a\n",
            "https://api.example/\u00e4",
            "https://api.ex\u0430mple/a",
            "https://api.example/%",
            "https://api.example/%7",
            "https://api.example/%zz",
            "https://api.example/" + "a".repeat(2_048))) {
      assertThat(TargetUri.parse(given)).as(given).isEqualTo(Optional.empty());
    }
  }

  @Test
  void aPathIsPutBehindABase() throws Exception {
    TargetUri base = TargetUri.parse("https://api.example/r4/").orElseThrow();

    assertThat(base.at(CanonicalPath.parse("/Patient/1")).text())
        .isEqualTo("https://api.example/r4/Patient/1");
    assertThat(base.at(CanonicalPath.root()).text()).isEqualTo("https://api.example/r4");
    assertThat(base.toString()).doesNotContain("api");
  }
}
