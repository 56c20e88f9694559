package org.entente.envelope;

import java.security.GeneralSecurityException;

/** The values of {@code enc} in an encrypted envelope; all others are refused. */
public enum ContentEncryption {
  /** AES-256-CBC with HMAC-SHA-512 (RFC 7518 §5.2.5): the only one for authenticated envelopes. */
  A256CBC_HS512("A256CBC-HS512", 64, 16, 32) {
    @Override
    Encrypted encrypt(byte[] cek, byte[] iv, byte[] aad, byte[] plaintext)
        throws GeneralSecurityException {
      return A256CbcHs512.encrypt(cek, iv, aad, plaintext);
    }

    @Override
    byte[] decrypt(byte[] cek, byte[] iv, byte[] aad, Encrypted encrypted)
        throws GeneralSecurityException {
      return A256CbcHs512.decrypt(cek, iv, aad, encrypted);
    }
  },
  /** AES-256-GCM (RFC 7518 §5.3). */
  A256GCM("A256GCM", 32, 12, 16) {
    @Override
    Encrypted encrypt(byte[] cek, byte[] iv, byte[] aad, byte[] plaintext)
        throws GeneralSecurityException {
      return AeadCipher.A256GCM.encrypt(cek, iv, aad, plaintext);
    }

    @Override
    byte[] decrypt(byte[] cek, byte[] iv, byte[] aad, Encrypted encrypted)
        throws GeneralSecurityException {
      return AeadCipher.A256GCM.decrypt(cek, iv, aad, encrypted);
    }
  },
  /** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): what the reference libraries prefer. */
  XC20P("XC20P", 32, 24, 16) {
    @Override
    Encrypted encrypt(byte[] cek, byte[] iv, byte[] aad, byte[] plaintext)
        throws GeneralSecurityException {
      return AeadCipher.CHACHA20_POLY1305.encrypt(
          HChaCha20.subkey(cek, iv), HChaCha20.subnonce(iv), aad, plaintext);
    }

    @Override
    byte[] decrypt(byte[] cek, byte[] iv, byte[] aad, Encrypted encrypted)
        throws GeneralSecurityException {
      return AeadCipher.CHACHA20_POLY1305.decrypt(
          HChaCha20.subkey(cek, iv), HChaCha20.subnonce(iv), aad, encrypted);
    }
  };

  private final String joseName;
  private final int cekBytes;
  private final int ivBytes;
  private final int tagBytes;

  ContentEncryption(String joseName, int cekBytes, int ivBytes, int tagBytes) {
    this.joseName = joseName;
    this.cekBytes = cekBytes;
    this.ivBytes = ivBytes;
    this.tagBytes = tagBytes;
  }

  /** Ciphertext and authentication tag. */
  record Encrypted(byte[] ciphertext, byte[] tag) {}

  /** Its name in {@code enc}. */
  public String joseName() {
    return joseName;
  }

  int cekBytes() {
    return cekBytes;
  }

  int ivBytes() {
    return ivBytes;
  }

  int tagBytes() {
    return tagBytes;
  }

  /** Encrypts; key and IV have the lengths above, and the pair is never used twice. */
  abstract Encrypted encrypt(byte[] cek, byte[] iv, byte[] aad, byte[] plaintext)
      throws GeneralSecurityException;

  /**
   * Decrypts; nothing is given out before the tag is checked.
   *
   * @throws GeneralSecurityException if the tag does not match
   */
  abstract byte[] decrypt(byte[] cek, byte[] iv, byte[] aad, Encrypted encrypted)
      throws GeneralSecurityException;
}
