package org.ztclinical.statejdbc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;

/** The stores of one test over one database, and what must be closed after it. */
final class TestStores implements AutoCloseable {
  private final String url;
  private final String user;
  private final String password;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  TestStores(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  BreakableSource source() throws Exception {
    return closeLater(new BreakableSource(url, user, password));
  }

  JdbcState open() throws Exception {
    return closeLater(builder(source()).open());
  }

  StateStore withShare(int facts) throws Exception {
    return closeLater(builder(source()).share(facts).open());
  }

  StateStore unreachable() throws Exception {
    BreakableSource source = source();
    JdbcState store = closeLater(builder(source).callTimeout(Duration.ofMillis(500)).open());
    source.breakOff();
    return store;
  }

  static JdbcState.Builder builder(BreakableSource source) throws StateUnavailableException {
    return JdbcState.builder(source).callTimeout(Duration.ofSeconds(10)).createTableIfMissing();
  }

  <T extends AutoCloseable> T closeLater(T one) {
    opened.push(one);
    return one;
  }

  @Override
  public void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
