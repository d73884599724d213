package org.ztclinical.statejdbc;

import java.time.Duration;

class H2StateTest extends JdbcContract {
  @Override
  TestStores stores() {
    return new TestStores("jdbc:h2:mem:state;DB_CLOSE_DELAY=-1", "sa", "");
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
