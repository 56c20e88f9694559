package org.entente.connection;

import org.entente.exception.EntenteException;

/**
 * An invitation of ours cannot be used any more, so there is nothing to take back. The caller's
 * move: end the connections that have come of it.
 */
public final class InvitationNotOpenException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final String invitationId;
  private final InvitationState state;

  /** With what has become of it. */
  public InvitationNotOpenException(String invitationId, InvitationState state) {
    super("the invitation is " + state + " already; end the connections that have come of it");
    this.invitationId = invitationId;
    this.state = state;
  }

  /** The invitation's id. */
  public String invitationId() {
    return invitationId;
  }

  /** What has become of it. */
  public InvitationState state() {
    return state;
  }
}
