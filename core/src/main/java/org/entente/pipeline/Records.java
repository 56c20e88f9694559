package org.entente.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.DeliveryAttempt;
import org.entente.connection.InvitationQuery;
import org.entente.connection.Role;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.envelope.KnownPeers;
import org.entente.envelope.OwnKeys;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.keys.SealedBytes;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.storage.DeliveryProgress;
import org.entente.storage.FoundConnection;
import org.entente.storage.HandledMessage;
import org.entente.storage.Lease;
import org.entente.storage.QueueQuery;
import org.entente.storage.QueuedMessage;
import org.entente.storage.Storage;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredInvitation;
import org.entente.storage.StoredKey;

/**
 * One wallet's records in the clear: the only place where bodies are sealed and opened.
 * Thread-safe.
 */
public final class Records implements OwnKeys, KnownPeers {
  /** Longer than a send may take, so that nobody else sends the same message meanwhile. */
  static final Duration LEASE = Duration.ofSeconds(45);

  private static final String CONNECTION = "connection";
  private static final String INVITATION = "invitation";
  private static final String QUEUED = "queued";
  private static final String HISTORY = "history";
  private static final int MOST_NAMES = 1024;

  private final Storage storage;
  private final String wallet;
  private final String owner;
  private final Clock clock;
  private final JsonReader reader;

  // computing one costs as much as a small encryption
  private final Map<Did, String> names = new ConcurrentHashMap<>();

  /**
   * The records of one wallet.
   *
   * @param owner who takes leases: this agent, in this process
   */
  public Records(Storage storage, String wallet, String owner, Clock clock, Limits limits) {
    this.storage = storage;
    this.wallet = wallet;
    this.owner = owner;
    this.clock = clock;
    this.reader = new JsonReader(forOurOwn(limits));
  }

  // What was let in is let out again, although it lies deeper in a record than in its message, its
  // numbers may be spelt at greater length, and the limits may be lower by now.
  private static Limits forOurOwn(Limits limits) {
    return limits
        .with(Limit.JSON_DEPTH, Math.max(1_000, limits.of(Limit.JSON_DEPTH) + 100))
        .with(Limit.JSON_TOKENS, Integer.MAX_VALUE)
        .with(Limit.JSON_NAME_CHARS, Integer.MAX_VALUE)
        .with(Limit.JSON_NUMBER_DIGITS, Integer.MAX_VALUE)
        .with(Limit.MESSAGE_BYTES, Integer.MAX_VALUE);
  }

  /** The wall clock, in whole microseconds, as storages keep it. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  String wallet() {
    return wallet;
  }

  /** Where they are kept. */
  public Storage storage() {
    return storage;
  }

  Lease lease(Instant now) {
    return new Lease(owner, now.plus(LEASE));
  }

  /** Starts a change. */
  public Draft draft(Instant now) {
    return new Draft(this, now);
  }

  /** A connection, with the progress of its delivery. */
  public Optional<Connection> findConnection(String id) {
    return storage.findConnection(wallet, id).map(this::open);
  }

  /** The connection between two DIDs. */
  public Optional<Connection> findConnection(Did ours, Did theirs) {
    return storage.findConnection(wallet, name(ours), name(theirs)).map(this::open);
  }

  @Override
  public Optional<Did> find(Did ours, Did theirs) {
    return findConnection(ours, theirs).flatMap(Connection::theirDid);
  }

  /** A page of connections. */
  public List<Connection> list(ConnectionQuery query) {
    return storage.list(wallet, query).stream().map(this::open).toList();
  }

  /** A page of invitations that we made. */
  public List<StoredInvitation> list(InvitationQuery query) {
    return storage.listInvitations(wallet, query);
  }

  /** What an invitation says. */
  public Invitation open(StoredInvitation stored) {
    return Invitation.of(openJson(INVITATION, stored.id(), stored.body()));
  }

  /** An invitation that we made or accepted. */
  public Optional<StoredInvitation> findInvitation(String id) {
    return storage.findInvitation(wallet, id);
  }

  @Override
  public Optional<OwnKey> findKey(String kid) {
    return DidUrl.parse(kid).flatMap(url -> storage.findKey(wallet, name(url))).map(StoredKey::key);
  }

  /** The name under which a party is stored and found, whichever of its names is in use. */
  public String name(Did did) {
    String name = names.get(did);
    if (name == null) {
      name = PeerDid.canonical(did).value();
      if (names.size() >= MOST_NAMES) {
        names.clear();
      }
      names.put(did, name);
    }
    return name;
  }

  /** The name under which a key is stored and found. */
  String name(DidUrl kid) {
    return name(kid.did()) + '#' + kid.fragment();
  }

  Optional<HandledMessage> outcomeOf(String key) {
    return storage.outcomeOf(wallet, key);
  }

  /** A queued message, whatever its state. */
  public Optional<QueuedMessage> findQueued(String id) {
    return storage.findQueued(wallet, id);
  }

  /** Messages of a queue. */
  public List<QueuedMessage> listQueued(QueueQuery query) {
    return storage.listQueued(wallet, query);
  }

  List<QueuedMessage> claim(Instant now, int limit) {
    return storage.claim(wallet, now, lease(now), limit);
  }

  Optional<Instant> nextDue() {
    return storage.nextDue(wallet);
  }

  /**
   * Whether as many messages wait in a queue as may, for one connection or in all. For one, those
   * that were given up take room too, or they would grow without bound; nobody else is kept out.
   */
  public boolean isFull(QueuedMessage.Queue queue, Optional<String> connectionId, int most) {
    int room = most - storage.countQueued(wallet, queue, connectionId, most);
    return room <= 0
        || (connectionId.isPresent()
            && listQueued(new QueueQuery(queue, true, connectionId, 0, room)).size() == room);
  }

  /** Whether as many messages wait for all peers as may. */
  public boolean isOutboxFull(Limits limits) {
    return isFull(QueuedMessage.Queue.OUTBOX, Optional.empty(), limits.of(Limit.OUTBOX_TOTAL));
  }

  StoredConnection seal(Connection connection) {
    return new StoredConnection(
        connection.id(),
        connection.thread(),
        connection.role(),
        connection.state(),
        connection.label(),
        name(connection.ourDid()),
        connection.theirDid().map(this::name),
        connection.deliveryId(),
        connection.createdTime(),
        connection.version(),
        seal(CONNECTION, connection.id(), connection.toJson()));
  }

  SealedBytes seal(Invitation invitation) {
    return seal(INVITATION, invitation.id(), invitation.toJson());
  }

  /**
   * Seals a message for a queue.
   *
   * @param id of the queued message
   * @param profile by which names the peer knows keys
   */
  SealedBytes seal(String id, Message message, Profile profile) {
    return seal(
        QUEUED,
        id,
        JsonObject.builder()
            .put("profile", profile.toString())
            .put("message", message.toJson())
            .build());
  }

  /** What {@link #seal(String, Message, Profile)} sealed. */
  public record Content(Message message, Profile profile) {}

  /** What a queued message holds. */
  public Content open(QueuedMessage queued) {
    JsonObject json = openJson(QUEUED, queued.id(), queued.body());
    return new Content(
        Message.parse(json.getObject("message")), Profile.of(json.getString("profile")));
  }

  /**
   * The same, addressed to the DID that the connection's peer goes by now, with the names of keys
   * that go with it, and with the statement that introduces our own DID as long as it is needed.
   */
  Content openAddressed(QueuedMessage queued) {
    Content content = open(queued);
    Optional<FoundConnection> connection = storage.findConnection(wallet, queued.connectionId());
    Optional<String> theirs = connection.flatMap(found -> found.connection().theirDid());
    Did to = content.message().to().get(0);
    boolean hasMoved = theirs.isPresent() && !theirs.get().equals(name(to));
    if (!hasMoved && connection.filter(Records::mayHaveMoved).isEmpty()) {
      return content;
    }
    Connection now = open(connection.orElseThrow());
    Message.Builder message = content.message().toBuilder();
    if (content.message().fromPrior().isEmpty()) {
      now.fromPrior().ifPresent(message::fromPrior);
    }
    if (!hasMoved) {
      return new Content(message.build(), content.profile());
    }
    return new Content(message.to(now.theirDid().orElse(to)).build(), now.profile());
  }

  // Only of an invitation for several do we take another DID than the invitation's.
  private static boolean mayHaveMoved(FoundConnection found) {
    StoredConnection connection = found.connection();
    return connection.role() == Role.INVITER && !connection.id().equals(connection.thread());
  }

  /** The last attempts to deliver a message, oldest first. */
  public List<DeliveryAttempt> history(QueuedMessage queued) {
    return queued
        .history()
        .map(bytes -> AttemptsJson.read(openJson(HISTORY, queued.id(), bytes)))
        .orElse(List.of());
  }

  /** The message with one more attempt, and the oldest forgotten if there are many. */
  QueuedMessage attempted(QueuedMessage queued, DeliveryAttempt attempt) {
    List<DeliveryAttempt> attempts = AttemptsJson.add(history(queued), attempt);
    return queued.history(seal(HISTORY, queued.id(), AttemptsJson.write(attempts)));
  }

  private Connection open(FoundConnection found) {
    StoredConnection stored = found.connection();
    Connection connection = Connection.of(openJson(CONNECTION, stored.id(), stored.body()));
    return found.progress().map(Records::progress).map(connection::with).orElse(connection);
  }

  private static Connection.Progress progress(DeliveryProgress progress) {
    return new Connection.Progress(
        progress.attempts(), progress.due(), progress.deadline(), progress.lastFailure());
  }

  private SealedBytes seal(String kind, String id, JsonObject json) {
    return storage.dataKey().seal(wallet, kind, id, json.toBytes());
  }

  private JsonObject openJson(String kind, String id, SealedBytes sealed) {
    return reader.read(storage.dataKey().open(wallet, kind, id, sealed));
  }
}
