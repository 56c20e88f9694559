package org.entente.transport;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a transport answers to the peer. Immutable.
 *
 * <p>It says as much as the peer may know and no more: in particular not why a message was refused.
 */
public final class Receipt {
  /** What became of the message, and the HTTP status that says so. */
  public enum Kind {
    /** Committed: the peer need not send it again. */
    ACCEPTED(202),
    /** Had been committed before, and nothing changed. */
    DUPLICATE(202),
    /** Not a DIDComm message within the limits. */
    MALFORMED(400),
    /** Not encrypted to a key of this agent; another agent on the same transport may be asked. */
    NOT_FOR_US(422),
    /** Not acceptable: undecryptable, of an unknown type or thread, from the wrong sender. */
    REFUSED(422),
    /** Too much to do, or the store failed; the peer should try again. */
    BUSY(503);

    private final int httpStatus;

    Kind(int httpStatus) {
      this.httpStatus = httpStatus;
    }
  }

  private final Kind kind;
  private final byte @Nullable [] reply;

  private Receipt(Kind kind, byte @Nullable [] reply) {
    this.kind = kind;
    this.reply = reply;
  }

  /** A receipt without a reply. */
  public static Receipt of(Kind kind) {
    return new Receipt(kind, null);
  }

  /** The receipt with a packed message for the peer, which asked for it by {@code return_route}. */
  public Receipt withReply(byte[] packed) {
    return new Receipt(kind, packed.clone());
  }

  /** What became of the message. */
  public Kind kind() {
    return kind;
  }

  /** The HTTP status to answer with. */
  public int httpStatus() {
    return kind.httpStatus;
  }

  /** A packed message to return in the answer, if the peer asked for it. */
  public Optional<byte[]> reply() {
    return Optional.ofNullable(reply).map(byte[]::clone);
  }

  @Override
  public String toString() {
    return kind.toString();
  }
}
