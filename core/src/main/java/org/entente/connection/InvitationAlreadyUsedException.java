package org.entente.connection;

import org.entente.exception.EntenteException;

/**
 * This wallet has accepted this invitation before. The caller's move: go on with the connection
 * that came of it.
 */
public final class InvitationAlreadyUsedException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final String connectionId;

  /** With the connection that came of the invitation. */
  public InvitationAlreadyUsedException(String connectionId) {
    super("the invitation was accepted before; go on with the connection that came of it");
    this.connectionId = connectionId;
  }

  /** The connection that came of the invitation. */
  public String connectionId() {
    return connectionId;
  }
}
