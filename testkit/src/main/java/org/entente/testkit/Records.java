package org.entente.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationState;
import org.entente.connection.Role;
import org.entente.did.Curve;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.keys.SealedBytes;
import org.entente.storage.HandledMessage;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredInvitation;
import org.entente.storage.StoredKey;

/** Records to fill a storage with. Bodies are not really sealed: a storage cannot tell. */
final class Records {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456Z");
  static final Lease LEASE = new Lease("owner", NOW.plusSeconds(45));

  /** A lease that has run out when it is given. */
  static final Lease NO_LEASE = new Lease("owner", NOW.minusSeconds(1));

  private Records() {}

  static Instant seconds(long seconds) {
    return NOW.plus(Duration.ofSeconds(seconds));
  }

  static SealedBytes body(String text) {
    return SealedBytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static StoredConnection connection(String id) {
    return connection(id, NOW, ConnectionState.INVITATION_GENERATED, Role.INVITER, "label");
  }

  static StoredConnection connection(
      String id, Instant createdTime, ConnectionState state, Role role, String label) {
    return new StoredConnection(
        id,
        "thread-" + id,
        role,
        state,
        Optional.of(label),
        "did:peer:our-" + id,
        Optional.empty(),
        Optional.empty(),
        createdTime,
        1,
        body("connection " + id));
  }

  /** The next version, with a peer, and the message whose progress shows. */
  static StoredConnection next(
      StoredConnection connection, ConnectionState state, String theirDid, String deliveryId) {
    return new StoredConnection(
        connection.id(),
        connection.thread(),
        connection.role(),
        state,
        connection.label(),
        connection.ourDid(),
        Optional.of(theirDid),
        Optional.of(deliveryId),
        connection.createdTime(),
        connection.version() + 1,
        body("version " + (connection.version() + 1)));
  }

  static StoredInvitation invitation(String id, Role role, String inviterDid) {
    return new StoredInvitation(
        id,
        role,
        inviterDid,
        Optional.of(id),
        Optional.of(seconds(3600)),
        1,
        0,
        InvitationState.OPEN,
        Optional.of("label of " + id),
        NOW,
        1,
        body("invitation " + id));
  }

  static ConnectionQuery.Position position(StoredInvitation invitation) {
    return new ConnectionQuery.Position(invitation.createdTime(), invitation.id());
  }

  static StoredKey key(String name, String... kids) {
    PublicJwk publicKey = PublicJwk.of(Curve.X25519, sha256(name));
    return new StoredKey(
        new OwnKey(publicKey, body("handle of " + name)), "did:" + name, List.of(kids));
  }

  static HandledMessage handled(String key, Instant time) {
    return new HandledMessage(key, "digest of " + key, time, Optional.of("answer to " + key));
  }

  static StoredEvent event(String connectionId, long sequence, Instant time) {
    return new StoredEvent(
        0,
        connectionId,
        sequence,
        "event-" + sequence,
        ConnectionState.CONNECTION_REQUEST_SENT,
        time);
  }

  static QueuedMessage outgoing(String id, String connectionId, Instant due) {
    return QueuedMessage.added(
        id, Queue.OUTBOX, connectionId, NOW, due, Optional.of(seconds(86_400)), body(id));
  }

  static QueuedMessage incoming(String id, String connectionId, Instant due) {
    return QueuedMessage.added(id, Queue.INBOX, connectionId, NOW, due, Optional.empty(), body(id));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
