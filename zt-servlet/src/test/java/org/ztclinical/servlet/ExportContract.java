package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.audit.ReleaseRecord;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;

/** Files of exports over HTTP: line by line, however large, each recorded before it leaves. */
abstract class ExportContract extends ContainerContract {
  private static final String END_OF_CHUNKS = "\r\n0\r\n\r\n";
  private static final Pattern IDS = Pattern.compile("\"id\":\"p1-");

  private String token = "";

  ExportContract(WebServer.Kind kind) {
    super(kind);
  }

  @BeforeAll
  void startAnExport() {
    token = application().exportToken();
    Received started =
        asking(ExportAnswers.START, "export-start").header("Prefer", "respond-async").receive();
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    Received manifest = asking(ExportAnswers.STATUS, "export-status").receive();
    assertThat(manifest.status()).as(manifest.body()).isEqualTo(200);
  }

  @Test
  void aLargeFileLeavesLineByLineWithoutWhatIsNotCovered() {
    Received received = file("", 1_000, -1).receive();

    assertThat(received.status()).as(received.body()).isEqualTo(200);
    assertThat(received.headers().get("Transfer-Encoding")).containsExactly("chunked");
    assertThat(received.header("Content-Type")).contains("application/fhir+ndjson");
    assertThat(received.header("Cache-Control")).contains("no-store");
    assertThat(received.header("ETag")).isEmpty();
    assertThat(received.header("X-Job")).isEmpty();
    List<String> lines = received.body().lines().toList();
    assertThat(lines).hasSize(500);
    assertThat(lines.get(0)).isEqualTo(ExportAnswers.line(0));
    assertThat(lines.get(499)).isEqualTo(ExportAnswers.line(998));
    List<ReleaseRecord> releases = releases();
    assertThat(releases).hasSizeGreaterThan(3);
    assertThat(releases.stream().mapToInt(release -> release.resources().size()).sum())
        .isEqualTo(500);
    assertThat(releases.stream().mapToInt(ReleaseRecord::withheld).sum()).isEqualTo(500);
    assertThat(releases.stream().mapToLong(ReleaseRecord::bytes).sum())
        .isEqualTo(received.bytes().length);
    assertThat(last(releases).closing()).isTrue();
    assertThat(last(releases).aborted()).isFalse();
  }

  @Test
  void aSmallFileLeavesWithItsLength() {
    Received received = file("", 10, -1).receive();

    assertThat(received.header("Content-Length")).contains("" + received.bytes().length);
    assertThat(received.body().lines()).hasSize(5);
    assertThat(received.header("X-Job")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-syntax", "-two-on-a-line", "-return", "-too-long", "-bundle", "-throw"})
  void whatGoesWrongAfterAPartHasLeftCutsTheConnection(String mishap) {
    String received = file(mishap, 1_000, 600).receiveAsItIs();

    assertThat(received).startsWith("HTTP/1.1 200").doesNotEndWith(END_OF_CHUNKS);
    assertThat(received).doesNotContain("\"p1-998\"", Behaviours.SECRET, "<html", "yyyy");
    long ids = IDS.matcher(received).results().count();
    assertThat(ids).isBetween(50L, 300L);
    List<ReleaseRecord> releases = releases();
    assertThat(last(releases).aborted()).isTrue();
    assertThat(releases.stream().mapToLong(release -> release.resources().size()).sum())
        .isEqualTo(ids);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-syntax", "-return", "-too-long", "-throw"})
  void whatGoesWrongBeforeAnythingHasLeftIsAnErrorAsEver(String mishap) {
    isOutcome(file(mishap, 20, 10).receive(), 500);
    assertThat(last(releases()).aborted()).isTrue();
  }

  private Sending file(String mishap, int lines, int badAt) {
    return asking(ExportAnswers.FILE, "export-file" + mishap)
        .header("Accept", "application/fhir+ndjson")
        .header("X-Entries", "" + lines)
        .header("X-Bad-At", "" + badAt);
  }

  private Sending asking(String target, String behaviour) {
    return get(target).bearer(token).header("X-Behaviour", behaviour);
  }
}
