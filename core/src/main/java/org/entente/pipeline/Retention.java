package org.entente.pipeline;

import java.time.Duration;

/**
 * How long is kept what nobody needs any more.
 *
 * @param events that happened to connections
 * @param givenUp messages that could not be delivered
 */
public record Retention(Duration events, Duration givenUp) {
  /** Thirty days each. */
  public static final Retention DEFAULT = new Retention(Duration.ofDays(30), Duration.ofDays(30));
}
