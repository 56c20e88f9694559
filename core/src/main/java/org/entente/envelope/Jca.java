package org.entente.envelope;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The JDK's ciphers, one set per thread: looking one up costs as much as a small encryption.
 *
 * <p>No provider is named or registered; each of these is in every JDK.
 */
final class Jca {
  private static final ThreadLocal<Cipher> AES_CBC = cipher("AES/CBC/PKCS5Padding");
  private static final ThreadLocal<Cipher> AES_GCM = cipher("AES/GCM/NoPadding");
  private static final ThreadLocal<Cipher> AES_KW = cipher("AESWrap");
  private static final ThreadLocal<Mac> HMAC_SHA512 =
      ThreadLocal.withInitial(() -> available(() -> Mac.getInstance("HmacSHA512")));
  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(() -> available(() -> MessageDigest.getInstance("SHA-256")));

  private Jca() {}

  static Cipher aesCbc() {
    return AES_CBC.get();
  }

  static Cipher aesGcm() {
    return AES_GCM.get();
  }

  static Cipher aesKeyWrap() {
    return AES_KW.get();
  }

  /**
   * A new one each time: in JDK 17 one that was used refuses the key and nonce it had last, also to
   * decrypt, and so a message that arrives twice.
   */
  static Cipher chaCha20Poly1305() {
    return available(() -> Cipher.getInstance("ChaCha20-Poly1305"));
  }

  static Mac hmacSha512() {
    return HMAC_SHA512.get();
  }

  /** Reset, for nobody leaves one half fed. */
  static MessageDigest sha256() {
    MessageDigest digest = SHA256.get();
    digest.reset();
    return digest;
  }

  private interface Lookup<T> {
    T get() throws GeneralSecurityException;
  }

  private static ThreadLocal<Cipher> cipher(String transformation) {
    return ThreadLocal.withInitial(() -> available(() -> Cipher.getInstance(transformation)));
  }

  private static <T> T available(Lookup<T> lookup) {
    try {
      return lookup.get();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks a required algorithm", e);
    }
  }
}
