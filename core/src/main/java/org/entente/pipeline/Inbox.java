package org.entente.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionProtocol.Parties;
import org.entente.connection.ConnectionState;
import org.entente.connection.Outcome;
import org.entente.envelope.Unpacked;
import org.entente.exception.EntenteException;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.Message;
import org.entente.message.MessageKind;
import org.entente.message.MessageType;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.transport.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages for the application: taken from established peers, kept, and handed to the handler of
 * their type at least once, in order for each connection. What has no handler yet waits for one.
 * Thread-safe.
 */
public final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private static final MessageType EMPTY = new MessageType("https://didcomm.org/empty/1.0/empty");

  /** How long a message without a handler is left alone; a new handler does not wait for it. */
  private static final Duration PARKED = Duration.ofMinutes(5);

  /** Of more than these we do not remember that they are parked; they come up by themselves. */
  private static final int MOST_PARKED = 10_000;

  private final Records records;
  private final Commits commits;
  private final Driver driver;
  private final Backoff backoff;
  private final Dispatcher dispatcher;
  private final Deadlines deadlines;
  private final Limits limits;

  // A handler may take longer than a lease lasts, and then we claim its message again.
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Map<String, Handler<?>> handlers = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> parked = new HashMap<>();

  /** What an application does with a message. */
  @FunctionalInterface
  public interface Callback<T> {
    /** Called with the connection that the message came over. */
    void received(Connection from, T content);
  }

  private record Handler<T>(MessageKind<T> kind, Callback<T> callback) {
    void handle(Connection from, Message message) {
      callback.received(from, kind.read(message));
    }
  }

  Inbox(
      Records records,
      Commits commits,
      Driver driver,
      Backoff backoff,
      Dispatcher dispatcher,
      Deadlines deadlines,
      Limits limits) {
    this.records = records;
    this.commits = commits;
    this.driver = driver;
    this.backoff = backoff;
    this.dispatcher = dispatcher;
    this.deadlines = deadlines;
    this.limits = limits;
    dispatcher.register(EMPTY, Dispatcher.Demand.AUTHENTICATED, this::takeEmpty);
  }

  /** Takes messages of a kind from now on, whether or not there is a handler for them yet. */
  public void expect(MessageKind<?> kind) {
    dispatcher.register(
        kind.type(), Dispatcher.Demand.AUTHENTICATED, (unpacked, now) -> take(kind, unpacked, now));
  }

  /**
   * Has messages of a kind handed to a callback, also those that have been waiting for one.
   *
   * @throws IllegalStateException if there is one already
   */
  public <T> Registration handle(MessageKind<T> kind, Callback<T> callback) {
    String family = kind.type().family();
    Handler<T> handler = new Handler<>(kind, callback);
    if (handlers.putIfAbsent(family, handler) != null) {
      throw new IllegalStateException(
          "there is a handler for this kind of message; close its registration first");
    }
    expect(kind);
    driver.execute(
        () -> {
          try {
            unpark(family);
          } catch (EntenteException e) {
            willBeRepeated(e);
          }
        });
    return () -> handlers.remove(family, handler);
  }

  /** How many messages are with the application now. */
  int underWay() {
    return underWay.size();
  }

  /** Takes a message that is leased to us. */
  void offer(QueuedMessage queued) {
    Message message;
    try {
      message = records.open(queued).message();
    } catch (EntenteException e) {
      // one that was tampered with must not keep the others from being handed over
      LOG.warn("a message for the application cannot be read: {}", e.getMessage());
      return;
    }
    String family = message.type().family();
    if (!handlers.containsKey(family)) {
      park(family, queued);
    } else if (underWay.add(queued.id())) {
      driver.executeCallback(
          () -> {
            try {
              deliver(queued, message);
            } catch (EntenteException e) {
              willBeRepeated(e);
            } finally {
              underWay.remove(queued.id());
              driver.wake();
            }
          });
    }
  }

  private Decision take(MessageKind<?> kind, Unpacked unpacked, Instant now) {
    Parties parties = ConnectionMessages.parties(unpacked);
    Connection connection = connectionWith(parties);
    Message message = unpacked.message();
    if (deadlines.isTooOld(message.createdTime(), now)) {
      throw InvalidMessageException.refused("e.p.req.time", "the message is too old");
    }
    kind.read(message);
    if (isFull(connection)) {
      return Decision.busy();
    }
    String key = unpacked.deduplicationKey().orElseThrow();
    Draft draft = records.draft(now);
    hear(draft, connection, parties, now);
    return Decision.accept(
        draft.deliver(connection.id(), key, message, connection.profile()), Optional.empty());
  }

  /** A message that carries headers only (DIDComm v2 §The Empty Message). */
  private Decision takeEmpty(Unpacked unpacked, Instant now) {
    Parties parties = ConnectionMessages.parties(unpacked);
    Draft draft = records.draft(now);
    return hear(draft, connectionWith(parties), parties, now)
        ? Decision.accept(draft, Optional.empty())
        : Decision.nothingNew();
  }

  /** The connection of a peer who may talk to us; found by its prior DID if it has just moved. */
  private Connection connectionWith(Parties parties) {
    return records
        .findConnection(parties.recipient(), parties.author())
        .or(
            () ->
                parties
                    .prior()
                    .flatMap(prior -> records.findConnection(parties.recipient(), prior)))
        .filter(Inbox::mayTalk)
        .orElseThrow(
            () ->
                InvalidMessageException.refused(
                    "e.p.trust", "the message is not from an established connection"));
  }

  /** What it tells of a connection that its peer writes; whether that is anything new. */
  private boolean hear(Draft draft, Connection connection, Parties parties, Instant now) {
    Outcome heard = ConnectionProtocol.heardFrom(connection, parties, now);
    if (!heard.isChange()) {
      return false;
    }
    draft.outcome(heard, Optional.empty());
    if (!connection.isEstablished()) {
      // they have our response, although the news of its delivery is still on its way
      connection
          .deliveryId()
          .flatMap(records::findQueued)
          .ifPresent(response -> draft.update(response.due(Optional.empty())));
    }
    return true;
  }

  private boolean isFull(Connection connection) {
    return records.isFull(
            Queue.INBOX, Optional.of(connection.id()), limits.of(Limit.INBOX_PER_PEER))
        || records.isFull(Queue.INBOX, Optional.empty(), limits.of(Limit.INBOX_TOTAL));
  }

  // The first message can overtake the news that our response has arrived.
  private static boolean mayTalk(Connection connection) {
    return connection.isEstablished()
        || connection.state() == ConnectionState.CONNECTION_RESPONSE_PENDING;
  }

  private void deliver(QueuedMessage queued, Message message) {
    if (records.findQueued(queued.id()).isEmpty()) {
      return; // done meanwhile, while this waited for a thread
    }
    String family = message.type().family();
    Handler<?> handler = handlers.get(family);
    if (handler == null) {
      park(family, queued);
      return;
    }
    Optional<Connection> from = records.findConnection(queued.connectionId());
    boolean done =
        from.isEmpty()
            || Callbacks.run("message handler", () -> handler.handle(from.get(), message));
    Instant now = records.now();
    Draft draft = records.draft(now);
    if (done) {
      draft.remove(queued);
    } else {
      Instant again = now.plus(backoff.after(queued.attempts() + 1));
      draft.update(
          queued.attempted(Optional.of(again), Optional.of("the application's handler failed")));
    }
    commit(draft);
  }

  private void park(String family, QueuedMessage queued) {
    synchronized (parked) {
      Set<String> ids = parked.computeIfAbsent(family, key -> new LinkedHashSet<>());
      if (ids.size() < MOST_PARKED) {
        ids.add(queued.id());
      }
    }
    commit(
        records.draft(records.now()).update(queued.due(Optional.of(records.now().plus(PARKED)))));
    if (handlers.containsKey(family)) {
      unpark(family); // it came while we were parking
    }
  }

  private void unpark(String family) {
    Set<String> ids;
    synchronized (parked) {
      ids = parked.remove(family);
    }
    if (ids == null) {
      return;
    }
    Instant now = records.now();
    for (String id : ids) {
      records
          .findQueued(id)
          .ifPresent(queued -> commit(records.draft(now).update(queued.due(Optional.of(now)))));
    }
    driver.wake();
  }

  private void commit(Draft draft) {
    try {
      commits.commit(draft);
    } catch (EntenteException e) {
      willBeRepeated(e);
    }
  }

  // the lease runs out, or its time comes, and then it is claimed again
  private static void willBeRepeated(EntenteException e) {
    LOG.warn("a message for the application will be handed over again: {}", e.getMessage());
  }
}
