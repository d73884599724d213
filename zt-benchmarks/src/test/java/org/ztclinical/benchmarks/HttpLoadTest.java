package org.ztclinical.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpLoadTest {
  @TempDir Path folder;

  @Test
  void bothServersAnswerTheLoadAndOnlyTheProtectedOneAsksForAToken() throws Exception {
    try (ServerPair pair = ServerPair.light(folder)) {
      assertThat(statusWithoutToken(pair.unprotectedServer())).isEqualTo(200);
      assertThat(statusWithoutToken(pair.protectedServer())).isEqualTo(401);

      String rows = HttpLoad.rows(pair, true);

      assertThat(rows.lines()).hasSize(pair.requests().size());
      assertThat(folder.resolve("light")).isNotEmptyDirectory();
    }
  }

  private static int statusWithoutToken(ChildServer server) throws IOException {
    String request = "GET " + SampleGuard.READ + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (LoadConnection connection = LoadConnection.open(server.port())) {
      return connection.exchange(request.getBytes(StandardCharsets.US_ASCII)).status();
    }
  }
}
