package org.entente.keys;

import org.entente.exception.EntenteException;

/**
 * Something sealed does not open: the passphrase or key is not the one it was sealed with, or the
 * bytes were altered or moved to another place. Which of these cannot be told.
 *
 * <p>The operator's move: give the right passphrase, or restore the file. Nothing was changed.
 */
public final class WrongKeyException extends EntenteException {
  private static final long serialVersionUID = 1L;

  /** With what was to be opened. */
  public WrongKeyException(String message) {
    super(message);
  }
}
