package org.entente.envelope;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What makes XChaCha20 out of ChaCha20, which is all that the JDK has (draft-irtf-cfrg-xchacha-03
 * §2.2, §2.3).
 */
final class HChaCha20 {
  private HChaCha20() {}

  /** The key for ChaCha20: HChaCha20 of the key and the first 16 bytes of the nonce. */
  static byte[] subkey(byte[] key, byte[] nonce) {
    ByteBuffer keyWords = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer nonceWords = ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN);
    int[] state = new int[16];
    state[0] = 0x61707865; // "expand 32-byte k"
    state[1] = 0x3320646e;
    state[2] = 0x79622d32;
    state[3] = 0x6b206574;
    for (int i = 0; i < 8; i++) {
      state[4 + i] = keyWords.getInt();
    }
    for (int i = 0; i < 4; i++) {
      state[12 + i] = nonceWords.getInt();
    }
    for (int round = 0; round < 20; round += 2) {
      quarterRound(state, 0, 4, 8, 12);
      quarterRound(state, 1, 5, 9, 13);
      quarterRound(state, 2, 6, 10, 14);
      quarterRound(state, 3, 7, 11, 15);
      quarterRound(state, 0, 5, 10, 15);
      quarterRound(state, 1, 6, 11, 12);
      quarterRound(state, 2, 7, 8, 13);
      quarterRound(state, 3, 4, 9, 14);
    }
    ByteBuffer subkey = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4; i++) {
      subkey.putInt(state[i]);
    }
    for (int i = 12; i < 16; i++) {
      subkey.putInt(state[i]);
    }
    return subkey.array();
  }

  /** The nonce for ChaCha20: four zero bytes, and the last 8 bytes of the nonce. */
  static byte[] subnonce(byte[] nonce) {
    byte[] subnonce = new byte[12];
    System.arraycopy(nonce, 16, subnonce, 4, 8);
    return subnonce;
  }

  // RFC 8439 §2.1
  private static void quarterRound(int[] state, int a, int b, int c, int d) {
    state[a] += state[b];
    state[d] = Integer.rotateLeft(state[d] ^ state[a], 16);
    state[c] += state[d];
    state[b] = Integer.rotateLeft(state[b] ^ state[c], 12);
    state[a] += state[b];
    state[d] = Integer.rotateLeft(state[d] ^ state[a], 8);
    state[c] += state[d];
    state[b] = Integer.rotateLeft(state[b] ^ state[c], 7);
  }
}
