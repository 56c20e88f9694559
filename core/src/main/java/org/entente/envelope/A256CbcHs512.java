package org.entente.envelope;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.entente.envelope.ContentEncryption.Encrypted;

/** AES_256_CBC_HMAC_SHA_512 (RFC 7518 §5.2.2, §5.2.5). */
final class A256CbcHs512 {
  private static final int MAC_KEY_LEN = 32;
  private static final int ENC_KEY_LEN = 32;
  private static final int T_LEN = 32;

  private A256CbcHs512() {}

  static Encrypted encrypt(byte[] k, byte[] iv, byte[] a, byte[] p)
      throws GeneralSecurityException {
    Cipher cipher = cipher(Cipher.ENCRYPT_MODE, k, iv);
    byte[] e = Chunked.doFinal(cipher, p);
    return new Encrypted(e, tag(k, iv, a, e));
  }

  static byte[] decrypt(byte[] k, byte[] iv, byte[] a, Encrypted encrypted)
      throws GeneralSecurityException {
    byte[] e = encrypted.ciphertext();
    // before the padding is looked at, and in constant time
    if (!MessageDigest.isEqual(tag(k, iv, a, e), encrypted.tag())) {
      throw new AEADBadTagException();
    }
    // padding makes at least one block, but the JDK lets none pass
    if (e.length == 0) {
      throw new BadPaddingException();
    }
    return Chunked.doFinal(cipher(Cipher.DECRYPT_MODE, k, iv), e);
  }

  private static Cipher cipher(int mode, byte[] k, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = Jca.aesCbc();
    SecretKeySpec encKey = new SecretKeySpec(k, MAC_KEY_LEN, ENC_KEY_LEN, "AES");
    cipher.init(mode, encKey, new IvParameterSpec(iv));
    return cipher;
  }

  private static byte[] tag(byte[] k, byte[] iv, byte[] a, byte[] e)
      throws GeneralSecurityException {
    Mac mac = Jca.hmacSha512();
    mac.init(new SecretKeySpec(k, 0, MAC_KEY_LEN, "HmacSHA512"));
    mac.update(a);
    mac.update(iv);
    Chunked.update(mac, e);
    byte[] al = ByteBuffer.allocate(Long.BYTES).putLong(a.length * 8L).array();
    return Arrays.copyOf(mac.doFinal(al), T_LEN);
  }
}
