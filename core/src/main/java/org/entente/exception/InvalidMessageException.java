package org.entente.exception;

/**
 * A peer's message that is refused: malformed, not for us, not what it claims to be, or not
 * acceptable now.
 *
 * <p>It is the peer's move; we refuse, log one line and store nothing. The message is for our own
 * user. The peer learns at most the {@link Kind}, through the transport's answer.
 */
public class InvalidMessageException extends EntenteException {
  private static final long serialVersionUID = 1L;

  /**
   * How far the message came, which is all that a peer may learn (threat model, order of checks).
   */
  public enum Kind {
    /** Structure or headers are not those of a DIDComm message: steps 1 to 3. */
    MALFORMED,
    /** No recipient key is ours: step 4. What keys we have is public, so this may be told apart. */
    NOT_FOR_US,
    /** Decryption, identity, thread or state does not fit: steps 5 to 8, on purpose one kind. */
    REFUSED
  }

  private final Kind kind;
  private final String code;

  private InvalidMessageException(Kind kind, String code, String message) {
    super(message);
    this.kind = kind;
    this.code = code;
  }

  /** The structure is wrong; {@code message} must not quote the input. */
  public static InvalidMessageException malformed(String message) {
    return new InvalidMessageException(Kind.MALFORMED, "e.p.msg", message);
  }

  /** None of the recipients is a key of ours. */
  public static InvalidMessageException notForUs() {
    return new InvalidMessageException(
        Kind.NOT_FOR_US, "e.p.did", "no recipient of the message is a key of ours");
  }

  /** The message cannot be decrypted: one reason for every cause (threat model S9). */
  public static InvalidMessageException undecryptable() {
    return new InvalidMessageException(
        Kind.REFUSED, "e.p.trust.crypto", "the message cannot be decrypted");
  }

  /**
   * The message is well formed and is refused.
   *
   * @param code a problem code of report-problem 2.0, such as {@code e.p.trust}
   * @param message the reason, for our own user; must not quote the input
   */
  public static InvalidMessageException refused(String code, String message) {
    return new InvalidMessageException(Kind.REFUSED, code, message);
  }

  /** How far the message came. */
  public Kind kind() {
    return kind;
  }

  /** The problem code, as in report-problem 2.0. */
  public String code() {
    return code;
  }
}
