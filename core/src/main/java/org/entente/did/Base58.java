package org.entente.did;

import java.nio.ByteBuffer;
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

  /** So many digits are worked on at a time: as many as fit a word. */
  private static final int GROUP = 5;

  private static final int GROUP_RADIX = 58 * 58 * 58 * 58 * 58;

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
    int[] number = toInts(bytes);
    // each word takes at most 6 digits, and zeros are digits too
    char[] text = new char[bytes.length + (number.length + 1) * 6];
    int at = text.length;
    int start = 0;
    while (start < number.length) {
      int digits = divide(number, start);
      for (int i = 0; i < GROUP; i++) {
        text[--at] = ALPHABET.charAt(digits % 58);
        digits /= 58;
      }
      while (start < number.length && number[start] == 0) {
        start++;
      }
    }
    while (at < text.length && text[at] == '1') {
      at++;
    }
    for (int i = 0; i < zeros; i++) {
      text[--at] = '1';
    }
    return new String(text, at, text.length - at);
  }

  /** The bytes, or empty if a character is outside the alphabet. */
  static Optional<byte[]> decode(String text) {
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == '1') {
      zeros++;
    }
    // a word holds more than 5 digits
    int[] number = new int[text.length() / GROUP + 1];
    int start = number.length;
    for (int i = 0; i < text.length(); ) {
      long digits = 0;
      long scale = 1;
      for (int end = Math.min(i + GROUP, text.length()); i < end; i++) {
        char c = text.charAt(i);
        int value = c < 128 ? VALUES[c] : -1;
        if (value < 0) {
          return Optional.empty();
        }
        digits = digits * 58 + value;
        scale *= 58;
      }
      start = multiply(number, start, scale, digits);
    }
    return Optional.of(toBytes(number, zeros));
  }

  /** Divides by the radix of a group of digits, in place; the remainder is the last group. */
  private static int divide(int[] number, int start) {
    long remainder = 0;
    for (int i = start; i < number.length; i++) {
      long dividend = (remainder << 32) | (number[i] & 0xffff_ffffL);
      number[i] = (int) (dividend / GROUP_RADIX);
      remainder = dividend % GROUP_RADIX;
    }
    return (int) remainder;
  }

  /** Multiplies and adds, in place; gives where the number starts now. */
  private static int multiply(int[] number, int start, long factor, long summand) {
    long carry = summand;
    int i = number.length - 1;
    for (; i >= start || carry != 0; i--) {
      carry += (number[i] & 0xffff_ffffL) * factor;
      number[i] = (int) carry;
      carry >>>= 32;
    }
    return i + 1;
  }

  private static int[] toInts(byte[] bytes) {
    int[] number = new int[(bytes.length + 3) / 4];
    for (int i = 0; i < bytes.length; i++) {
      int fromEnd = bytes.length - 1 - i;
      number[number.length - 1 - fromEnd / 4] |= (bytes[i] & 0xff) << (8 * (fromEnd % 4));
    }
    return number;
  }

  private static byte[] toBytes(int[] number, int zeros) {
    ByteBuffer padded = ByteBuffer.allocate(4 * number.length);
    padded.asIntBuffer().put(number);
    int start = 0;
    while (start < padded.capacity() && padded.get(start) == 0) {
      start++;
    }
    byte[] bytes = new byte[zeros + padded.capacity() - start];
    padded.position(start).get(bytes, zeros, padded.capacity() - start);
    return bytes;
  }
}
