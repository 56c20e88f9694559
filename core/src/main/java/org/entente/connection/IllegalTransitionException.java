package org.entente.connection;

import org.entente.exception.EntenteException;
import org.jspecify.annotations.Nullable;

/**
 * A connection is not in a state in which this can happen. The caller's move: look at its state.
 */
public final class IllegalTransitionException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final @Nullable ConnectionState state;
  private final ConnectionEvent event;

  IllegalTransitionException(@Nullable ConnectionState state, ConnectionEvent event) {
    super(event + " cannot happen to " + (state == null ? "a new connection" : "one in " + state));
    this.state = state;
    this.event = event;
  }

  /** Where the connection stands; null for one that does not exist yet. */
  public @Nullable ConnectionState state() {
    return state;
  }

  /** What cannot happen to it. */
  public ConnectionEvent event() {
    return event;
  }
}
