package org.entente.connection;

import org.entente.exception.EntenteException;

/** There is no connection with this id in this wallet. The caller's move: list the connections. */
public final class ConnectionNotFoundException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final String connectionId;

  /** With the id that was asked for. */
  public ConnectionNotFoundException(String connectionId) {
    super("there is no such connection in this wallet; list them to see which there are");
    this.connectionId = connectionId;
  }

  /** The id that was asked for. */
  public String connectionId() {
    return connectionId;
  }
}
