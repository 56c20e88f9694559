package org.entente.connection;

import org.entente.exception.EntenteException;

/**
 * There is an invitation with this id already. The caller's move: leave the id out, and a fresh one
 * is made.
 */
public final class InvitationExistsException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final String invitationId;

  /** With the id that was asked for. */
  public InvitationExistsException(String invitationId) {
    super("an invitation with this id exists already; leave the id out to get a fresh one");
    this.invitationId = invitationId;
  }

  /** The id that was asked for. */
  public String invitationId() {
    return invitationId;
  }
}
