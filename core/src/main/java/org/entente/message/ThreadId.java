package org.entente.message;

import java.util.Optional;
import org.entente.limits.Limit;

/**
 * What ties messages together: {@code thid} and {@code pthid} (DIDComm v2 §Threading).
 *
 * @param value 1 to 128 characters out of letters, digits and {@code - . _ ~}
 */
public record ThreadId(String value) {
  /**
   * A thread of our own.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public ThreadId {
    if (!isId(value)) {
      throw new IllegalArgumentException(
          "a thread id has 1 to 128 characters, letters, digits, - . _ ~");
    }
  }

  /** The thread id that the text is, if it is one. */
  public static Optional<ThreadId> parse(String text) {
    return isId(text) ? Optional.of(new ThreadId(text)) : Optional.empty();
  }

  /** Whether the text may be the id of a message or thread: URI-unreserved, at most 128 long. */
  static boolean isId(String text) {
    if (text.isEmpty() || text.length() > Limit.ID_CHARS.defaultValue()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isUnreserved(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  // RFC 3986 §2.3
  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || "-._~".indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
