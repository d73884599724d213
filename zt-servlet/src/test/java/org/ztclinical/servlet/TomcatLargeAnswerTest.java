package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TomcatLargeAnswerTest extends LargeAnswerContract {
  TomcatLargeAnswerTest() {
    super(TomcatServer::start);
  }

  @ParameterizedTest
  @ValueSource(strings = {"large-throw", "large-syntax", "large-async-syntax"})
  void anAnswerThatWasCutIsNoErrorInTheLogOfTomcat(String behaviour) {
    Logger catalina = Logger.getLogger("org.apache.catalina");
    Said said = new Said();
    catalina.addHandler(said);
    catalina.setLevel(Level.INFO);
    try {
      String received = large(behaviour, 1_000, 600).receiveAsItIs();

      assertThat(received).startsWith("HTTP/1.1 200");
      isBrokenOff(received);
    } finally {
      catalina.setLevel(null);
      catalina.removeHandler(said);
    }
    assertThat(said.records).extracting(LogRecord::getMessage).isEmpty();
  }

  /** What was logged meanwhile. */
  private static final class Said extends Handler {
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
