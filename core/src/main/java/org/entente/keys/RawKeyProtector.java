package org.entente.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** AES-256-GCM under a key from elsewhere. */
final class RawKeyProtector implements KeyProtector {
  private static final byte FORMAT = 'K';
  private static final byte[] AAD = "entente data key".getBytes(StandardCharsets.US_ASCII);

  private final Secret key;
  private final SecureRandom random;

  RawKeyProtector(Secret key, SecureRandom random) {
    if (key.lengthBytes() != DataKey.LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "a protecting key must be 32 bytes long, not " + key.lengthBytes());
    }
    this.key = Secret.copyOf(key.expose());
    this.random = random;
  }

  @Override
  public SealedBytes protect(Secret dataKey) {
    byte[] header = {FORMAT};
    return SealedBytes.of(AesGcm.seal(header, key.expose(), AAD, dataKey.expose(), random));
  }

  @Override
  public Secret unprotect(SealedBytes protectedKey) {
    byte[] bytes = protectedKey.toBytes();
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      throw new WrongKeyException("the store is not protected by a key; give its passphrase");
    }
    return Secret.takeOver(AesGcm.open(bytes, 1, key.expose(), AAD));
  }

  @Override
  public void close() {
    key.close();
  }
}
