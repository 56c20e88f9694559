package org.entente.message;

import org.entente.exception.EntenteException;

/**
 * What was handed over is no invitation that can be used: garbled, cut short, of another protocol,
 * or from someone who cannot be reached.
 *
 * <p>The user's move: copy it again in full, or ask for another. Nothing was stored.
 */
public final class InvalidInvitationException extends EntenteException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong, on one line and without quoting the invitation. */
  public InvalidInvitationException(String message) {
    super(message);
  }
}
