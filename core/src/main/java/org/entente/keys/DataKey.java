package org.entente.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that seals what one store keeps.
 *
 * <p>Each sealed value has a place, its wallet, kind and id. The place is authenticated, so a value
 * that is moved to another row does not open (threat model S62), and it selects a key of its own
 * (HMAC-SHA-256 of the place), so that the limit of 2³² random IVs for one AES-GCM key applies to
 * one record and not to the store. Thread-safe.
 */
public final class DataKey implements AutoCloseable {
  /** How long a data key is. */
  public static final int LENGTH_BYTES = 32;

  private static final byte FORMAT_VERSION = 1;
  private static final byte[] HEADER = {FORMAT_VERSION};
  private static final ThreadLocal<Mac> HMAC = ThreadLocal.withInitial(DataKey::newHmac);

  private final Secret key;
  private final SecureRandom random;

  private DataKey(Secret key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /** A fresh key, for a new store. */
  public static DataKey generate(SecureRandom random) {
    byte[] bytes = new byte[LENGTH_BYTES];
    random.nextBytes(bytes);
    return new DataKey(Secret.takeOver(bytes), random);
  }

  /**
   * The key of an existing store.
   *
   * @throws WrongKeyException if the protector does not open it
   */
  public static DataKey unwrap(SealedBytes wrapped, KeyProtector protector, SecureRandom random) {
    Secret key = protector.unprotect(wrapped);
    if (key.lengthBytes() != LENGTH_BYTES) {
      key.close();
      throw new WrongKeyException("the protected data key has the wrong length");
    }
    return new DataKey(key, random);
  }

  /** The key as a store may keep it. */
  public SealedBytes wrap(KeyProtector protector) {
    return protector.protect(key);
  }

  /**
   * Seals a value for one place.
   *
   * @param wallet whose value it is
   * @param kind what kind of value, such as {@code key}
   * @param id which one of that kind
   */
  public SealedBytes seal(String wallet, String kind, String id, byte[] plaintext) {
    byte[] place = place(wallet, kind, id);
    return SealedBytes.takeOver(
        AesGcm.seal(HEADER, hmac(key.expose(), place), place, plaintext, random));
  }

  /**
   * Opens a value at its place.
   *
   * @throws WrongKeyException if it was sealed with another key or for another place, or altered
   */
  public byte[] open(String wallet, String kind, String id, SealedBytes sealed) {
    byte[] bytes = sealed.expose();
    if (bytes.length == 0 || bytes[0] != FORMAT_VERSION) {
      throw new WrongKeyException("sealed data has an unknown format version");
    }
    byte[] place = place(wallet, kind, id);
    return AesGcm.open(bytes, HEADER.length, hmac(key.expose(), place), place);
  }

  /** Clears the key; it cannot be used afterwards. */
  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "DataKey(redacted)";
  }

  static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac hmac = HMAC.get();
      hmac.init(new SecretKeySpec(key, "HmacSHA256"));
      return hmac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  // Each part is preceded by its length, so that no two places give the same bytes.
  private static byte[] place(String wallet, String kind, String id) {
    byte[][] parts = {
      wallet.getBytes(StandardCharsets.UTF_8),
      kind.getBytes(StandardCharsets.UTF_8),
      id.getBytes(StandardCharsets.UTF_8)
    };
    ByteBuffer place =
        ByteBuffer.allocate(1 + 12 + parts[0].length + parts[1].length + parts[2].length);
    place.put(FORMAT_VERSION);
    for (byte[] part : parts) {
      place.putInt(part.length).put(part);
    }
    return place.array();
  }

  private static Mac newHmac() {
    try {
      return Mac.getInstance("HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
