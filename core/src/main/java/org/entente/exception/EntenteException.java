package org.entente.exception;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything Entente throws on purpose.
 *
 * <p>There is one subclass for each remedy; catch the one you can act on, or this one for all.
 * Messages are one line, say what was expected and what came, and contain no keys, no message
 * bodies and no whole DIDs, so they may be logged. {@link NullPointerException} and {@link
 * IllegalArgumentException} stay for mistakes in the calling code.
 */
public abstract class EntenteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for whoever reads the log. */
  protected EntenteException(String message) {
    super(message);
  }

  /**
   * With a cause of our own making. Exceptions of dependencies are not passed on as causes: their
   * messages may quote what they choked on.
   */
  protected EntenteException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What was expected and what came, on one line; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
