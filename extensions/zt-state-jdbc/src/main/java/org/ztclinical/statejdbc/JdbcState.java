package org.ztclinical.statejdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateListener;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateSubscription;
import org.ztclinical.state.StateUnavailableException;
import org.ztclinical.state.TimedCalls;

/**
 * State in a table of the application's database, shared by all instances that use the table. When
 * something ends is told by the database's clock, so that instances need not agree on the time.
 *
 * <p>Calls run on threads of their own and on connections of their own, outside of any transaction
 * of the application; give a plain or pooled {@link DataSource}, not one that hands out the
 * connection of the current transaction. Each call is bounded in time, and fails rather than waits.
 * Changes are found by looking at the table about twice a second while somebody listens. Rows that
 * have ended are deleted in the background, 500 at a time. Safe for use by many threads.
 */
public final class JdbcState implements StateStore, AutoCloseable {
  /** The table, unless another is named. */
  public static final String STANDARD_TABLE = "zt_state";

  private final StateTable table;
  private final TimedCalls calls;
  private final TableWatch watch;
  private final Set<Guarantee> guarantees;
  private final String name;

  private JdbcState(
      StateTable table,
      TimedCalls calls,
      TableWatch watch,
      Set<Guarantee> guarantees,
      String name) {
    this.table = table;
    this.calls = calls;
    this.watch = watch;
    this.guarantees = Set.copyOf(guarantees);
    this.name = name;
  }

  /** State in the database that this leads to. */
  public static Builder builder(DataSource source) {
    return new Builder(source);
  }

  @Override
  public boolean putIfAbsent(StateKey key, String value, Duration ttl)
      throws StateUnavailableException {
    Objects.requireNonNull(key, "key");
    StateStore.checkBounds(value, ttl);
    StateTable.Kept kept = calls.call(() -> failing(() -> table.putIfAbsent(key, value, ttl)));
    if (kept == StateTable.Kept.SHARE_USED_UP) {
      throw new StateUnavailableException(
          StateUnavailableException.Cause.SHARE_USED_UP,
          "the database keeps no more facts of this owner at a time");
    }
    return kept == StateTable.Kept.YES;
  }

  @Override
  public Optional<String> get(StateKey key) throws StateUnavailableException {
    Objects.requireNonNull(key, "key");
    return calls.call(() -> failing(() -> table.get(key)));
  }

  @Override
  public boolean compareAndSet(StateKey key, Optional<String> expected, String value, Duration ttl)
      throws StateUnavailableException {
    if (expected.isEmpty()) {
      return putIfAbsent(key, value, ttl);
    }
    Objects.requireNonNull(key, "key");
    StateStore.checkBounds(value, ttl);
    return calls.call(() -> failing(() -> table.replace(key, expected.get(), value, ttl)));
  }

  @Override
  public StateSubscription subscribe(StateListener listener) throws StateUnavailableException {
    Objects.requireNonNull(listener, "listener");
    return calls.call(() -> failing(() -> watch.subscribe(listener)));
  }

  @Override
  public Set<Guarantee> guarantees() {
    return guarantees;
  }

  /** Ends its threads; the data source is the application's. */
  @Override
  public void close() {
    watch.close();
    calls.close();
  }

  @Override
  public String toString() {
    return name;
  }

  private interface Sql<T> {
    T run() throws SQLException;
  }

  /** Messages of drivers hold keys and values; the five characters of the SQL state do not. */
  private static <T> T failing(Sql<T> work) throws StateUnavailableException {
    try {
      return work.run();
    } catch (SQLException e) {
      throw new StateUnavailableException(
          StateUnavailableException.Cause.FAILED,
          "the database failed with SQL state " + e.getSQLState());
    }
  }

  /** How a table is used. Not safe for use by many threads. */
  public static final class Builder {
    private static final int AT_ONCE = 32;
    private static final int STANDARD_SHARE = 500;

    private final DataSource source;
    private String table = STANDARD_TABLE;
    private Duration timeout = Duration.ofSeconds(2);
    private int share = STANDARD_SHARE;
    private boolean create;

    private Builder(DataSource source) {
      this.source = Objects.requireNonNull(source, "source");
    }

    /** Another table than {@value JdbcState#STANDARD_TABLE}, perhaps after a schema and a dot. */
    public Builder table(String name) {
      table = JdbcDialect.checkTable(name);
      return this;
    }

    /** How long a call takes at most; without this 2 s. At most 30 s. */
    public Builder callTimeout(Duration each) {
      timeout = Objects.requireNonNull(each, "each");
      return this;
    }

    /** How many facts one owner may keep at a time; without this 500. */
    public Builder share(int facts) {
      if (facts < 1) {
        throw new IllegalArgumentException("share: an owner has room for one fact at least");
      }
      share = facts;
      return this;
    }

    /**
     * Makes the table when it is not there: for development. In production a migration makes it, as
     * {@link JdbcDialect#ddl} says, and the application's user may not.
     */
    public Builder createTableIfMissing() {
      create = true;
      return this;
    }

    /**
     * The store, after a look at the table.
     *
     * @throws StateUnavailableException when the database does not answer in time
     * @throws IllegalStateException when it is of another kind, or the table is missing; the
     *     message says what to do
     */
    public JdbcState open() throws StateUnavailableException {
      TimedCalls calls = TimedCalls.create("the database", timeout, AT_ONCE);
      try {
        return calls
            .call(() -> failing(() -> open(calls)))
            .orElseThrow(() -> new IllegalStateException(remedy()));
      } catch (StateUnavailableException | RuntimeException e) {
        calls.close();
        throw e;
      }
    }

    /** Empty when there is no such table, or none of these databases. */
    private Optional<JdbcState> open(TimedCalls calls) throws SQLException {
      Optional<JdbcDialect> dialect;
      String url;
      try (Connection connection = source.getConnection()) {
        dialect = JdbcDialect.of(connection);
        url = String.valueOf(connection.getMetaData().getURL());
      }
      if (dialect.isEmpty()) {
        return Optional.empty();
      }
      StateTable opened = new StateTable(source, dialect.get(), table, share, timeout);
      if (!isThere(opened)) {
        return Optional.empty();
      }
      return Optional.of(
          new JdbcState(
              opened,
              calls,
              new TableWatch(opened, timeout),
              promises(opened, dialect.get(), url),
              "state in table " + table + " of " + dialect.get()));
    }

    private boolean isThere(StateTable opened) throws SQLException {
      try {
        opened.check();
      } catch (SQLException e) {
        if (isConnectionLost(e)) {
          throw e;
        }
        if (!create) {
          return false;
        }
        opened.create();
      }
      return true;
    }

    /** Class 08 of SQL states. */
    private static boolean isConnectionLost(SQLException e) {
      return e.getSQLState() == null || e.getSQLState().startsWith("08");
    }

    private String remedy() {
      return "table "
          + table
          + " cannot be read, or has other columns, or this is neither PostgreSQL nor H2: make it"
          + " as JdbcDialect.ddl(\""
          + table
          + "\") says, and let the application's user select, insert, update and delete in it";
    }

    /** A database in the memory of one process is neither shared nor does it outlive it. */
    private static Set<Guarantee> promises(StateTable opened, JdbcDialect dialect, String url)
        throws SQLException {
      Set<Guarantee> promises = EnumSet.allOf(Guarantee.class);
      boolean inMemory = url.startsWith("jdbc:h2:mem:");
      if (inMemory) {
        promises.remove(Guarantee.SHARED);
      }
      if (inMemory || (dialect == JdbcDialect.POSTGRESQL && !opened.isLogged())) {
        promises.remove(Guarantee.SURVIVES_RESTART);
      }
      return promises;
    }
  }
}
