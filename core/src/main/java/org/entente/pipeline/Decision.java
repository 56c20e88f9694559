package org.entente.pipeline;

import java.util.Optional;
import org.entente.transport.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What a handler makes of a message: what to write, and what to answer. Immutable but for the
 * draft.
 *
 * @param draft what to write; null for nothing
 * @param receipt what to answer once it is written
 * @param answerId the queued message that answers this one, to be sent again if it comes again
 * @param refusal why it is refused, although something is written
 */
record Decision(
    @Nullable Draft draft,
    Receipt.Kind receipt,
    Optional<String> answerId,
    Optional<String> refusal) {

  /** The message is taken, and everything that it brings about is written. */
  static Decision accept(Draft draft, Optional<String> answerId) {
    return new Decision(draft, Receipt.Kind.ACCEPTED, answerId, Optional.empty());
  }

  /** The message says nothing new. */
  static Decision nothingNew() {
    return new Decision(null, Receipt.Kind.DUPLICATE, Optional.empty(), Optional.empty());
  }

  /** The message says nothing new, and what it is answered with may be sent again. */
  static Decision again(Draft draft) {
    return new Decision(draft, Receipt.Kind.DUPLICATE, Optional.empty(), Optional.empty());
  }

  /** There is no room for the message now. */
  static Decision busy() {
    return new Decision(null, Receipt.Kind.BUSY, Optional.empty(), Optional.empty());
  }

  /** The message is refused, and what it has shown is written. */
  static Decision refuse(Draft draft, String reason) {
    return new Decision(draft, Receipt.Kind.REFUSED, Optional.empty(), Optional.of(reason));
  }
}
