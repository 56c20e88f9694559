package org.entente.connection;

import org.entente.exception.EntenteException;

/** The invitation was made by this wallet itself. The user's move: hand it to someone else. */
public final class OwnInvitationException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final String invitationId;

  /** With the invitation's id. */
  public OwnInvitationException(String invitationId) {
    super("the invitation is our own; hand it to the peer");
    this.invitationId = invitationId;
  }

  /** The invitation's id. */
  public String invitationId() {
    return invitationId;
  }
}
