package org.entente.transport;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of sending a message. Immutable.
 *
 * <p>The note says it for an operator, such as {@code HTTP 503} or {@code connection refused}; it
 * is shown on the connection and must hold nothing that the peer sent.
 */
public final class Answer {
  /** What the sender is to do next. */
  public enum Kind {
    /** The peer has it. */
    ACCEPTED,
    /**
     * The peer refused this message. A repeated request may still be answered: the refusal can mean
     * that the first one had been accepted.
     */
    REFUSED,
    /** Sending this message to this endpoint can never work. */
    IMPOSSIBLE,
    /** It did not work this time. */
    TRY_LATER
  }

  private final Kind kind;
  private final String note;
  private final int status;
  private final byte @Nullable [] reply;

  private Answer(Kind kind, String note, int status, byte @Nullable [] reply) {
    this.kind = kind;
    this.note = note;
    this.status = status;
    this.reply = reply;
  }

  /** The peer has it. */
  public static Answer accepted() {
    return new Answer(Kind.ACCEPTED, "accepted", 0, null);
  }

  /** The peer refused it. */
  public static Answer refused(String note) {
    return new Answer(Kind.REFUSED, note, 0, null);
  }

  /** It can never work. */
  public static Answer impossible(String note) {
    return new Answer(Kind.IMPOSSIBLE, note, 0, null);
  }

  /** It did not work this time. */
  public static Answer tryLater(String note) {
    return new Answer(Kind.TRY_LATER, note, 0, null);
  }

  /**
   * What an HTTP status means for the sender (threat model R11): 2xx has arrived; 413 and 415 can
   * never work; 408, 425, 429, 5xx and redirects are tried again; other 4xx are refusals.
   */
  public static Answer ofHttpStatus(int status) {
    Kind kind;
    if (status >= 200 && status < 300) {
      kind = Kind.ACCEPTED;
    } else if (status == 413 || status == 415) {
      kind = Kind.IMPOSSIBLE;
    } else if (status == 408 || status == 425 || status == 429 || status < 400 || status >= 500) {
      kind = Kind.TRY_LATER;
    } else {
      kind = Kind.REFUSED;
    }
    return new Answer(kind, "HTTP " + status, status, null);
  }

  /** The answer with the packed message that the peer returned in it. */
  public Answer withReply(byte[] packed) {
    return new Answer(kind, note, status, packed.clone());
  }

  /** What the sender is to do next. */
  public Kind kind() {
    return kind;
  }

  /** The same for an operator, on one line. */
  public String note() {
    return note;
  }

  /** The HTTP status; 0 if there was none. */
  public int status() {
    return status;
  }

  /** The packed message that the peer returned. */
  public Optional<byte[]> reply() {
    return Optional.ofNullable(reply).map(byte[]::clone);
  }

  @Override
  public String toString() {
    return kind + " (" + note + ")";
  }
}
