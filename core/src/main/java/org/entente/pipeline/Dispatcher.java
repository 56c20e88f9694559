package org.entente.pipeline;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.envelope.Protection;
import org.entente.envelope.Unpacked;
import org.entente.exception.InvalidMessageException;
import org.entente.message.MessageType;

/**
 * Gives each message to the handler of its type, if it is protected as the type demands.
 * Thread-safe.
 */
final class Dispatcher {
  /** What a type of message demands of its envelope; plaintext and signed-only never suffice. */
  enum Demand {
    /** Encrypted, by whomever. */
    ENCRYPTED,
    /** Encrypted, and its author proven to us (threat model S25). */
    AUTHENTICATED;

    private void check(Unpacked unpacked) {
      Protection protection = unpacked.protection();
      if (protection.recipient().isEmpty()) {
        throw InvalidMessageException.refused("e.p.trust", "the message is not encrypted");
      }
      if (!unpacked.isAddressed()) {
        throw InvalidMessageException.refused("e.p.trust", "the message is addressed to others");
      }
      if (this == AUTHENTICATED && protection.author().isEmpty()) {
        throw InvalidMessageException.refused("e.p.trust", "the message has no proven author");
      }
    }
  }

  private record Registered(Demand demand, MessageHandler handler) {}

  private final Map<String, Registered> byFamily = new ConcurrentHashMap<>();

  /** Registers the handler of a type, for all its minor versions. */
  void register(MessageType type, Demand demand, MessageHandler handler) {
    byFamily.put(type.family(), new Registered(demand, handler));
  }

  Decision dispatch(Unpacked unpacked, Instant now) {
    Registered registered = byFamily.get(unpacked.message().type().family());
    if (registered == null) {
      throw InvalidMessageException.refused(
          "e.p.msg.unsupported-type", "no handler is registered for the message's type");
    }
    registered.demand().check(unpacked);
    return registered.handler().decide(unpacked, now);
  }
}
