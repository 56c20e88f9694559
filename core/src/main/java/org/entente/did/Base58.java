package org.entente.did;

import java.util.Arrays;
import java.util.Optional;

/**
 * Base58 in the Bitcoin alphabet (multibase {@code z}).
 *
 * <p>The work grows with the square of the length, so callers cap the length first (threat model
 * S14).
 */
final class Base58 {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int[] VALUES = new int[128];

  static {
    Arrays.fill(VALUES, -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = i;
    }
  }

  private Base58() {}

  static String encode(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    // log(256) / log(58) is a little under 1.38
    byte[] digits = new byte[(bytes.length - zeros) * 138 / 100 + 1];
    int length = 0;
    for (int i = zeros; i < bytes.length; i++) {
      int carry = bytes[i] & 0xff;
      int used = 0;
      for (; used < length || carry != 0; used++) {
        carry += (digits[used] & 0xff) << 8;
        digits[used] = (byte) (carry % 58);
        carry /= 58;
      }
      length = used;
    }
    StringBuilder text = new StringBuilder(zeros + length);
    for (int i = 0; i < zeros; i++) {
      text.append('1');
    }
    for (int i = length - 1; i >= 0; i--) {
      text.append(ALPHABET.charAt(digits[i]));
    }
    return text.toString();
  }

  /** The bytes, or empty if a character is outside the alphabet. */
  static Optional<byte[]> decode(String text) {
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == '1') {
      zeros++;
    }
    // log(58) / log(256) is a little over 0.732
    byte[] bytes = new byte[(text.length() - zeros) * 733 / 1000 + 1];
    int length = 0;
    for (int i = zeros; i < text.length(); i++) {
      char c = text.charAt(i);
      int carry = c < 128 ? VALUES[c] : -1;
      if (carry < 0) {
        return Optional.empty();
      }
      int used = 0;
      for (; used < length || carry != 0; used++) {
        carry += (bytes[used] & 0xff) * 58;
        bytes[used] = (byte) carry;
        carry >>= 8;
      }
      length = used;
    }
    byte[] result = new byte[zeros + length];
    for (int i = 0; i < length; i++) {
      result[zeros + i] = bytes[length - 1 - i];
    }
    return Optional.of(result);
  }
}
