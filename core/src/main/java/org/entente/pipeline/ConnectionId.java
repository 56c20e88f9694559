package org.entente.pipeline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.entente.did.Did;
import org.entente.did.PeerDid;

/** The ids of connections that come of an invitation for several. */
final class ConnectionId {
  private ConnectionId() {}

  /**
   * The one that this requester has for this invitation, so that a storage refuses a second: a UUID
   * of version 8 (RFC 9562 §5.8) made of their hash.
   */
  static String of(String invitationId, Did requester) {
    String text = invitationId + ' ' + PeerDid.canonical(requester).value();
    byte[] hash = sha256(text.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bits = ByteBuffer.wrap(hash);
    long high = (bits.getLong() & ~0xF000L) | 0x8000L;
    long low = (bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
