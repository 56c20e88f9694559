package org.entente.did;

import java.util.Optional;
import org.entente.limits.Limit;

/**
 * A decentralized identifier, without path, query or fragment.
 *
 * <p>Two are equal if they are the same text (DID Core §3.1); whether two texts name one party is
 * for their documents to say.
 *
 * @param value the whole text, such as {@code did:peer:2.Ez6LS…}
 */
public record Did(String value) {
  private static final boolean[] IS_METHOD_CHAR = new boolean[128];
  private static final boolean[] IS_ID_CHAR = new boolean[128];

  static {
    for (char c : "abcdefghijklmnopqrstuvwxyz0123456789".toCharArray()) {
      IS_METHOD_CHAR[c] = true;
      IS_ID_CHAR[c] = true;
    }
    // "=" is the padding of a service element, which some peers leave on
    for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-_:%=".toCharArray()) {
      IS_ID_CHAR[c] = true;
    }
  }

  /**
   * A DID that our own code has made or checked; use {@link #parse} for what a peer has sent.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Did {
    if (!isDid(value)) {
      throw new IllegalArgumentException("not a DID without fragment, or longer than 8 KiB");
    }
  }

  /** The DID that the text is, if it is one. */
  public static Optional<Did> parse(String text) {
    return isDid(text) ? Optional.of(new Did(text)) : Optional.empty();
  }

  /** The method, such as {@code peer}. */
  public String method() {
    return value.substring(4, value.indexOf(':', 4));
  }

  /** What comes behind the method, such as {@code 2.Ez6LS…}. */
  public String methodSpecificId() {
    return value.substring(value.indexOf(':', 4) + 1);
  }

  /** Enough of it to recognise it in a log, but not to use it. */
  public String abbreviated() {
    return value.length() <= 32
        ? value
        : value.substring(0, 20) + "…" + value.substring(value.length() - 6);
  }

  @Override
  public String toString() {
    return value;
  }

  // DID Core §3.1; the percent sign is not checked to be followed by two digits
  private static boolean isDid(String text) {
    if (!text.startsWith("did:") || text.length() > Limit.DID_CHARS.defaultValue()) {
      return false;
    }
    int colon = text.indexOf(':', 4);
    if (colon <= 4 || colon == text.length() - 1) {
      return false;
    }
    return areAll(IS_METHOD_CHAR, text, 4, colon)
        && areAll(IS_ID_CHAR, text, colon + 1, text.length())
        && text.charAt(text.length() - 1) != ':';
  }

  private static boolean areAll(boolean[] allowed, String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= allowed.length || !allowed[c]) {
        return false;
      }
    }
    return true;
  }
}
