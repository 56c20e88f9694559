package org.entente.transport;

import org.entente.exception.EntenteException;

/** A transport cannot start, for instance because its port is in use: the operator's move. */
public final class TransportException extends EntenteException {
  private static final long serialVersionUID = 1L;

  /** With what was tried and what stood against it. */
  public TransportException(String message) {
    super(message);
  }
}
