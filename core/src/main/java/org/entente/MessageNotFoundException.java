package org.entente;

import org.entente.exception.EntenteException;

/**
 * No such message waits: it was delivered meanwhile, or dropped, or never there. The caller's move:
 * list those that wait.
 */
public final class MessageNotFoundException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final String messageId;

  MessageNotFoundException(String messageId) {
    super("no such message waits any more; list those that do");
    this.messageId = messageId;
  }

  /** The id that was asked for. */
  public String messageId() {
    return messageId;
  }
}
