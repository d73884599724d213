package org.ztclinical.statejdbc;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.ztclinical.state.StateStore;
import org.ztclinical.testing.SealedStateContract;

class SealedH2StateTest extends SealedStateContract {
  private final TestStores stores =
      new TestStores("jdbc:h2:mem:sealed;DB_CLOSE_DELAY=-1", "sa", "");
  private StateStore one;
  private StateStore other;

  @BeforeEach
  void open() throws Exception {
    one = stores.open();
    other = stores.open();
  }

  @AfterEach
  void close() throws Exception {
    stores.close();
  }

  @Override
  protected StateStore below() {
    return one;
  }

  @Override
  protected StateStore otherBelow() {
    return other;
  }

  @Override
  protected Duration brief() {
    return Duration.ofMillis(150);
  }

  @Override
  protected int entries() {
    return 500;
  }
}
