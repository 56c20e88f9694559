package org.entente;

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
import org.jspecify.annotations.Nullable;

/** A storage that counts its calls, and fails at one of them or from there on. Thread-safe. */
final class WatchedStorage implements Storage {
  /** On which side of a call it fails: with {@code AFTER}, what was asked for has been done. */
  enum Side {
    BEFORE,
    AFTER
  }

  private final Storage storage;
  private int calls;
  private int commits;
  private int faultAt;
  private Side side = Side.BEFORE;
  private boolean fatal;
  private boolean dead;
  private boolean failed;
  private Runnable onDeath = () -> {};
  private @Nullable Side deathAtCommit;
  private Runnable beforeFindKey = () -> {};

  WatchedStorage(Storage storage) {
    this.storage = storage;
  }

  /** Fails once, at the call with this number, from 1. */
  synchronized void failAt(int call, Side side) {
    this.faultAt = call;
    this.side = side;
    this.fatal = false;
  }

  /** Fails at this call and at every one behind it. */
  synchronized void dieAt(int call, Side side, Runnable onDeath) {
    failAt(call, side);
    this.fatal = true;
    this.onDeath = onDeath;
  }

  /** Dies in the next commit that adds to, or changes, a connection or a queue. */
  synchronized void dieAtNextCommit(Side side, Runnable onDeath) {
    this.deathAtCommit = side;
    this.onDeath = onDeath;
  }

  /** Runs this in the next call that looks for a key, before it does. */
  synchronized void beforeNextFindKey(Runnable task) {
    beforeFindKey = task;
  }

  /** Whether the fault has come. */
  synchronized boolean hasFailed() {
    return failed;
  }

  /** How often it was asked for anything. */
  synchronized int calls() {
    return calls;
  }

  /** How often something was to be written. */
  synchronized int commits() {
    return commits;
  }

  private <T> T call(Supplier<T> call) {
    synchronized (this) {
      if (dead) {
        throw new StorageException("the process is dead");
      }
      calls++;
      if (calls == faultAt && side == Side.BEFORE) {
        fail();
      }
    }
    T result = call.get();
    synchronized (this) {
      if (calls == faultAt && side == Side.AFTER) {
        fail();
      }
    }
    return result;
  }

  private void fail() {
    faultAt = 0;
    failed = true;
    if (fatal) {
      dead = true;
      onDeath.run();
    }
    throw new StorageException("the test's fault");
  }

  @Override
  public DataKey dataKey() {
    return storage.dataKey();
  }

  @Override
  public List<QueuedMessage> commit(Change change) {
    synchronized (this) {
      commits++;
      boolean isWork =
          change.connection().isPresent()
              || !change.added().isEmpty()
              || !change.updated().isEmpty()
              || !change.removed().isEmpty();
      if (isWork && deathAtCommit != null) {
        dieAt(calls + 1, deathAtCommit, onDeath);
        deathAtCommit = null;
      }
    }
    return call(() -> storage.commit(change));
  }

  @Override
  public List<QueuedMessage> claim(String wallet, Instant now, Lease lease, int limit) {
    return call(() -> storage.claim(wallet, now, lease, limit));
  }

  @Override
  public Optional<Instant> nextDue(String wallet) {
    return call(() -> storage.nextDue(wallet));
  }

  @Override
  public Optional<FoundConnection> findConnection(String wallet, String id) {
    return call(() -> storage.findConnection(wallet, id));
  }

  @Override
  public Optional<FoundConnection> findConnection(String wallet, String ourDid, String theirDid) {
    return call(() -> storage.findConnection(wallet, ourDid, theirDid));
  }

  @Override
  public List<FoundConnection> list(String wallet, ConnectionQuery query) {
    return call(() -> storage.list(wallet, query));
  }

  @Override
  public Optional<StoredInvitation> findInvitation(String wallet, String id) {
    return call(() -> storage.findInvitation(wallet, id));
  }

  @Override
  public Optional<StoredInvitation> findInvitationByDid(String wallet, String ourDid) {
    return call(() -> storage.findInvitationByDid(wallet, ourDid));
  }

  @Override
  public List<StoredInvitation> listInvitations(String wallet, InvitationQuery query) {
    return call(() -> storage.listInvitations(wallet, query));
  }

  @Override
  public Optional<StoredKey> findKey(String wallet, String kid) {
    Runnable task;
    synchronized (this) {
      task = beforeFindKey;
      beforeFindKey = () -> {};
    }
    task.run();
    return call(() -> storage.findKey(wallet, kid));
  }

  @Override
  public Optional<HandledMessage> outcomeOf(String wallet, String key) {
    return call(() -> storage.outcomeOf(wallet, key));
  }

  @Override
  public Optional<QueuedMessage> findQueued(String wallet, String id) {
    return call(() -> storage.findQueued(wallet, id));
  }

  @Override
  public int countQueued(
      String wallet, QueuedMessage.Queue queue, Optional<String> connectionId, int atMost) {
    return call(() -> storage.countQueued(wallet, queue, connectionId, atMost));
  }

  @Override
  public List<QueuedMessage> listQueued(String wallet, QueueQuery query) {
    return call(() -> storage.listQueued(wallet, query));
  }

  @Override
  public Optional<Long> position(String wallet, String follower) {
    return call(() -> storage.position(wallet, follower));
  }

  @Override
  public long lastCursor(String wallet) {
    return call(() -> storage.lastCursor(wallet));
  }

  @Override
  public List<StoredEvent> events(String wallet, long afterCursor, int limit) {
    return call(() -> storage.events(wallet, afterCursor, limit));
  }

  @Override
  public Optional<String> problem() {
    return storage.problem();
  }

  @Override
  public void close() {
    storage.close();
  }
}
