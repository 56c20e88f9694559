package org.entente.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.Parties;
import org.entente.envelope.Unpacked;
import org.entente.exception.EntenteException;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.Message;
import org.entente.message.MessageKind;
import org.entente.storage.QueueQuery;
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

  /** How long a message without a handler is left alone; a new handler does not wait for it. */
  private static final Duration PARKED = Duration.ofMinutes(5);

  private static final int PAGE = 200;
  private static final String FAILED = "the application's handler failed";

  private final Records records;
  private final Commits commits;
  private final Driver driver;
  private final Backoff backoff;
  private final Dispatcher dispatcher;
  private final Peers peers;
  private final Deadlines deadlines;
  private final Limits limits;
  private final Ticker ticker;
  private final long started;

  // A handler may take longer than a lease lasts, and then we claim its message again.
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Boolean> deliveringHere = ThreadLocal.withInitial(() -> false);
  private final Map<String, Handler<?>> handlers = new ConcurrentHashMap<>();

  /** What an application does with a message. */
  @FunctionalInterface
  public interface Callback<T> {
    /** Called with the connection that the message came over. */
    void received(Connection from, T content);
  }

  /** What an application does with a message when it needs more of it than its content. */
  @FunctionalInterface
  public interface FullCallback<T> {
    /**
     * Called with the connection that the message came over.
     *
     * @param message all of it: its id, which is the same each time it is handed over and is unique
     *     within the connection, its thread and its headers
     */
    void received(Connection from, T content, Message message);
  }

  private record Handler<T>(MessageKind<T> kind, FullCallback<T> callback) {
    void handle(Connection from, Message message) {
      callback.received(from, kind.read(message), message);
    }
  }

  Inbox(
      Records records,
      Commits commits,
      Driver driver,
      Backoff backoff,
      Dispatcher dispatcher,
      Peers peers,
      Deadlines deadlines,
      Limits limits,
      Ticker ticker) {
    this.records = records;
    this.commits = commits;
    this.driver = driver;
    this.backoff = backoff;
    this.dispatcher = dispatcher;
    this.peers = peers;
    this.deadlines = deadlines;
    this.limits = limits;
    this.ticker = ticker;
    this.started = ticker.nanos();
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
  public <T> Registration handle(MessageKind<T> kind, FullCallback<T> callback) {
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
            wakeParked(family);
          } catch (EntenteException e) {
            willBeRepeated(e);
          }
        });
    return () -> handlers.remove(family, handler);
  }

  /** Whether this thread is with the application because of a message. */
  boolean isDeliveringHere() {
    return deliveringHere.get();
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
      driver.execute(() -> giveUp(queued, "it cannot be read: " + e.getMessage()));
      return;
    }
    String family = message.type().family();
    if (!handlers.containsKey(family)) {
      park(family, queued);
    } else if (underWay.add(queued.id())) {
      driver.executeCallback(
          () -> {
            deliveringHere.set(true);
            try {
              deliver(queued, message);
            } catch (EntenteException e) {
              willBeRepeated(e);
            } finally {
              deliveringHere.remove();
              underWay.remove(queued.id());
              driver.wake();
            }
          });
    }
  }

  private Decision take(MessageKind<?> kind, Unpacked unpacked, Instant now) {
    Parties parties = Peers.parties(unpacked);
    Optional<Decision> farewell = peers.farewellAgain(parties, now, limits);
    if (farewell.isPresent()) {
      return farewell.get();
    }
    Connection connection = peers.talkingTo(parties);
    Message message = unpacked.message();
    if (deadlines.isTooOld(message.createdTime(), now)) {
      throw InvalidMessageException.refused("e.p.req.time", "the message is too old");
    }
    kind.read(message);
    if (isFull(connection)) {
      return Decision.busy();
    }
    String key = unpacked.deduplicationKey().orElseThrow();
    if (message.createdTime().isEmpty() && records.findQueued(key).isPresent()) {
      return Decision.nothingNew(); // we have forgotten taking it, and have it still
    }
    Draft draft = records.draft(now);
    peers.hear(draft, connection, parties, now);
    draft.deliver(connection.id(), key, message, connection.profile(), deadlines.forHandler(now));
    return Decision.accept(draft, Optional.empty());
  }

  private boolean isFull(Connection connection) {
    return records.isFull(
            Queue.INBOX, Optional.of(connection.id()), limits.of(Limit.INBOX_PER_PEER))
        || records.isFull(Queue.INBOX, Optional.empty(), limits.of(Limit.INBOX_TOTAL));
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
    if (done) {
      commit(records.draft(now).remove(queued));
    } else if (isOverdue(queued, now)) {
      giveUp(queued, "the application's handler failed " + (queued.attempts() + 1) + " times");
    } else {
      Optional<Instant> again = Optional.of(now.plus(backoff.after(queued.attempts() + 1)));
      commit(records.draft(now).update(queued.attempted(again, Optional.of(FAILED))));
    }
  }

  private void park(String family, QueuedMessage queued) {
    Instant now = records.now();
    boolean hadTheChance = ticker.nanos() - started > PARKED.toNanos();
    if (hadTheChance && isOverdue(queued, now)) {
      giveUp(queued, "the application has no handler for its type");
      return;
    }
    commit(records.draft(now).update(queued.due(Optional.of(now.plus(PARKED)))));
    if (handlers.containsKey(family)) {
      // it came while we were parking
      records.findQueued(queued.id()).ifPresent(this::wake);
    }
  }

  private void wakeParked(String family) {
    Instant now = records.now();
    long after = 0;
    List<QueuedMessage> page;
    do {
      page = records.listQueued(new QueueQuery(Queue.INBOX, false, Optional.empty(), after, PAGE));
      for (QueuedMessage queued : page) {
        after = queued.sequence();
        if (isParked(queued, now) && isOfFamily(queued, family)) {
          wake(queued);
        }
      }
    } while (page.size() == PAGE);
  }

  private static boolean isParked(QueuedMessage queued, Instant now) {
    return queued.attempts() == 0 && queued.due().filter(due -> due.isAfter(now)).isPresent();
  }

  private boolean isOfFamily(QueuedMessage queued, String family) {
    try {
      return records.open(queued).message().type().family().equals(family);
    } catch (EntenteException e) {
      return false; // given up when its time comes
    }
  }

  private void wake(QueuedMessage queued) {
    Instant now = records.now();
    commit(records.draft(now).update(queued.due(Optional.of(now))));
    driver.wake();
  }

  private static boolean isOverdue(QueuedMessage queued, Instant now) {
    return queued.deadline().filter(deadline -> !now.isBefore(deadline)).isPresent();
  }

  private void giveUp(QueuedMessage queued, String reason) {
    Draft draft = records.draft(records.now()).update(queued.givenUp(reason));
    records
        .findConnection(queued.connectionId())
        .map(connection -> ConnectionProtocol.messageGivenUp(connection, records.now()))
        .ifPresent(outcome -> draft.outcome(outcome, Optional.empty()));
    LOG.warn("a message for the application was given up: {}", reason);
    commit(draft);
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
