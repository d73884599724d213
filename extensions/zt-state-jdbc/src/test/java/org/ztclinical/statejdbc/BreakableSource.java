package org.ztclinical.statejdbc;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * A pool of connections to a database; after {@link #breakOff} to a server that never says
 * anything.
 */
final class BreakableSource implements DataSource, AutoCloseable {
  private final String user;
  private final String password;
  private final ServerSocket silent;
  private final JdbcConnectionPool pool;
  private final String gone;
  private volatile boolean broken;

  BreakableSource(String url, String user, String password) throws IOException {
    this.user = user;
    this.password = password;
    this.silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    boolean h2 = url.startsWith("jdbc:h2:");
    this.gone =
        (h2 ? "jdbc:h2:tcp" : "jdbc:postgresql") + "://127.0.0.1:" + silent.getLocalPort() + "/x";
    this.pool =
        h2
            ? JdbcConnectionPool.create(url, user, password)
            : JdbcConnectionPool.create(postgreSql(url, user, password));
    pool.setMaxConnections(16);
  }

  private static ConnectionPoolDataSource postgreSql(String url, String user, String password) {
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setUrl(url);
    source.setUser(user);
    source.setPassword(password);
    return source;
  }

  /** From now on. */
  void breakOff() {
    broken = true;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return broken ? DriverManager.getConnection(gone, user, password) : pool.getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLException();
  }

  @Override
  public void close() throws IOException {
    pool.dispose();
    silent.close();
  }

  @Override
  public PrintWriter getLogWriter() {
    return new PrintWriter(System.err, true);
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
