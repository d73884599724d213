package org.ztclinical.statejdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The databases that are known, and how their SQL differs. */
public enum JdbcDialect {
  /** PostgreSQL 11 or newer. */
  POSTGRESQL(
      "PostgreSQL",
      "BYTEA",
      "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
      " ON CONFLICT (state_key) DO NOTHING"),
  /** H2 2 or newer. */
  H2("H2", "VARBINARY(4096)", "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)", "");

  private static final Pattern TABLE =
      Pattern.compile("[a-z_][a-z0-9_]{0,40}(?:\\.[a-z_][a-z0-9_]{0,40})?");

  private final String product;
  private final String binary;
  private final String now;
  private final String onConflict;

  JdbcDialect(String product, String binary, String now, String onConflict) {
    this.product = product;
    this.binary = binary;
    this.now = now;
    this.onConflict = onConflict;
  }

  /**
   * The statements that make the table, for an application's migrations.
   *
   * @param table lower-case letters, digits and underscores, perhaps after a schema and a dot
   */
  public String ddl(String table) {
    return String.join(";\n", statements(table)) + ";\n";
  }

  List<String> statements(String table) {
    String name = checkTable(table);
    String index = name.substring(name.indexOf('.') + 1);
    String create =
        String.join(
            "\n",
            "CREATE TABLE " + name + " (",
            "  state_key VARCHAR(97) NOT NULL PRIMARY KEY,",
            "  owner_key VARCHAR(97),",
            "  content " + binary + " NOT NULL,",
            "  ends_at BIGINT NOT NULL,",
            "  changed_at BIGINT NOT NULL",
            ")");
    return List.of(
        create,
        "CREATE INDEX " + index + "_ends ON " + name + " (ends_at)",
        "CREATE INDEX " + index + "_owner ON " + name + " (owner_key, ends_at)",
        "CREATE INDEX " + index + "_changed ON " + name + " (changed_at)");
  }

  static String checkTable(String table) {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "a table's name is lower-case letters, digits and underscores, perhaps after a schema");
    }
    return table;
  }

  /** Milliseconds since 1970 by the database's clock. */
  String now() {
    return now;
  }

  String binary() {
    return binary;
  }

  /** Lets an insert of a key that is there do nothing, where the database can say so. */
  String onConflict() {
    return onConflict;
  }

  static Optional<JdbcDialect> of(Connection connection) throws SQLException {
    String name = connection.getMetaData().getDatabaseProductName();
    for (JdbcDialect dialect : values()) {
      if (dialect.product.equals(name)) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }
}
