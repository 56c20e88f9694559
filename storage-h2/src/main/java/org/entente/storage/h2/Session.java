package org.entente.storage.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

/** A connection to the database and the statements prepared on it. Not thread-safe. */
final class Session implements AutoCloseable {
  private static final int FILL_PERCENT = 50;
  private static final long LEAST_GROWTH = 4 << 20;

  /** So that those who wait for a write do not wait for long. */
  private static final long MOST_GATHERED = 32 << 20;

  private final Connection connection;
  private final Map<String, Command> commands = new HashMap<>();
  private long compactedSize;

  Session(Connection connection) {
    this.connection = connection;
  }

  /**
   * A statement with nothing bound.
   *
   * @param sql a constant, or put together from constants
   */
  Command command(String sql) throws SQLException {
    Command command = commands.get(sql);
    if (command == null) {
      command = new Command(connection.prepareStatement(sql));
      commands.put(sql, command);
    }
    return command.restarted();
  }

  /** From now on nothing is written before {@link #commit}. */
  void beginTransactions() throws SQLException {
    connection.setAutoCommit(false);
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /**
   * Gathers what is left of old versions when the file has grown, so that it does not go on
   * growing: H2 does this by itself only if it may write late. As much is gathered as it has grown,
   * or a burst would leave a file of many times its content.
   */
  void compactIfGrown() throws SQLException {
    MVStore store = store();
    FileStore<?> file = store.getFileStore();
    if (file == null) {
      return; // in memory
    }
    long size = file.size();
    long grown = size - compactedSize;
    if (grown >= Math.max(LEAST_GROWTH, compactedSize / 8)) {
      store.compact(FILL_PERCENT, (int) Math.min(grown, MOST_GATHERED));
      compactedSize = file.size();
    }
  }

  /** The version of the chunk that H2 takes for the last. */
  long version() throws SQLException {
    return store().getFileStore().lastChunkVersion();
  }

  private MVStore store() throws SQLException {
    // embedded, so the session is here
    SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.getDatabase().getStore().getMvStore();
  }

  /** Closes what can be closed; a connection that is broken is broken. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // nothing is lost: what was committed is written
      commands.clear();
    }
  }
}
