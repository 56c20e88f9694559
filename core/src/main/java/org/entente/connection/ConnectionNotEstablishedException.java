package org.entente.connection;

import org.entente.exception.EntenteException;

/**
 * A connection is not established: not yet, or not any more to be. The connection as it stands says
 * how far it has come and why it goes no further.
 */
public final class ConnectionNotEstablishedException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final transient Connection connection;

  /**
   * With the connection as it stands.
   *
   * @param reason what was waited for or attempted
   */
  public ConnectionNotEstablishedException(Connection connection, String reason) {
    super(describe(connection, reason));
    this.connection = connection;
  }

  /** The connection as it stood. */
  public Connection connection() {
    return connection;
  }

  private static String describe(Connection connection, String reason) {
    StringBuilder text = new StringBuilder(reason).append(": it is in ").append(connection.state());
    connection
        .stopped()
        .ifPresentOrElse(
            stopped -> text.append(" and stopped, ").append(stopped.reason()),
            () ->
                connection
                    .lastFailure()
                    .ifPresent(failure -> text.append(", last attempt: ").append(failure)));
    return text.toString();
  }
}
