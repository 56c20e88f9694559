package org.entente.json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.entente.exception.InvalidMessageException;

/**
 * Base64url as JOSE has it (RFC 7515 §2): no padding, no white space, unused bits zero.
 *
 * <p>Anything looser would let one value have several spellings (threat model S13).
 */
public final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private Base64Url() {}

  /** Encodes without padding. */
  public static String encode(byte[] bytes) {
    return new String(ENCODER.encode(bytes), StandardCharsets.ISO_8859_1);
  }

  /**
   * Decodes the one spelling that {@link #encode} makes.
   *
   * @throws InvalidMessageException of kind {@code MALFORMED}, if it is another
   */
  public static byte[] decode(String text) {
    int unusedBits = 0;
    switch (text.length() % 4) {
      case 1 -> throw invalid();
      case 2 -> unusedBits = 0b1111;
      case 3 -> unusedBits = 0b11;
      default -> {}
    }
    try {
      byte[] bytes = DECODER.decode(text);
      // the JDK lets padding and stray low bits pass
      if (text.endsWith("=") || (valueOfLast(text) & unusedBits) != 0) {
        throw invalid();
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static int valueOfLast(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    char c = text.charAt(text.length() - 1);
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '-' ? 62 : 63;
  }

  private static InvalidMessageException invalid() {
    return InvalidMessageException.malformed("not canonical base64url");
  }
}
