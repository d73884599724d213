package org.ztclinical.statejdbc;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.ztclinical.state.StateStore;
import org.ztclinical.testing.SealedStateContract;

@Tag("state-server")
class SealedPostgreSqlStateTest extends SealedStateContract {
  private TestStores stores;
  private StateStore one;
  private StateStore other;

  @BeforeEach
  void open() throws Exception {
    stores = PostgreSqlServer.start().stores();
    one = stores.open();
    other = stores.open();
  }

  @AfterEach
  void close() throws Exception {
    stores.close();
  }

  @Override
  protected Duration brief() {
    return Duration.ofMillis(300);
  }

  @Override
  protected StateStore below() {
    return one;
  }

  @Override
  protected StateStore otherBelow() {
    return other;
  }
}
