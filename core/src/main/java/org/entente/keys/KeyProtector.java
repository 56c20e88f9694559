package org.entente.keys;

import java.security.SecureRandom;

/**
 * Guards the data key of a store: with a passphrase, a key of yours, a cloud KMS or an HSM.
 *
 * <p>Used once when a store is created and once each time it is opened. Implementations must be
 * thread-safe.
 */
public interface KeyProtector extends AutoCloseable {
  /** Seals the data key, so that it may be kept beside the data. */
  SealedBytes protect(Secret dataKey);

  /**
   * Opens what {@link #protect} sealed.
   *
   * @throws WrongKeyException if it was sealed by another protector
   */
  Secret unprotect(SealedBytes protectedKey);

  /** Clears what this protector holds in memory. */
  @Override
  default void close() {}

  /**
   * Protects with a passphrase, by scrypt (RFC 7914) with N = 2¹⁷, r = 8, p = 1: about half a
   * second and 128 MiB each time, so that guessing costs as much.
   *
   * @param passphrase copied; clear your array afterwards
   * @throws IllegalArgumentException if it is empty
   */
  static KeyProtector passphrase(char[] passphrase, SecureRandom random) {
    return new PassphraseProtector(passphrase, random);
  }

  /**
   * Protects with a 256-bit key that you keep elsewhere.
   *
   * @param key copied
   * @throws IllegalArgumentException if it is not 32 bytes long
   */
  static KeyProtector key(Secret key, SecureRandom random) {
    return new RawKeyProtector(key, random);
  }
}
