package org.entente.storage.h2;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.entente.connection.ConnectionState;
import org.entente.keys.SealedBytes;
import org.entente.storage.Change;
import org.entente.storage.HandledMessage;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StoredEvent;

/** Small changes to write. */
final class TestChanges {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private TestChanges() {}

  static QueuedMessage message(String id, String connectionId) {
    SealedBytes body = SealedBytes.of(id.getBytes(StandardCharsets.UTF_8));
    return QueuedMessage.added(id, Queue.OUTBOX, connectionId, NOW, NOW, Optional.empty(), body);
  }

  /** A change in three tables, so that one can see whether it is there whole. */
  static Change numbered(long number) {
    return Change.builder("w", new Lease("owner", NOW))
        .event(
            new StoredEvent(0, "c", number, "event", ConnectionState.CONNECTION_REQUEST_SENT, NOW))
        .add(message("m" + number, "c"))
        .handled(new HandledMessage("h" + number, "digest", NOW, Optional.of("m" + number)))
        .build();
  }
}
