package org.entente.storage.h2;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.InvitationQuery;
import org.entente.exception.EntenteException;
import org.entente.keys.DataKey;
import org.entente.keys.KeyProtector;
import org.entente.keys.Secret;
import org.entente.keys.WrongKeyException;
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

/**
 * Keeps an agent's records in a file, by the embedded database H2. Thread-safe.
 *
 * <pre>{@code
 * H2Storage storage = H2Storage.openOrCreate(Path.of("acme"), passphrase);
 * }</pre>
 *
 * <p>The file is {@code acme.mv.db}; it is opened by one process at a time. What a commit has
 * written survives the death of the process at any point, and with {@link Durability#SYNC} a loss
 * of power. Close it, if you can: it shortens the next start. A file that lacks what was committed
 * last is refused, and left as it is.
 */
public final class H2Storage implements Storage {
  /** A read. */
  private interface Query<T> {
    T run(Session session) throws SQLException;
  }

  /** The messages that are leased. */
  static final String LEASED =
      "SELECT sequence FROM queued_message USE INDEX (queued_message_leased)"
          + " WHERE lease_until"
          + Queries.NOT_NULL;

  private final @Nullable StoreFile file;
  private final DataKey dataKey;
  private final FlushGate gate = new FlushGate();
  private final Sessions sessions;
  private final Writer writer;
  private final AtomicBoolean closed = new AtomicBoolean();

  private H2Storage(
      @Nullable StoreFile file,
      DataKey dataKey,
      Database database,
      Session first,
      Durability durability,
      int readers)
      throws SQLException {
    this.file = file;
    this.dataKey = dataKey;
    this.sessions = new Sessions(database, readers);
    this.writer = new Writer(database, first, durability, gate, sessions);
  }

  /**
   * Says where a store is, to be opened with settings of your own.
   *
   * @param base the file without {@code .mv.db}
   */
  public static H2Settings at(Path base) {
    return H2Settings.of(base);
  }

  /**
   * Opens a store, which must exist.
   *
   * @param passphrase copied; clear your array afterwards
   * @throws StorageException if there is none, if it is damaged, in use or of a newer release
   * @throws WrongKeyException if the passphrase is wrong; nothing was changed
   */
  public static H2Storage open(Path base, char[] passphrase) {
    return at(base).passphrase(passphrase).open();
  }

  /**
   * Creates a store, which must not exist, and opens it.
   *
   * @param passphrase copied; clear your array afterwards
   * @throws StorageException if there is one, or it cannot be created
   */
  public static H2Storage create(Path base, char[] passphrase) {
    return at(base).passphrase(passphrase).create();
  }

  /**
   * Opens a store, or creates it if there is none.
   *
   * @param passphrase copied; clear your array afterwards
   * @throws StorageException as {@link #open} and {@link #create} do
   * @throws WrongKeyException as {@link #open} does
   */
  public static H2Storage openOrCreate(Path base, char[] passphrase) {
    return at(base).passphrase(passphrase).openOrCreate();
  }

  /**
   * Changes the passphrase of a store that is not open.
   *
   * @throws StorageException as {@link #open} does
   * @throws WrongKeyException if {@code current} is wrong; nothing was changed
   */
  public static void changePassphrase(Path base, char[] current, char[] replacement) {
    try (KeyProtector protector = KeyProtector.passphrase(replacement, new SecureRandom())) {
      at(base).passphrase(current).changeProtector(protector);
    }
  }

  /** A store in memory, for tests: nothing outlives it. */
  public static H2Storage inMemory() {
    SecureRandom random = new SecureRandom();
    byte[] bytes = new byte[DataKey.LENGTH_BYTES];
    random.nextBytes(bytes);
    try (Secret secret = Secret.takeOver(bytes);
        KeyProtector protector = KeyProtector.key(secret, random)) {
      DataKey dataKey = DataKey.generate(random);
      Database database = Database.inMemory();
      Session session = database.connect();
      new Opening(StoreFile.of(Path.of("memory")), protector, Migrations.CURRENT, random, false)
          .fill(session, dataKey);
      return new H2Storage(null, dataKey, database, session, Durability.PROCESS, 4);
    } catch (SQLException e) {
      throw Failures.of("the store cannot be created", e);
    }
  }

  static H2Storage open(
      StoreFile file, Opening opening, boolean create, Durability durability, int readers) {
    file.acquire();
    boolean opened = false;
    try {
      DataKey dataKey = create ? opening.create() : opening.check();
      Database database = Database.inFile(file.base());
      Session session = database.connect();
      try {
        requireWriteDelayOff(session);
        // the process that gave them is gone
        session
            .command(
                "UPDATE queued_message SET lease_until = NULL,"
                    + " ready_time = CASE WHEN ready_time IS NULL THEN NULL ELSE due_time END"
                    + " WHERE sequence IN ("
                    + LEASED
                    + ")")
            .update();
        H2Storage storage = new H2Storage(file, dataKey, database, session, durability, readers);
        opened = true;
        return storage;
      } finally {
        if (!opened) {
          session.close();
          dataKey.close();
        }
      }
    } catch (EntenteException e) {
      throw e;
    } catch (SQLException e) {
      throw Failures.of("the store cannot be opened", e);
    } catch (RuntimeException e) { // H2 trusts what it reads
      throw new StorageException("the store cannot be opened; its file is damaged, restore it");
    } finally {
      if (!opened) {
        file.release();
      }
    }
  }

  @Override
  public DataKey dataKey() {
    requireOpen();
    return dataKey;
  }

  @Override
  public List<QueuedMessage> commit(Change change) {
    return writer.write((session, records) -> records.write(change));
  }

  @Override
  public List<QueuedMessage> claim(String wallet, Instant now, Lease lease, int limit) {
    return writer.write((session, records) -> records.claim(wallet, now, lease, limit));
  }

  @Override
  public Optional<Instant> nextDue(String wallet) {
    return glance(session -> Queries.nextReadyTime(session, wallet));
  }

  @Override
  public Optional<FoundConnection> findConnection(String wallet, String id) {
    return read(session -> Queries.connection(session, wallet, id));
  }

  @Override
  public Optional<FoundConnection> findConnection(String wallet, String ourDid, String theirDid) {
    return read(session -> Queries.connection(session, wallet, ourDid, theirDid));
  }

  @Override
  public List<FoundConnection> list(String wallet, ConnectionQuery query) {
    return read(session -> Queries.list(session, wallet, query));
  }

  @Override
  public Optional<StoredInvitation> findInvitation(String wallet, String id) {
    return read(session -> Queries.invitation(session, wallet, id));
  }

  @Override
  public Optional<StoredInvitation> findInvitationByDid(String wallet, String ourDid) {
    return read(session -> Queries.invitationByDid(session, wallet, ourDid));
  }

  @Override
  public List<StoredInvitation> listInvitations(String wallet, InvitationQuery query) {
    return read(session -> Queries.invitations(session, wallet, query));
  }

  @Override
  public Optional<StoredKey> findKey(String wallet, String kid) {
    return read(session -> Queries.key(session, wallet, kid));
  }

  @Override
  public Optional<HandledMessage> outcomeOf(String wallet, String key) {
    return read(session -> Queries.handled(session, wallet, key));
  }

  @Override
  public Optional<QueuedMessage> findQueued(String wallet, String id) {
    return read(session -> Queries.message(session, wallet, id));
  }

  @Override
  public int countQueued(
      String wallet, QueuedMessage.Queue queue, Optional<String> connectionId, int atMost) {
    return glance(session -> Queries.count(session, wallet, queue, connectionId, atMost));
  }

  @Override
  public List<QueuedMessage> listQueued(String wallet, QueueQuery query) {
    return read(session -> Queries.messages(session, wallet, query));
  }

  @Override
  public Optional<Long> position(String wallet, String follower) {
    return read(session -> Queries.position(session, wallet, follower));
  }

  @Override
  public long lastCursor(String wallet) {
    return read(Queries::lastNumber);
  }

  @Override
  public List<StoredEvent> events(String wallet, long afterCursor, int limit) {
    return read(session -> Queries.events(session, wallet, afterCursor, limit));
  }

  @Override
  public Optional<String> problem() {
    requireOpen();
    try {
      glance(Header::read);
    } catch (StorageException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    return writer.problem();
  }

  /**
   * Guards the store by something else from now on, and closes it: the file is rewritten, so that
   * the old way does not open what was left in it.
   *
   * @throws StorageException if the store fails
   */
  void changeProtector(KeyProtector replacement) {
    writer.write(
        (session, records) -> {
          Header.read(session).withKey(dataKey.wrap(replacement)).write(session);
          return true;
        });
    close(writer::closeCompacting);
    if (file != null) {
      file.restrictToOwner();
    }
  }

  @Override
  public void close() {
    close(writer::close);
  }

  private void close(Runnable closeWriter) {
    if (closed.compareAndSet(false, true)) {
      closeWriter.run();
      dataKey.close();
      if (file != null) {
        file.release();
      }
    }
  }

  /** A read that leads to an answer or a send: it does not return before what it saw is kept. */
  private <T> T read(Query<T> query) {
    T result = glance(query);
    gate.await();
    return result;
  }

  private <T> T glance(Query<T> query) {
    // H2 is spared the interrupt; whoever set it finds it again
    boolean interrupted = Thread.interrupted();
    try {
      return run(query);
    } catch (SQLException e) {
      throw Failures.of("the store cannot be read", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new StorageException("the store holds what this release cannot read");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T run(Query<T> query) throws SQLException {
    try {
      return runOnce(query);
    } catch (SQLException e) {
      // H2 may have closed the database; a new session opens it again
      return runOnce(query);
    }
  }

  private <T> T runOnce(Query<T> query) throws SQLException {
    Session session = sessions.borrow();
    boolean healthy = false;
    try {
      T result = query.run(session);
      healthy = true;
      return result;
    } finally {
      sessions.giveBack(session, healthy);
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new StorageException("the storage is closed");
    }
  }

  static void requireWriteDelayOff(Session session) throws SQLException {
    String delay =
        session
            .command(
                "SELECT setting_value FROM information_schema.settings"
                    + " WHERE setting_name = 'WRITE_DELAY'")
            .first(Row::text)
            .orElse("unknown");
    if (!delay.equals("0")) {
      throw new StorageException("H2 must be opened with WRITE_DELAY=0; it says " + delay);
    }
  }
}
