package org.entente.envelope;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.entente.envelope.ContentEncryption.Encrypted;
import org.entente.keys.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the content key for one recipient: agreed secrets, Concat KDF, AES key wrap.
 *
 * <p>Specification: RFC 7518 §4.6 (ECDH-ES), draft-madden-jose-ecdh-1pu-04 §2 (ECDH-1PU).
 */
final class KeyWrapping {
  private KeyWrapping() {}

  /**
   * Wraps.
   *
   * @param ze agreed with the ephemeral key; not closed here
   * @param zs agreed with the sender's static key, for ECDH-1PU; not closed here
   */
  static byte[] wrap(
      JweHeader header, Encrypted content, Secret ze, @Nullable Secret zs, byte[] cek)
      throws GeneralSecurityException {
    byte[] kek = kek(header, content, ze, zs);
    try {
      return AesKeyWrap.wrap(kek, cek);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /**
   * Unwraps.
   *
   * @throws GeneralSecurityException if the integrity check fails
   */
  static byte[] unwrap(
      JweHeader header, Encrypted content, Secret ze, @Nullable Secret zs, byte[] encryptedKey)
      throws GeneralSecurityException {
    byte[] kek = kek(header, content, ze, zs);
    try {
      return AesKeyWrap.unwrap(kek, encryptedKey);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  private static byte[] kek(JweHeader header, Encrypted content, Secret ze, @Nullable Secret zs) {
    byte[] z = concat(ze, zs);
    try {
      // Only 1PU binds the tag, and so the content, to the wrapped key.
      byte[] tag = zs == null ? null : content.tag();
      return ConcatKdf.derive(z, header.alg().joseName(), header.apu(), header.apv(), tag);
    } finally {
      Arrays.fill(z, (byte) 0);
    }
  }

  private static byte[] concat(Secret ze, @Nullable Secret zs) {
    if (zs == null) {
      return ze.expose().clone();
    }
    byte[] z = Arrays.copyOf(ze.expose(), ze.lengthBytes() + zs.lengthBytes());
    System.arraycopy(zs.expose(), 0, z, ze.lengthBytes(), zs.lengthBytes());
    return z;
  }
}
