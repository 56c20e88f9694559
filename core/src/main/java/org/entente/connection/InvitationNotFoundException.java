package org.entente.connection;

import org.entente.exception.EntenteException;

/** This wallet has made no invitation with this id. The caller's move: list the invitations. */
public final class InvitationNotFoundException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final String invitationId;

  /** With the id that was asked for. */
  public InvitationNotFoundException(String invitationId) {
    super("this wallet has made no such invitation; list them to see which there are");
    this.invitationId = invitationId;
  }

  /** The id that was asked for. */
  public String invitationId() {
    return invitationId;
  }
}
