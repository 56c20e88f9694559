package org.entente.envelope;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.entente.envelope.ContentEncryption.Encrypted;

/** The JDK's AEAD ciphers, which put the tag behind the ciphertext where JOSE keeps it apart. */
enum AeadCipher {
  A256GCM("AES"),
  CHACHA20_POLY1305("ChaCha20");

  private static final int TAG_BYTES = 16;

  private final String keyAlgorithm;

  AeadCipher(String keyAlgorithm) {
    this.keyAlgorithm = keyAlgorithm;
  }

  Encrypted encrypt(byte[] key, byte[] nonce, byte[] aad, byte[] plaintext)
      throws GeneralSecurityException {
    byte[] out = Chunked.doFinal(init(Cipher.ENCRYPT_MODE, key, nonce, aad), plaintext);
    return new Encrypted(
        Arrays.copyOf(out, plaintext.length),
        Arrays.copyOfRange(out, plaintext.length, out.length));
  }

  byte[] decrypt(byte[] key, byte[] nonce, byte[] aad, Encrypted encrypted)
      throws GeneralSecurityException {
    byte[] ciphertext = encrypted.ciphertext();
    byte[] in =
        ByteBuffer.allocate(ciphertext.length + TAG_BYTES)
            .put(ciphertext)
            .put(encrypted.tag())
            .array();
    return Chunked.doFinal(init(Cipher.DECRYPT_MODE, key, nonce, aad), in);
  }

  private Cipher init(int mode, byte[] key, byte[] nonce, byte[] aad)
      throws GeneralSecurityException {
    Cipher cipher = this == A256GCM ? Jca.aesGcm() : Jca.chaCha20Poly1305();
    cipher.init(
        mode,
        new SecretKeySpec(key, keyAlgorithm),
        this == A256GCM ? new GCMParameterSpec(TAG_BYTES * 8, nonce) : new IvParameterSpec(nonce));
    cipher.updateAAD(aad);
    return cipher;
  }
}
