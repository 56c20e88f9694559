package org.entente.envelope;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * Feeds a cipher in pieces of 16 KiB.
 *
 * <p>In one call of a megabyte the JDK's compiled loops are not reached before the call ends:
 * eighty times slower.
 */
final class Chunked {
  private static final int CHUNK_BYTES = 16 << 10;

  private Chunked() {}

  /** Runs the input through the cipher to its end. */
  static byte[] doFinal(Cipher cipher, byte[] input) throws GeneralSecurityException {
    byte[] output = new byte[cipher.getOutputSize(input.length)];
    int read = 0;
    int written = 0;
    while (input.length - read > CHUNK_BYTES) {
      written += cipher.update(input, read, CHUNK_BYTES, output, written);
      read += CHUNK_BYTES;
    }
    written += cipher.doFinal(input, read, input.length - read, output, written);
    return written == output.length ? output : Arrays.copyOf(output, written);
  }

  /** Feeds all of the input. */
  static void update(Mac mac, byte[] input) {
    for (int at = 0; at < input.length; at += CHUNK_BYTES) {
      mac.update(input, at, Math.min(CHUNK_BYTES, input.length - at));
    }
  }
}
