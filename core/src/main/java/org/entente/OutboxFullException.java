package org.entente;

import org.entente.exception.EntenteException;

/**
 * Too many messages wait to be delivered. The caller's move: wait until the peer can be reached, or
 * raise the limit. Nothing was stored.
 */
public final class OutboxFullException extends EntenteException {
  private static final long serialVersionUID = 1L;

  OutboxFullException(String message) {
    super(message);
  }
}
