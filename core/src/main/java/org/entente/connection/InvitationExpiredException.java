package org.entente.connection;

import org.entente.exception.EntenteException;

/** The invitation's time is over. The user's move: ask for another. Nothing was stored. */
public final class InvitationExpiredException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final String invitationId;

  /** With the invitation's id. */
  public InvitationExpiredException(String invitationId) {
    super("the invitation has expired; ask the inviter for another");
    this.invitationId = invitationId;
  }

  /** The invitation's id. */
  public String invitationId() {
    return invitationId;
  }
}
