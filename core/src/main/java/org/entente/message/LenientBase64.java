package org.entente.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Base64 in every spelling that agents and people pass on: the standard or the URL alphabet, padded
 * or not, broken over lines. For content only; whatever is signed has one spelling.
 */
final class LenientBase64 {
  private LenientBase64() {}

  /** The bytes, unless there is anything else in the text. */
  static Optional<byte[]> decode(String text) {
    StringBuilder base64Url = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case ' ', '\t', '\r', '\n', '\f' -> {}
        case '+' -> base64Url.append('-');
        case '/' -> base64Url.append('_');
        default -> base64Url.append(c);
      }
    }
    int end = base64Url.length();
    while (end > 0 && base64Url.charAt(end - 1) == '=') {
      end--;
    }
    base64Url.setLength(end);
    try {
      return Optional.of(
          Base64.getUrlDecoder().decode(base64Url.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
