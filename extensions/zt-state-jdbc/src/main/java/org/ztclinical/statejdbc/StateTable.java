package org.ztclinical.statejdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.ztclinical.state.StateKey;

/**
 * The SQL. Every method is one or a few statements that commit by themselves; what must happen at
 * once is one statement. Ends and changes are told by the database's clock alone.
 */
final class StateTable {
  private static final String UNIQUE_VIOLATION = "23505";

  private final DataSource source;
  private final JdbcDialect dialect;
  private final String table;
  private final int share;
  private final int timeoutSeconds;

  StateTable(DataSource source, JdbcDialect dialect, String table, int share, Duration timeout) {
    this.source = source;
    this.dialect = dialect;
    this.table = table;
    this.share = share;
    this.timeoutSeconds = (int) Math.max(1, timeout.toSeconds());
  }

  /** What became of an attempt to keep something. */
  enum Kept {
    YES,
    ANOTHER_IS_THERE,
    SHARE_USED_UP
  }

  Optional<String> get(StateKey key) throws SQLException {
    String sql =
        "SELECT content FROM " + table + " WHERE state_key = ? AND ends_at > " + dialect.now();
    return with(
        sql,
        statement -> {
          statement.setString(1, key.text());
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next()
                ? Optional.of(new String(rows.getBytes(1), StandardCharsets.UTF_8))
                : Optional.empty();
          }
        });
  }

  /**
   * A new row, or an ended one made new. Both are decided by the database: the row's key is unique,
   * and the end is looked at again when the row is locked.
   */
  Kept putIfAbsent(StateKey key, String value, Duration ttl) throws SQLException {
    if (insert(key, value, ttl) || renew(key, value, ttl)) {
      return Kept.YES;
    }
    return key.owner().isEmpty() || get(key).isPresent()
        ? Kept.ANOTHER_IS_THERE
        : Kept.SHARE_USED_UP;
  }

  private boolean insert(StateKey key, String value, Duration ttl) throws SQLException {
    String sql =
        "INSERT INTO "
            + table
            + " (state_key, owner_key, content, ends_at, changed_at)"
            + " SELECT CAST(? AS VARCHAR(97)), CAST(? AS VARCHAR(97)), CAST(? AS "
            + dialect.binary()
            + "), "
            + dialect.now()
            + " + CAST(? AS BIGINT), "
            + dialect.now()
            + room(key)
            + dialect.onConflict();
    try {
      return with(
          sql,
          statement -> {
            statement.setString(1, key.text());
            setOwner(statement, 2, key);
            statement.setBytes(3, bytes(value));
            statement.setLong(4, millis(ttl));
            setRoom(statement, 5, key);
            return statement.executeUpdate() == 1;
          });
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private boolean renew(StateKey key, String value, Duration ttl) throws SQLException {
    String room = room(key);
    String sql =
        "UPDATE "
            + table
            + " SET owner_key = ?, content = ?, ends_at = "
            + dialect.now()
            + " + ?, changed_at = "
            + changed()
            + (room.isEmpty() ? " WHERE " : room + " AND ")
            + "state_key = ? AND ends_at <= "
            + dialect.now();
    return with(
        sql,
        statement -> {
          setOwner(statement, 1, key);
          statement.setBytes(2, bytes(value));
          statement.setLong(3, millis(ttl));
          int next = setRoom(statement, 4, key);
          statement.setString(next, key.text());
          return statement.executeUpdate() == 1;
        });
  }

  boolean replace(StateKey key, String expected, String value, Duration ttl) throws SQLException {
    String sql =
        "UPDATE "
            + table
            + " SET content = ?, ends_at = "
            + dialect.now()
            + " + ?, changed_at = "
            + changed()
            + " WHERE state_key = ? AND content = ? AND ends_at > "
            + dialect.now();
    return with(
        sql,
        statement -> {
          statement.setBytes(1, bytes(value));
          statement.setLong(2, millis(ttl));
          statement.setString(3, key.text());
          statement.setBytes(4, bytes(expected));
          return statement.executeUpdate() == 1;
        });
  }

  /** The keys that changed at this time or later, and when; in the order of their changes. */
  Map<String, Long> changedSince(long since, int most) throws SQLException {
    String sql =
        "SELECT state_key, changed_at FROM "
            + table
            + " WHERE changed_at >= ? ORDER BY changed_at FETCH FIRST "
            + most
            + " ROWS ONLY";
    return with(
        sql,
        statement -> {
          statement.setLong(1, since);
          Map<String, Long> changes = new LinkedHashMap<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              changes.put(rows.getString(1), rows.getLong(2));
            }
          }
          return changes;
        });
  }

  long now() throws SQLException {
    return with("SELECT " + dialect.now(), StateTable::number);
  }

  /**
   * Deletes a few rows that have ended; how many. The end is asked twice: a row may be made new
   * while its deletion waits for it.
   */
  int deleteEnded(int most) throws SQLException {
    String sql =
        String.format(
            "DELETE FROM %s WHERE state_key IN (SELECT state_key FROM %s WHERE ends_at <= %s"
                + " ORDER BY ends_at FETCH FIRST %d ROWS ONLY) AND ends_at <= %s",
            table, table, dialect.now(), most, dialect.now());
    return with(sql, PreparedStatement::executeUpdate);
  }

  /** Fails when the table is not there or has other columns. */
  void check() throws SQLException {
    String sql =
        "SELECT state_key, owner_key, content, ends_at, changed_at FROM " + table + " WHERE 1 = 0";
    with(sql, statement -> statement.executeQuery().next());
  }

  void create() throws SQLException {
    for (String statement : dialect.statements(table)) {
      with(statement, PreparedStatement::execute);
    }
  }

  /** Whether the table survives a crash: PostgreSQL has tables that do not. */
  boolean isLogged() throws SQLException {
    String sql =
        "SELECT COUNT(*) FROM pg_class WHERE oid = CAST(? AS regclass) AND relpersistence = 'p'";
    return with(
        sql,
        statement -> {
          statement.setString(1, table);
          return number(statement) == 1;
        });
  }

  /** Later than the last change of the row, even within a millisecond, so that each is told. */
  private String changed() {
    return "GREATEST(" + dialect.now() + ", changed_at + 1)";
  }

  /** Looked at in the statement that keeps; callers at one time may exceed it by their number. */
  private String room(StateKey key) {
    return key.owner().isEmpty()
        ? ""
        : " WHERE (SELECT COUNT(*) FROM "
            + table
            + " WHERE owner_key = ? AND ends_at > "
            + dialect.now()
            + ") < ?";
  }

  private int setRoom(PreparedStatement statement, int next, StateKey key) throws SQLException {
    if (key.owner().isEmpty()) {
      return next;
    }
    statement.setString(next, key.owner().get());
    statement.setInt(next + 1, share);
    return next + 2;
  }

  private static void setOwner(PreparedStatement statement, int at, StateKey key)
      throws SQLException {
    if (key.owner().isPresent()) {
      statement.setString(at, key.owner().get());
    } else {
      statement.setNull(at, Types.VARCHAR);
    }
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /** A part of a millisecond counts as one. */
  private static long millis(Duration ttl) {
    return ttl.plusNanos(999_999).toMillis();
  }

  private interface Work<T> {
    T run(PreparedStatement statement) throws SQLException;
  }

  private <T> T with(String sql, Work<T> work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      boolean own = !connection.getAutoCommit();
      if (own) {
        connection.setAutoCommit(true);
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setQueryTimeout(timeoutSeconds);
        return work.run(statement);
      } finally {
        if (own) {
          connection.setAutoCommit(false);
        }
      }
    }
  }
}
