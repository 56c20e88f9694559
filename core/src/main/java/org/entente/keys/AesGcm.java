package org.entente.keys;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random 96-bit IV in front: IV ‖ ciphertext ‖ tag (NIST SP 800-38D). */
final class AesGcm {
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;

  // Looking a cipher up costs more than sealing a key with it.
  private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(AesGcm::cipher);

  private AesGcm() {}

  /** Appends IV, ciphertext and tag to {@code header}, which is not itself authenticated. */
  static byte[] seal(byte[] header, byte[] key, byte[] aad, byte[] plaintext, SecureRandom random) {
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    int start = header.length + IV_BYTES;
    byte[] sealed = Arrays.copyOf(header, start + plaintext.length + TAG_BYTES);
    System.arraycopy(iv, 0, sealed, header.length, IV_BYTES);
    try {
      Cipher cipher = init(Cipher.ENCRYPT_MODE, key, iv);
      cipher.updateAAD(aad);
      cipher.doFinal(plaintext, 0, plaintext.length, sealed, start);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws WrongKeyException if it is too short, altered, or sealed with another key or data
   */
  static byte[] open(byte[] sealed, int headerBytes, byte[] key, byte[] aad) {
    int start = headerBytes + IV_BYTES;
    if (sealed.length < start + TAG_BYTES) {
      throw new WrongKeyException("sealed data is too short");
    }
    try {
      Cipher cipher =
          init(Cipher.DECRYPT_MODE, key, Arrays.copyOfRange(sealed, headerBytes, start));
      cipher.updateAAD(aad);
      return cipher.doFinal(sealed, start, sealed.length - start);
    } catch (GeneralSecurityException e) {
      throw new WrongKeyException("sealed data does not open with this key");
    }
  }

  private static Cipher init(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = CIPHER.get();
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * 8, iv));
    return cipher;
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }
}
