package org.ztclinical.statejdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.state.StateGuarantees;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore.Guarantee;
import org.ztclinical.state.StateUnavailableException;

class JdbcStateTest {
  private static final StateKey KEY = StateKey.of("test", "alice", "Patient/4711");

  @TempDir Path folder;

  private final TestStores stores =
      new TestStores("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

  @AfterEach
  void close() throws Exception {
    stores.close();
  }

  @Test
  void itDoesNotStartWithoutItsTable() throws Exception {
    assertThatThrownBy(() -> JdbcState.builder(stores.source()).table("app.facts").open())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("table app.facts cannot be read")
        .hasMessageContaining("JdbcDialect.ddl(\"app.facts\")");
  }

  @Test
  void theTableOfTheManualIsTheTableItUses() throws Exception {
    execute("CREATE SCHEMA app; " + JdbcDialect.H2.ddl("app.facts"), stores.source());
    JdbcState store =
        stores.closeLater(JdbcState.builder(stores.source()).table("app.facts").open());

    assertThat(store.putIfAbsent(KEY, "value", Duration.ofMinutes(1))).isTrue();
    assertThat(store.get(KEY)).hasValue("value");
    assertThat(store).hasToString("state in table app.facts of H2");
  }

  @Test
  void aTablesNameCannotHoldSql() {
    for (String name : new String[] {"a b", "a;drop table x", "A", "\"a\"", "a.b.c", ""}) {
      assertThatThrownBy(() -> JdbcState.builder(stores.source()).table(name))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nothingInTheTableCanBeRead() throws Exception {
    JdbcState store = stores.open();
    store.putIfAbsent(KEY.ownedBy("alice"), "id", Duration.ofMinutes(1));

    String row = query("SELECT state_key || ' ' || owner_key FROM zt_state");

    assertThat(row).matches("test:[0-9a-f]{64} owner:[0-9a-f]{64}");
  }

  @Test
  void whatIsKeptOnDiskOutlivesTheProcess() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("state");
    try (TestStores first = new TestStores(url, "sa", "")) {
      JdbcState store = first.open();
      assertThat(store.guarantees()).containsExactlyInAnyOrder(Guarantee.values());
      store.putIfAbsent(KEY, "value", Duration.ofMinutes(1));
    }
    try (TestStores second = new TestStores(url, "sa", "")) {
      assertThat(second.open().get(KEY)).hasValue("value");
    }
  }

  @Test
  void aDatabaseInMemoryIsNotShared() throws Exception {
    JdbcState store = stores.open();

    assertThatThrownBy(() -> StateGuarantees.require(store, "sessions", Guarantee.SHARED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "state in table zt_state of H2 does not promise what sessions need. It lacks SHARED");
  }

  @Test
  void rowsThatHaveEndedAreDeletedInSmallBatchesAndNoOthers() throws Exception {
    JdbcState store = stores.open();
    StateTable table =
        new StateTable(stores.source(), JdbcDialect.H2, "zt_state", 500, Duration.ofSeconds(2));
    for (int i = 0; i < 25; i++) {
      store.putIfAbsent(StateKey.of("ended", "" + i), "", Duration.ofMillis(1));
      store.putIfAbsent(StateKey.of("lasts", "" + i), "", Duration.ofMinutes(1));
    }
    Thread.sleep(20);

    assertThat(table.deleteEnded(10)).isEqualTo(10);
    assertThat(table.deleteEnded(100)).isEqualTo(15);
    assertThat(table.deleteEnded(100)).isZero();
    assertThat(query("SELECT COUNT(*) FROM zt_state")).isEqualTo("25");
  }

  @Test
  void whoRollsBackTakesNothingOutOfTheStore() throws Exception {
    JdbcState store = stores.open();
    try (Connection application = stores.source().getConnection()) {
      application.setAutoCommit(false);
      store.putIfAbsent(KEY, "value", Duration.ofMinutes(1));
      application.rollback();
    }

    assertThat(store.get(KEY)).hasValue("value");
  }

  @Test
  void failuresNameTheSqlStateAndNothingElse() throws Exception {
    JdbcState store = stores.open();
    execute("DROP TABLE zt_state", stores.source());

    assertThatThrownBy(() -> store.putIfAbsent(KEY, "4711", Duration.ofMinutes(1)))
        .isInstanceOf(StateUnavailableException.class)
        .hasMessage("the database failed with SQL state 42S04")
        .hasNoCause();
    assertThatThrownBy(() -> store.compareAndSet(KEY, Optional.of("a"), "b", Duration.ofDays(1)))
        .isInstanceOf(StateUnavailableException.class);
  }

  private String query(String sql) throws Exception {
    try (Connection connection = stores.source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(String sql, BreakableSource source) throws Exception {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
