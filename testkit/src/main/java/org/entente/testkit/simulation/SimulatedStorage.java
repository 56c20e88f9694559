package org.entente.testkit.simulation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.InvitationQuery;
import org.entente.keys.DataKey;
import org.entente.storage.Change;
import org.entente.storage.FoundConnection;
import org.entente.storage.HandledMessage;
import org.entente.storage.Lease;
import org.entente.storage.QueueQuery;
import org.entente.storage.QueuedMessage;
import org.entente.storage.Storage;
import org.entente.storage.StorageException;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredInvitation;
import org.entente.storage.StoredKey;

/**
 * What one process sees of the storage that outlives it: it fails now and then, and for good when
 * the process is dead. Not thread-safe.
 */
final class SimulatedStorage implements Storage {
  private final Storage kept;
  private final Life life;

  SimulatedStorage(Storage kept, Life life) {
    this.kept = kept;
    this.life = life;
  }

  @Override
  public DataKey dataKey() {
    return kept.dataKey();
  }

  @Override
  public List<QueuedMessage> commit(Change change) {
    life.mayDie("before a commit");
    List<QueuedMessage> leased =
        failing(
            "commit",
            () -> {
              List<QueuedMessage> written = kept.commit(change);
              life.committed(change);
              life.mayDie("after a commit");
              return written;
            });
    life.acknowledged(change);
    life.leased(leased);
    return leased;
  }

  @Override
  public List<QueuedMessage> claim(String wallet, Instant now, Lease lease, int limit) {
    List<QueuedMessage> leased = failing("claim", () -> kept.claim(wallet, now, lease, limit));
    life.leased(leased);
    return leased;
  }

  @Override
  public Optional<Instant> nextDue(String wallet) {
    return failing("nextDue", () -> kept.nextDue(wallet));
  }

  @Override
  public Optional<FoundConnection> findConnection(String wallet, String id) {
    return reading("findConnection", () -> kept.findConnection(wallet, id));
  }

  @Override
  public Optional<FoundConnection> findConnection(String wallet, String ourDid, String theirDid) {
    return reading("findConnection", () -> kept.findConnection(wallet, ourDid, theirDid));
  }

  @Override
  public List<FoundConnection> list(String wallet, ConnectionQuery query) {
    return reading("list", () -> kept.list(wallet, query));
  }

  @Override
  public Optional<StoredInvitation> findInvitation(String wallet, String id) {
    return reading("findInvitation", () -> kept.findInvitation(wallet, id));
  }

  @Override
  public Optional<StoredInvitation> findInvitationByDid(String wallet, String ourDid) {
    return reading("findInvitationByDid", () -> kept.findInvitationByDid(wallet, ourDid));
  }

  @Override
  public List<StoredInvitation> listInvitations(String wallet, InvitationQuery query) {
    return reading("listInvitations", () -> kept.listInvitations(wallet, query));
  }

  @Override
  public Optional<StoredKey> findKey(String wallet, String kid) {
    return reading("findKey", () -> kept.findKey(wallet, kid));
  }

  @Override
  public Optional<HandledMessage> outcomeOf(String wallet, String key) {
    return reading("outcomeOf", () -> kept.outcomeOf(wallet, key));
  }

  @Override
  public Optional<QueuedMessage> findQueued(String wallet, String id) {
    Optional<QueuedMessage> found = reading("findQueued", () -> kept.findQueued(wallet, id));
    found.ifPresent(life::lookedAt);
    return found;
  }

  @Override
  public int countQueued(
      String wallet, QueuedMessage.Queue queue, Optional<String> connectionId, int atMost) {
    return reading("countQueued", () -> kept.countQueued(wallet, queue, connectionId, atMost));
  }

  @Override
  public List<QueuedMessage> listQueued(String wallet, QueueQuery query) {
    return reading("listQueued", () -> kept.listQueued(wallet, query));
  }

  @Override
  public Optional<Long> position(String wallet, String follower) {
    return reading("position", () -> kept.position(wallet, follower));
  }

  @Override
  public long lastCursor(String wallet) {
    return reading("lastCursor", () -> kept.lastCursor(wallet));
  }

  @Override
  public List<StoredEvent> events(String wallet, long afterCursor, int limit) {
    return reading("events", () -> kept.events(wallet, afterCursor, limit));
  }

  @Override
  public Optional<String> problem() {
    life.requireAlive();
    return kept.problem();
  }

  @Override
  public void close() {
    // what is kept outlives the process
  }

  private <T> T reading(String what, Supplier<T> call) {
    T result = failing(what, call);
    life.mayBeInterrupted();
    return result;
  }

  private <T> T failing(String what, Supplier<T> call) {
    life.requireAlive();
    mayFail("before " + what);
    T result = call.get();
    mayFail("after " + what);
    return result;
  }

  private void mayFail(String where) {
    if (life.fortune().storageFails()) {
      life.storageFailed(where);
      throw new StorageException("the simulated storage failed");
    }
  }
}
