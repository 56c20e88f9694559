package org.entente.pipeline;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.connection.Connection;
import org.entente.did.Did;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolvers;
import org.entente.did.Profile;
import org.entente.envelope.Envelopes;
import org.entente.envelope.Packing;
import org.entente.envelope.Routing;
import org.entente.exception.EntenteException;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.Message;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StorageException;
import org.entente.transport.Answer;
import org.entente.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out: takes committed messages, packs each anew for every attempt, sends it, and has noted
 * what came of it. Nothing else in Entente sends. Thread-safe.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final CompletionStage<Boolean> DONE = CompletableFuture.completedFuture(true);

  private final Records records;
  private final Envelopes envelopes;
  private final Routing routing;
  private final DidResolvers resolvers;
  private final Endpoints endpoints;
  private final Transport transport;
  private final Driver driver;
  private final Ticker ticker;
  private final Deliveries deliveries;
  private final Deadlines deadlines;
  private final Destinations destinations;
  private final long longestWaitNanos;
  private final AtomicInteger underWay = new AtomicInteger();

  Outbox(
      Records records,
      Envelopes envelopes,
      Routing routing,
      DidResolvers resolvers,
      Endpoints endpoints,
      Transport transport,
      Driver driver,
      Ticker ticker,
      Deliveries deliveries,
      Deadlines deadlines,
      Limits limits) {
    this.records = records;
    this.envelopes = envelopes;
    this.routing = routing;
    this.resolvers = resolvers;
    this.endpoints = endpoints;
    this.transport = transport;
    this.driver = driver;
    this.ticker = ticker;
    this.deliveries = deliveries;
    this.deadlines = deadlines;
    this.destinations = new Destinations(limits.of(Limit.IN_FLIGHT_PER_DESTINATION));
    // what waits longer than this could still be under way when its lease has run out
    this.longestWaitNanos =
        Records.LEASE.toNanos() - TimeUnit.SECONDS.toNanos(limits.of(Limit.SEND_SECONDS));
  }

  /** How many messages are being delivered now. */
  int underWay() {
    return underWay.get();
  }

  /** Takes a message that is leased to us from now on. */
  void offer(QueuedMessage message) {
    underWay.incrementAndGet();
    long leasedAt = ticker.nanos();
    var unused =
        CompletableFuture.completedFuture(message)
            .thenComposeAsync(queued -> deliver(queued, leasedAt), driver::execute)
            .whenComplete((done, failure) -> finished(message, failure));
  }

  private CompletionStage<Boolean> deliver(QueuedMessage queued, long leasedAt) {
    if (deliveries.giveUpIfOverdue(queued)) {
      return DONE;
    }
    Records.Content content;
    try {
      content = records.openAddressed(queued);
    } catch (StorageException e) {
      throw e;
    } catch (EntenteException e) {
      // one that was tampered with must not keep the others from being sent
      Answer answer = Answer.impossible("it cannot be read: " + e.getMessage());
      deliveries.note(queued, Optional.empty(), Profile.CURRENT, answer);
      return DONE;
    }
    List<Route> routes;
    try {
      routes = endpoints.of(resolvers.resolve(recipient(content.message())));
    } catch (DidResolutionException e) {
      deliveries.note(queued, Optional.empty(), content.profile(), unresolved(e));
      return DONE;
    }
    Profile profile = profile(queued, content, routes.get(0));
    // the next one after each failure
    Route route = routes.get(queued.attempts() % routes.size());
    boolean othersUntried = queued.attempts() + 1 < routes.size();
    return destinations
        .send(
            Endpoints.hostOf(route.endpoint()),
            () -> send(content.message(), profile, route, leasedAt))
        .thenApplyAsync(
            result -> note(queued, route.endpoint(), profile, result, othersUntried),
            driver::execute);
  }

  private CompletionStage<Optional<Answer>> send(
      Message message, Profile profile, Route route, long leasedAt) {
    if (ticker.nanos() - leasedAt > longestWaitNanos) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    byte[] packed;
    try {
      packed = envelopes.pack(dated(message), packing(message).profile(profile));
    } catch (DidResolutionException e) {
      return CompletableFuture.completedFuture(Optional.of(unresolved(e)));
    } catch (IllegalArgumentException e) {
      // our keys for it were deleted
      return CompletableFuture.completedFuture(
          Optional.of(Answer.impossible(String.valueOf(e.getMessage()))));
    }
    try {
      packed = routing.wrap(packed, recipient(message), route.routingKeys());
    } catch (IllegalArgumentException e) {
      // it grows too long
      return CompletableFuture.completedFuture(
          Optional.of(Answer.impossible(String.valueOf(e.getMessage()))));
    }
    return transport.send(route.endpoint(), packed).thenApply(Optional::of);
  }

  // A peer refuses what is so old that it may have forgotten having taken it.
  private Message dated(Message message) {
    Instant now = records.now();
    return deadlines.isOverdue(message.createdTime(), now)
        ? message.toBuilder().createdTime(now).build()
        : message;
  }

  // Who gives up its DID for none has none to write from (DIDComm v2 §Ending a Relationship).
  private static Packing packing(Message message) {
    return message.from().isPresent() ? Packing.authcrypt() : Packing.anoncrypt();
  }

  private static Answer unresolved(DidResolutionException e) {
    return e.isTemporary() ? Answer.tryLater(e.getMessage()) : Answer.impossible(e.getMessage());
  }

  private static Did recipient(Message message) {
    return message.to().get(0);
  }

  private boolean note(
      QueuedMessage queued,
      URI endpoint,
      Profile profile,
      Destinations.Result result,
      boolean othersUntried) {
    if (result.answer().isEmpty()) {
      return false; // the lease runs out, and then it is claimed again
    }
    Answer answer = result.answer().get();
    if (answer.kind() == Answer.Kind.IMPOSSIBLE && othersUntried) {
      answer = Answer.tryLater(answer.note());
    }
    if (result.isAttempt()) {
      deliveries.note(queued, Optional.of(endpoint), profile, answer);
    } else {
      deliveries.postpone(queued);
    }
    return true;
  }

  /**
   * By which names the peer knows keys. An agent that was upgraded may hold DIDs in the old form
   * and know their keys by the new names; it says so with a 500, and is tried once the other way. A
   * mediator's 500 says nothing about it.
   */
  private Profile profile(QueuedMessage queued, Records.Content content, Route firstTried) {
    if (queued.attempts() == 0) {
      return content.profile();
    }
    Profile known =
        records
            .findConnection(queued.connectionId())
            .map(Connection::profile)
            .orElse(content.profile());
    boolean firstWasNotUnderstood =
        queued.attempts() == 1
            && firstTried.isDirect()
            && queued.lastFailure().equals(Optional.of("HTTP 500"));
    return firstWasNotUnderstood ? known.other() : known;
  }

  // An attempt like any other, or it would be made for ever.
  private void noteOurError(QueuedMessage message, @Nullable Throwable cause) {
    try {
      if (records.findQueued(message.id()).isEmpty()) {
        LOG.debug("a message was deleted while it was being sent");
        return; // with its keys, perhaps
      }
      LOG.error("a delivery of connection {} failed", message.connectionId(), cause);
      Answer answer = Answer.tryLater("an error of our own; see the log");
      deliveries.note(message, Optional.empty(), Profile.CURRENT, answer);
    } catch (RuntimeException e) {
      LOG.warn("a delivery of connection {} will be repeated", message.connectionId());
    }
  }

  private void finished(QueuedMessage message, @Nullable Throwable failure) {
    underWay.decrementAndGet();
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      // the lease runs out, and then the message is claimed again
      if (cause instanceof EntenteException) {
        LOG.warn(
            "a delivery of connection {} will be repeated: {}",
            message.connectionId(),
            cause.getMessage());
      } else {
        noteOurError(message, cause);
      }
    }
    driver.wake();
  }
}
