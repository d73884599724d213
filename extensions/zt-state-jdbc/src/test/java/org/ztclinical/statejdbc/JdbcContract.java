package org.ztclinical.statejdbc;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.ztclinical.state.StateStore;
import org.ztclinical.testing.StateStoreContract;

/** The contract over one database, with two instances of the application. */
abstract class JdbcContract extends StateStoreContract {
  private TestStores stores;
  private StateStore one;
  private StateStore other;

  /** The database; the table is made when it is missing. */
  abstract TestStores stores() throws Exception;

  @BeforeEach
  void open() throws Exception {
    stores = stores();
    one = stores.open();
    other = stores.open();
  }

  @AfterEach
  void close() throws Exception {
    stores.close();
  }

  @Override
  protected StateStore store() {
    return one;
  }

  @Override
  protected StateStore otherInstance() {
    return other;
  }

  @Override
  protected Optional<StateStore> withShare(int facts) throws Exception {
    return Optional.of(stores.withShare(facts));
  }

  @Override
  protected Optional<StateStore> unreachable() throws Exception {
    return Optional.of(stores.unreachable());
  }
}
