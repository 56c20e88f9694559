package org.entente.examples.agentserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a caller of the API has to know; only its hash is kept. Immutable. */
public final class ApiKey {
  private final byte[] hash;

  private ApiKey(byte[] hash) {
    this.hash = hash;
  }

  /** The key with this text. */
  public static ApiKey of(String key) {
    return new ApiKey(sha256(key));
  }

  /** Whether this is it; as long as any other guess takes. */
  boolean is(String guess) {
    return MessageDigest.isEqual(hash, sha256(guess));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Reveals nothing. */
  @Override
  public String toString() {
    return "ApiKey";
  }
}
