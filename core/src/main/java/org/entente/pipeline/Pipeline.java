package org.entente.pipeline;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.entente.connection.DeliveryAttempt;
import org.entente.connection.RequestPolicy;
import org.entente.did.CurveArithmetic;
import org.entente.did.DidKeyManager;
import org.entente.did.DidResolvers;
import org.entente.envelope.Envelopes;
import org.entente.envelope.Routing;
import org.entente.limits.Limits;
import org.entente.storage.ClockShift;
import org.entente.storage.Pruning;
import org.entente.storage.QueueQuery;
import org.entente.storage.QueuedMessage;
import org.entente.storage.Storage;
import org.entente.storage.StorageException;
import org.entente.transport.Receiver;
import org.entente.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one agent, put together. Thread-safe. */
public final class Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  /** How many messages are taken at a time, and are under way at most. */
  private static final int CLAIM = 64;

  private static final int MOST_UNDER_WAY = 4096;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** A commit adds four rows at most, and a thousand are forgotten at a time. */
  private static final long COMMITS_PRUNED = 250;

  private static final Duration PRUNE_EVERY = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN_EVERY = Duration.ofSeconds(5);

  private final Parts parts;
  private final Records records;
  private final Envelopes envelopes;
  private final Waiters waiters = new Waiters();
  private final Events events;
  private final Commits commits;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Inbound inbound;
  private final Timers timers;
  private final Followers followers;
  private final OwnDids dids;
  private final ClockWatch clockWatch;
  private final CompletableFuture<Boolean> idle = new CompletableFuture<>();
  // A handler may be what closes us, and must not wait for itself.
  private volatile int closers;
  private volatile boolean draining;
  private volatile boolean closed;
  private boolean knowsLastLife;
  private long lastPruning;
  private long prunings;
  private long lastLook;

  /**
   * Everything that an agent does not make itself.
   *
   * @param owner who takes leases: this agent, in this process
   */
  public record Parts(
      String wallet,
      String owner,
      Storage storage,
      Transport transport,
      DidKeyManager keyManager,
      DidResolvers resolvers,
      CurveArithmetic arithmetic,
      SecureRandom random,
      Supplier<String> ids,
      Clock clock,
      Ticker ticker,
      Driver driver,
      Limits limits,
      Deadlines deadlines,
      Retention retention,
      RequestPolicy policy) {}

  /** Puts the parts together; {@link #start} sets them going. */
  public Pipeline(Parts parts) {
    this.parts = parts;
    this.records =
        new Records(parts.storage(), parts.wallet(), parts.owner(), parts.clock(), parts.limits());
    // Of the threads that deliver and of those that unpack, half: a host that does not answer is
    // to hold up nobody but those who need it.
    DidResolvers resolvers =
        parts.resolvers().lookingUpAtMost(Runtime.getRuntime().availableProcessors());
    this.envelopes =
        Envelopes.builder(records, parts.keyManager())
            .resolvers(resolvers)
            .knownPeers(records)
            .arithmetic(parts.arithmetic())
            .random(parts.random())
            .limits(parts.limits())
            .build();
    Dispatcher dispatcher = new Dispatcher();
    Backoff backoff = new Backoff(parts.random());
    this.events = new Events(parts.driver(), waiters);
    this.commits =
        new Commits(records, events, this::deliver, parts.driver()::wake, this::wakeFollowers);
    this.followers = new Followers(records, commits, parts.driver(), backoff);
    this.timers = new Timers(records, commits, parts.driver());
    this.dids = new OwnDids(parts.keyManager(), parts.resolvers(), parts.transport(), envelopes);
    AnswersAgain answers = new AnswersAgain(records, parts.deadlines(), parts.limits());
    Peers peers = new Peers(records, parts.deadlines());
    this.inbox =
        new Inbox(
            records,
            commits,
            parts.driver(),
            backoff,
            dispatcher,
            peers,
            parts.deadlines(),
            parts.limits(),
            parts.ticker());
    this.outbox =
        new Outbox(
            records,
            envelopes,
            new Routing(
                parts.keyManager(),
                parts.arithmetic(),
                parts.random(),
                parts.ids(),
                parts.limits()),
            resolvers,
            endpoints(resolvers),
            parts.transport(),
            parts.driver(),
            parts.ticker(),
            new Deliveries(records, commits, backoff),
            parts.deadlines(),
            parts.limits());
    this.inbound =
        new Inbound(
            envelopes,
            records,
            dispatcher,
            commits,
            parts.driver()::wake,
            answers,
            parts.limits(),
            parts.ticker());
    this.lastLook = parts.ticker().nanos();
    this.lastPruning = lastLook;
    this.clockWatch = new ClockWatch(records.now(), parts.ticker().nanos());
    NamedInvitations named = new NamedInvitations(records);
    ConnectionRequests requests =
        new ConnectionRequests(
            records,
            named,
            dids,
            parts.policy(),
            new RefusalReports(records, parts.ids(), parts.deadlines(), parts.limits()),
            answers,
            parts.ids(),
            parts.deadlines(),
            parts.limits());
    new ConnectionMessages(records, named, peers, requests).registerWith(dispatcher);
  }

  /** Takes up what is due, and goes on from there. */
  public void start() {
    parts.driver().start(this::turn);
  }

  /** The parts that were put together. */
  public Parts parts() {
    return parts;
  }

  /** The way in. */
  public Receiver receiver() {
    return inbound;
  }

  /** The records of the wallet. */
  public Records records() {
    return records;
  }

  /** The only writer. */
  public Commits commits() {
    return commits;
  }

  /** Who tells the application what has happened. */
  public Events events() {
    return events;
  }

  /** Who tells the application even what happened before a death. */
  public Followers followers() {
    return followers;
  }

  /** Makes DIDs for us. */
  public OwnDids dids() {
    return dids;
  }

  /** Who waits for a connection. */
  public Waiters waiters() {
    return waiters;
  }

  /** Messages for the application. */
  public Inbox inbox() {
    return inbox;
  }

  /** Where peers can be reached. */
  public Endpoints endpoints() {
    return endpoints(parts.resolvers());
  }

  private Endpoints endpoints(DidResolvers resolvers) {
    return new Endpoints(parts.transport().schemes(), resolvers, parts.limits(), parts.ticker());
  }

  /** Waits until nothing is under way or due, or the time is over. */
  public void drain(Duration timeout) {
    closers = inbox.isDeliveringHere() ? 1 : 0;
    draining = true;
    parts.driver().wake();
    try {
      parts.driver().await(idle, timeout);
    } catch (TimeoutException | IllegalStateException e) {
      LOG.warn("closing with {} deliveries under way; they will be repeated", outbox.underWay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
    }
  }

  /** Forgets what is kept in memory, and ends all waiting. */
  public void close(RuntimeException reason) {
    waiters.close(reason);
    followers.close();
    envelopes.close();
  }

  /** Writes nothing any more: whoever calls is told why. */
  public void refuse(RuntimeException reason) {
    commits.refuse(reason);
  }

  // What was committed is ours for as long as its lease lasts; once closed, it is left to others.
  private void deliver(QueuedMessage message) {
    if (closed) {
      return;
    }
    switch (message.queue()) {
      case OUTBOX -> outbox.offer(message);
      case INBOX -> inbox.offer(message);
      case TIMER -> timers.offer(message);
    }
  }

  private Optional<Instant> turn() {
    if (closed) {
      return Optional.empty();
    }
    try {
      long ticks = parts.ticker().nanos();
      Instant now = records.now();
      lookAtLastLife(now);
      clockWatch.look(now, ticks).ifPresent(shift -> moveAlong(shift, now));
      clockWatch.noted(now, ticks);
      followers.wakeDue(now);
      prune(now);
      int room = Math.min(CLAIM, MOST_UNDER_WAY - outbox.underWay() - inbox.underWay());
      if (room <= 0) {
        return Optional.empty(); // whatever arrives or fails wakes us
      }
      // looking is a read, claiming a write: most turns find nothing
      if (records.nextDue().filter(due -> !due.isAfter(now)).isPresent()) {
        records.claim(now, room).forEach(this::deliver);
      }
      lookAgain();
      Optional<Instant> nextDue = records.nextDue();
      if (draining && isIdle() && nextDue.filter(due -> !due.isAfter(now)).isEmpty()) {
        idle.complete(true);
      }
      Optional<Instant> next = earlier(earlier(nextDue, nextLook(now)), followers.nextDue());
      return prunings > 0 ? earlier(next, Optional.of(now)) : next;
    } catch (StorageException e) {
      LOG.warn("the store failed, trying again in a second: {}", e.getMessage());
      return Optional.of(records.now().plus(AFTER_FAILURE));
    }
  }

  private boolean isIdle() {
    return outbox.underWay() == 0 && inbox.underWay() <= closers;
  }

  private Optional<Instant> nextLook(Instant now) {
    return waiters.awaited().isEmpty() ? Optional.empty() : Optional.of(now.plus(LOOK_AGAIN_EVERY));
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  // Another process on the same store may have done what someone here waits for.
  private void lookAgain() {
    long ticks = parts.ticker().nanos();
    if (ticks - lastLook < LOOK_AGAIN_EVERY.toNanos()) {
      return;
    }
    lastLook = ticks;
    for (String id : waiters.awaited()) {
      records.findConnection(id).ifPresent(waiters::offer);
    }
  }

  // By the ticker: a wall clock that was set back must not put it off.
  private void prune(Instant now) {
    long ticks = parts.ticker().nanos();
    if (ticks - lastPruning >= PRUNE_EVERY.toNanos()) {
      lastPruning = ticks;
      // what was added since may as well be forgotten in its turn, or it would pile up
      prunings = 2 + commits.takeCount() / COMMITS_PRUNED;
      forgetGivenUp(now);
    }
    if (prunings == 0) {
      return;
    }
    prunings--;
    Pruning older =
        new Pruning(parts.deadlines().forgettable(now), now.minus(parts.retention().events()));
    commits.commit(
        records.draft(now).prune(older).position(ClockWatch.FOLLOWER, ClockWatch.toWriteDown(now)));
    forgetGivenUp(now.minus(parts.retention().givenUp()));
  }

  // Nobody has decided about them all that time.
  private void forgetGivenUp(Instant now) {
    for (QueuedMessage.Queue queue :
        List.of(QueuedMessage.Queue.OUTBOX, QueuedMessage.Queue.INBOX)) {
      QueueQuery oldest = new QueueQuery(queue, true, Optional.empty(), 0, CLAIM);
      for (QueuedMessage message : records.listQueued(oldest)) {
        if (givenUpSince(message).plus(parts.retention().givenUp()).isBefore(now)) {
          LOG.warn(
              "a message of connection {} that was given up is forgotten: {}",
              message.connectionId(),
              message.lastFailure().orElse(""));
          commits.commit(records.draft(now).remove(message));
        }
      }
    }
  }

  /** At the latest. */
  private Instant givenUpSince(QueuedMessage message) {
    Instant deadline = message.deadline().orElse(message.createdTime());
    List<DeliveryAttempt> history = records.history(message);
    return history.isEmpty() || history.get(history.size() - 1).time().isBefore(deadline)
        ? deadline
        : history.get(history.size() - 1).time();
  }

  // The wall clock may have been set back while we were down, or just before we died.
  private void lookAtLastLife(Instant now) {
    if (knowsLastLife) {
      return;
    }
    Draft draft = records.draft(now).position(ClockWatch.FOLLOWER, ClockWatch.toWriteDown(now));
    records
        .storage()
        .position(records.wallet(), ClockWatch.FOLLOWER)
        .flatMap(time -> ClockWatch.since(time, now))
        .ifPresent(draft::shiftClock);
    commits.commit(draft);
    knowsLastLife = true;
  }

  // With the time of it, so that nobody takes this step into account again after a death.
  private void moveAlong(ClockShift shift, Instant now) {
    LOG.warn("the wall clock was set; what waits moves along by {}", shift.deadlines());
    commits.commit(
        records
            .draft(now)
            .shiftClock(shift)
            .position(ClockWatch.FOLLOWER, ClockWatch.toWriteDown(now)));
  }

  private void wakeFollowers() {
    followers.wake();
  }
}
