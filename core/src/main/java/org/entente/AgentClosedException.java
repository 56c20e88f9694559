package org.entente;

import org.entente.exception.EntenteException;

/** The agent was closed while someone waited for it. The caller's move: open it again. */
public final class AgentClosedException extends EntenteException {
  private static final long serialVersionUID = 1L;

  AgentClosedException() {
    super("the agent was closed");
  }
}
