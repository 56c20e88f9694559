package org.entente.pipeline;

import java.time.Instant;
import org.entente.envelope.Unpacked;

/** Decides about messages of one type. Loads what it needs; writes nothing, sends nothing. */
@FunctionalInterface
interface MessageHandler {
  /**
   * Decides.
   *
   * @throws org.entente.exception.InvalidMessageException if the message is refused
   */
  Decision decide(Unpacked unpacked, Instant now);
}
