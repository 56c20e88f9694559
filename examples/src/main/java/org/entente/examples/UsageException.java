package org.entente.examples;

/** The command line of a sample is wrong; the message says what is. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
