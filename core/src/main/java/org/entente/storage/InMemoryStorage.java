package org.entente.storage;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.InvitationQuery;
import org.entente.keys.DataKey;

/**
 * Keeps everything in memory, and nothing beyond the life of the process: what an agent uses unless
 * it is given another storage. Thread-safe.
 *
 * <p>It is also the SPI's specification in code: one lock, and plain maps behind it.
 */
public final class InMemoryStorage implements Storage {
  private final Object lock = new Object();
  private final Map<String, MemoryWallet> wallets = new HashMap<>();
  private final MemoryWallet noWallet = new MemoryWallet();
  private final DataKey dataKey;
  private long lastNumber;
  private boolean closed;

  /** An empty storage. */
  public InMemoryStorage() {
    this(new SecureRandom());
  }

  /** An empty storage whose data key comes from {@code random}, so that a run can be repeated. */
  public InMemoryStorage(SecureRandom random) {
    this.dataKey = DataKey.generate(random);
  }

  @Override
  public DataKey dataKey() {
    synchronized (lock) {
      requireOpen();
      return dataKey;
    }
  }

  @Override
  public List<QueuedMessage> commit(Change change) {
    synchronized (lock) {
      requireOpen();
      return wallets
          .computeIfAbsent(change.wallet(), name -> new MemoryWallet())
          .commit(change, () -> ++lastNumber);
    }
  }

  @Override
  public List<QueuedMessage> claim(String wallet, Instant now, Lease lease, int limit) {
    synchronized (lock) {
      return wallet(wallet).queues().claim(now, lease, limit);
    }
  }

  @Override
  public Optional<Instant> nextDue(String wallet) {
    synchronized (lock) {
      return wallet(wallet).queues().nextDue();
    }
  }

  @Override
  public Optional<FoundConnection> findConnection(String wallet, String id) {
    synchronized (lock) {
      return wallet(wallet).findConnection(id);
    }
  }

  @Override
  public Optional<FoundConnection> findConnection(String wallet, String ourDid, String theirDid) {
    synchronized (lock) {
      return wallet(wallet).findConnection(ourDid, theirDid);
    }
  }

  @Override
  public List<FoundConnection> list(String wallet, ConnectionQuery query) {
    synchronized (lock) {
      return wallet(wallet).list(query);
    }
  }

  @Override
  public Optional<StoredInvitation> findInvitation(String wallet, String id) {
    synchronized (lock) {
      return wallet(wallet).findInvitation(id);
    }
  }

  @Override
  public Optional<StoredInvitation> findInvitationByDid(String wallet, String ourDid) {
    synchronized (lock) {
      return wallet(wallet).findInvitationByDid(ourDid);
    }
  }

  @Override
  public List<StoredInvitation> listInvitations(String wallet, InvitationQuery query) {
    synchronized (lock) {
      return wallet(wallet).listInvitations(query);
    }
  }

  @Override
  public Optional<StoredKey> findKey(String wallet, String kid) {
    synchronized (lock) {
      return wallet(wallet).findKey(kid);
    }
  }

  @Override
  public Optional<HandledMessage> outcomeOf(String wallet, String key) {
    synchronized (lock) {
      return wallet(wallet).outcomeOf(key);
    }
  }

  @Override
  public Optional<QueuedMessage> findQueued(String wallet, String id) {
    synchronized (lock) {
      return wallet(wallet).queues().find(id);
    }
  }

  @Override
  public int countQueued(
      String wallet, QueuedMessage.Queue queue, Optional<String> connectionId, int atMost) {
    synchronized (lock) {
      return wallet(wallet).queues().count(queue, connectionId, atMost);
    }
  }

  @Override
  public List<QueuedMessage> listQueued(String wallet, QueueQuery query) {
    synchronized (lock) {
      return wallet(wallet).queues().list(query);
    }
  }

  @Override
  public Optional<Long> position(String wallet, String follower) {
    synchronized (lock) {
      return wallet(wallet).position(follower);
    }
  }

  @Override
  public long lastCursor(String wallet) {
    synchronized (lock) {
      return wallet(wallet).lastCursor();
    }
  }

  @Override
  public List<StoredEvent> events(String wallet, long afterCursor, int limit) {
    synchronized (lock) {
      return wallet(wallet).events(afterCursor, limit);
    }
  }

  @Override
  public Optional<String> problem() {
    synchronized (lock) {
      requireOpen();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      wallets.clear();
      dataKey.close();
    }
  }

  private MemoryWallet wallet(String name) {
    requireOpen();
    return wallets.getOrDefault(name, noWallet);
  }

  private void requireOpen() {
    if (closed) {
      throw new StorageException("the storage is closed");
    }
  }
}
