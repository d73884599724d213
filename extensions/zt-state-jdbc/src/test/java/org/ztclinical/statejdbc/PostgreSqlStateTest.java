package org.ztclinical.statejdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ztclinical.state.StateStore.Guarantee;

@Tag("state-server")
class PostgreSqlStateTest extends JdbcContract {
  @Override
  TestStores stores() throws Exception {
    return PostgreSqlServer.start().stores();
  }

  @Override
  protected Duration brief() {
    return Duration.ofMillis(300);
  }

  @Test
  void itPromisesAllThatAStoreCan() {
    assertThat(store().guarantees()).containsExactlyInAnyOrder(Guarantee.values());
    assertThat(store()).hasToString("state in table zt_state of POSTGRESQL");
  }

  @Test
  void aTableThatACrashEmptiesDoesNotSurviveARestart() throws Exception {
    try (TestStores stores = stores()) {
      try (Connection connection = stores.source().getConnection();
          Statement statement = connection.createStatement()) {
        String ddl = JdbcDialect.POSTGRESQL.ddl("unlogged");
        statement.execute("DROP TABLE IF EXISTS unlogged");
        statement.execute(ddl.replace("CREATE TABLE", "CREATE UNLOGGED TABLE"));
      }

      assertThat(
              stores
                  .closeLater(JdbcState.builder(stores.source()).table("unlogged").open())
                  .guarantees())
          .contains(Guarantee.SHARED)
          .doesNotContain(Guarantee.SURVIVES_RESTART);
    }
  }
}
