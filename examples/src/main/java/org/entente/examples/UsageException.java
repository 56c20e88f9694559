package org.entente.examples;

/** The command line of a sample is wrong; the message says what is. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong, and what to do instead. */
  public UsageException(String message) {
    super(message);
  }
}
