package org.entente.storage.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection to the database and the statements prepared on it. Not thread-safe. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Map<String, Command> commands = new HashMap<>();

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
