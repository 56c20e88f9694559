package org.entente.envelope;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES-256 key wrap with the default initial value (RFC 3394 §2.2). */
final class AesKeyWrap {
  private AesKeyWrap() {}

  /**
   * Wraps.
   *
   * @return {@code cek.length + 8} bytes
   */
  static byte[] wrap(byte[] kek, byte[] cek) throws GeneralSecurityException {
    Cipher cipher = Jca.aesKeyWrap();
    cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"));
    return cipher.wrap(new SecretKeySpec(cek, "AES"));
  }

  /**
   * Unwraps.
   *
   * @throws GeneralSecurityException if the integrity check fails
   */
  static byte[] unwrap(byte[] kek, byte[] encryptedKey) throws GeneralSecurityException {
    Cipher cipher = Jca.aesKeyWrap();
    cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(kek, "AES"));
    return cipher.unwrap(encryptedKey, "AES", Cipher.SECRET_KEY).getEncoded();
  }
}
