package org.entente.keys;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.util.Strings;

/**
 * AES-256-GCM under a key that scrypt derives; salt and parameters are kept in front, and bound.
 */
final class PassphraseProtector implements KeyProtector {
  private static final byte FORMAT = 'P';
  private static final int SALT_BYTES = 16;
  private static final int HEADER_BYTES = 1 + 3 + SALT_BYTES;

  private static final int LOG_N = 17;
  private static final int R = 8;
  private static final int P = 1;

  private final Secret passphrase;
  private final SecureRandom random;

  PassphraseProtector(char[] passphrase, SecureRandom random) {
    if (passphrase.length == 0) {
      throw new IllegalArgumentException("the passphrase must not be empty");
    }
    this.passphrase = Secret.takeOver(Strings.toUTF8ByteArray(passphrase));
    this.random = random;
  }

  @Override
  public SealedBytes protect(Secret dataKey) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] header =
        ByteBuffer.allocate(HEADER_BYTES)
            .put(FORMAT)
            .put((byte) LOG_N)
            .put((byte) R)
            .put((byte) P)
            .put(salt)
            .array();
    byte[] key = derive(salt, LOG_N, R, P);
    try {
      return SealedBytes.of(AesGcm.seal(header, key, header, dataKey.expose(), random));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public Secret unprotect(SealedBytes protectedKey) {
    byte[] bytes = protectedKey.toBytes();
    if (bytes.length < HEADER_BYTES || bytes[0] != FORMAT) {
      throw new WrongKeyException("the store is not protected by a passphrase; give its key");
    }
    int logN = bytes[1];
    int r = bytes[2];
    int p = bytes[3];
    // an altered file must neither weaken the derivation nor make it eat the host's memory
    if (logN < LOG_N || logN > 20 || r != R || p < P || p > 4) {
      throw new WrongKeyException("the store's passphrase parameters are out of bounds");
    }
    byte[] header = Arrays.copyOf(bytes, HEADER_BYTES);
    byte[] key =
        derive(Arrays.copyOfRange(header, HEADER_BYTES - SALT_BYTES, HEADER_BYTES), logN, r, p);
    try {
      return Secret.takeOver(AesGcm.open(bytes, HEADER_BYTES, key, header));
    } catch (WrongKeyException e) {
      throw new WrongKeyException("wrong passphrase, or the store's key was altered");
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public void close() {
    passphrase.close();
  }

  private byte[] derive(byte[] salt, int logN, int r, int p) {
    return SCrypt.generate(passphrase.expose(), salt, 1 << logN, r, p, DataKey.LENGTH_BYTES);
  }
}
