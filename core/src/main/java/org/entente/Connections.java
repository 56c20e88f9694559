package org.entente;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEvent;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionNotFoundException;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationAlreadyUsedException;
import org.entente.connection.InvitationExistsException;
import org.entente.connection.InvitationExpiredException;
import org.entente.connection.Outcome;
import org.entente.connection.OwnInvitationException;
import org.entente.connection.Role;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.NewKeys;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.message.InvalidInvitationException;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.pipeline.Draft;
import org.entente.pipeline.Pipeline;
import org.entente.pipeline.Records;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StaleRecordException;
import org.entente.storage.StoredInvitation;
import org.entente.transport.Registration;
import org.jspecify.annotations.Nullable;

/**
 * An agent's connections: invite, accept, look, and wait. Thread-safe.
 *
 * <p>Once {@code invite}, {@code accept} or {@code retry} has returned, that step is committed, and
 * the agent goes on by itself. Any method may throw {@link org.entente.storage.StorageException} if
 * the store fails; nothing has happened then, or the agent finds out by itself what has.
 */
public final class Connections {
  private static final int TRIES = 3;

  private static final String GOAL =
      "Establish a trust connection between two peers using the protocol"
          + " 'https://atalaprism.io/mercury/connections/1.0/request'";

  private final Pipeline pipeline;
  private final Pipeline.Parts parts;
  private final Records records;
  private final Settings settings;

  /**
   * What the agent was configured with.
   *
   * @param label by default
   * @param profile for invitations
   * @param invitationLifetime by default
   */
  record Settings(String label, Profile profile, Optional<Duration> invitationLifetime) {}

  Connections(Pipeline pipeline, Settings settings) {
    this.pipeline = pipeline;
    this.parts = pipeline.parts();
    this.records = pipeline.records();
    this.settings = settings;
  }

  /** Makes an invitation for one peer, with the agent's defaults. */
  public Connection invite() {
    return invite(InvitationOptions.defaults());
  }

  /**
   * Makes an invitation for one peer.
   *
   * @param label what to call the connection; for our own user, never sent
   */
  public Connection invite(String label) {
    return invite(InvitationOptions.defaults().label(label));
  }

  /**
   * Makes an invitation for one peer, with a DID of its own.
   *
   * @return our side of the connection to be; its {@link Connection#invitation} is what to hand
   *     over
   * @throws InvitationExistsException if there is one with the id that the options give
   * @throws IllegalArgumentException if that id is no UUID in lower case
   */
  public Connection invite(InvitationOptions options) {
    Instant now = records.now();
    String id = options.id().map(Connections::checkedId).orElseGet(parts.ids());
    NewDid ours = newDid(settings.profile());
    Invitation.Builder invitation =
        Invitation.builder(id, ours.did())
            .goalCode(options.goalCode().orElse(goalCode(settings.profile())))
            .goal(options.goal().orElse(GOAL));
    options
        .lifetimeOr(settings.invitationLifetime())
        .ifPresent(lifetime -> invitation.expires(now, now.plus(lifetime)));
    Outcome outcome =
        ConnectionProtocol.invitationCreated(
            invitation.build(),
            options.label().or(() -> Optional.of(settings.label())),
            settings.profile(),
            now);
    Connection connection = outcome.connection();
    try {
      pipeline
          .commits()
          .commit(
              ours.addTo(records.draft(now))
                  .newInvitation(connection.invitation(), Role.INVITER, connection.id())
                  .outcome(outcome, Optional.empty()));
    } catch (StaleRecordException e) {
      throw new InvitationExistsException(id);
    }
    return connection;
  }

  /**
   * Accepts an invitation, and starts to connect.
   *
   * @param text in any form that {@link Invitation#parse} reads: a link, the value in it, or the
   *     JSON
   * @return our side of the connection; wait for it with {@link #awaitEstablished}
   * @throws InvalidInvitationException if it is none, or its inviter cannot be reached
   * @throws InvitationExpiredException if its time is over
   * @throws InvitationAlreadyUsedException if this wallet has accepted it before
   * @throws OwnInvitationException if this wallet has made it
   */
  public Connection accept(String text) {
    return accept(Invitation.parse(text, parts.limits()));
  }

  /**
   * Accepts an invitation that came as a link, and starts to connect.
   *
   * @throws InvalidInvitationException if it is none, or its inviter cannot be reached
   * @throws InvitationExpiredException if its time is over
   * @throws InvitationAlreadyUsedException if this wallet has accepted it before
   * @throws OwnInvitationException if this wallet has made it
   */
  public Connection accept(URI link) {
    return accept(link.toString());
  }

  /**
   * Accepts an invitation, and starts to connect. The connection has no label.
   *
   * @throws InvalidInvitationException if its inviter cannot be reached
   * @throws InvitationExpiredException if its time is over
   * @throws InvitationAlreadyUsedException if this wallet has accepted it before
   * @throws OwnInvitationException if this wallet has made it
   */
  public Connection accept(Invitation invitation) {
    return accept(invitation, Optional.empty());
  }

  /**
   * Accepts an invitation, and starts to connect.
   *
   * @param label what to call the connection; for our own user, never sent
   * @throws InvalidInvitationException if its inviter cannot be reached
   * @throws InvitationExpiredException if its time is over
   * @throws InvitationAlreadyUsedException if this wallet has accepted it before
   * @throws OwnInvitationException if this wallet has made it
   */
  public Connection accept(Invitation invitation, String label) {
    return accept(invitation, Optional.of(label));
  }

  private Connection accept(Invitation invitation, Optional<String> label) {
    Instant now = records.now();
    refuseIfKnown(invitation);
    if (invitation.isExpired(now, parts.deadlines().skew())) {
      throw new InvitationExpiredException(invitation.id());
    }
    checkReachable(invitation.from());
    Profile profile = PeerDid.profileOf(invitation.from());
    NewDid ours = newDid(profile);
    Outcome outcome =
        ConnectionProtocol.invitationAccepted(
            invitation, parts.ids().get(), ours.did(), label, profile, parts.ids().get(), now);
    Connection connection = outcome.connection();
    Optional<Instant> deadline = parts.deadlines().forRequest(invitation, now);
    try {
      pipeline
          .commits()
          .commit(
              ours.addTo(records.draft(now))
                  .newInvitation(invitation, Role.INVITEE, connection.id())
                  .outcome(outcome, deadline));
    } catch (StaleRecordException e) {
      // someone accepted it between our look and our commit
      refuseIfKnown(invitation);
      throw e;
    }
    return get(connection.id());
  }

  /**
   * A connection.
   *
   * @throws ConnectionNotFoundException if this wallet has none with this id
   */
  public Connection get(String id) {
    return find(id).orElseThrow(() -> new ConnectionNotFoundException(id));
  }

  /** A connection, if this wallet has one with this id. */
  public Optional<Connection> find(String id) {
    return records.findConnection(id);
  }

  /** The oldest connections, a hundred to the page. */
  public ConnectionPage list() {
    return list(ConnectionQuery.all());
  }

  /** Connections, oldest first, page by page; what comes and goes meanwhile moves no page. */
  public ConnectionPage list(ConnectionQuery query) {
    List<Connection> connections = records.list(query);
    if (connections.size() < query.limit()) {
      return new ConnectionPage(connections, Optional.empty());
    }
    Connection last = connections.get(connections.size() - 1);
    ConnectionQuery.Position position = new ConnectionQuery.Position(last.createdTime(), last.id());
    return new ConnectionPage(connections, Optional.of(query.after(position)));
  }

  /**
   * Waits until a connection is established. The thread sleeps meanwhile, and is woken by the
   * change.
   *
   * @return the connection as it is then
   * @throws ConnectionNotFoundException if this wallet has none with this id
   * @throws ConnectionNotEstablishedException if the time is over, the thread is interrupted, or
   *     the connection goes no further; it says how far it has come
   */
  public Connection awaitEstablished(String id, Duration timeout) {
    return await(id, Connection::isEstablished, timeout);
  }

  /**
   * Waits until a connection is in a state.
   *
   * @return the connection as it is then
   * @throws ConnectionNotFoundException if this wallet has none with this id
   * @throws ConnectionNotEstablishedException if the time is over, the thread is interrupted, or
   *     the connection goes no further; it says how far it has come
   */
  public Connection await(String id, ConnectionState state, Duration timeout) {
    return await(id, connection -> connection.state() == state, timeout);
  }

  /**
   * Completes once a connection is established.
   *
   * @return completes with {@link ConnectionNotEstablishedException} if the connection goes no
   *     further; cancel it to stop waiting
   * @throws ConnectionNotFoundException if this wallet has none with this id
   */
  public CompletableFuture<Connection> whenEstablished(String id) {
    CompletableFuture<Connection> established = when(id, Connection::isEstablished);
    // what the application chains to it may block, and must not hold up the agent
    CompletableFuture<Connection> forCaller = new CompletableFuture<>();
    var unused =
        established.whenComplete(
            (connection, failure) ->
                parts.driver().executeCallback(() -> complete(forCaller, connection, failure)));
    var unusedToo = forCaller.whenComplete((connection, failure) -> established.cancel(false));
    return forCaller;
  }

  private static void complete(
      CompletableFuture<Connection> future, Connection connection, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(connection);
    } else {
      future.completeExceptionally(failure);
    }
  }

  /**
   * Sends the request or response of a connection again at once, with a new deadline: of one that
   * has stopped, or of one that waits for its next attempt.
   *
   * @return the connection, no longer stopped
   * @throws ConnectionNotFoundException if this wallet has none with this id
   * @throws org.entente.connection.IllegalTransitionException if nothing is to be sent
   */
  public Connection retry(String id) {
    for (int tries = 1; ; tries++) {
      try {
        retryNow(get(id));
        return get(id);
      } catch (StaleRecordException e) {
        // an attempt or a message came between our look and our commit
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private void retryNow(Connection stopped) {
    Instant now = records.now();
    Outcome outcome = ConnectionProtocol.retried(stopped, now);
    Connection connection = outcome.connection();
    Optional<Instant> deadline = parts.deadlines().forRetry(now);
    Draft draft = records.draft(now).outcome(outcome, deadline);
    Message message = ConnectionProtocol.delivering(connection, now);
    Optional<QueuedMessage> queued = records.findQueued(message.id());
    if (queued.isPresent()) {
      draft.update(queued.get().restarted(now, deadline));
    } else {
      draft.send(connection.id(), message, connection.profile(), deadline);
    }
    pipeline.commits().commit(draft);
    parts.driver().wake();
  }

  /**
   * Has every further change of any connection told to a listener: each state that is entered, and
   * that its peer goes by another DID, in order for one connection, different ones side by side.
   *
   * @param listener may block, and call this agent; what it throws is logged and harms nobody
   * @return ends it when closed
   */
  public Registration onChanged(Consumer<Connection> listener) {
    return pipeline.events().listen(step -> listener.accept(step.connection()));
  }

  /**
   * Has every connection told to a listener when it becomes established, once.
   *
   * @param listener may block, and call this agent; what it throws is logged and harms nobody
   * @return ends it when closed
   */
  public Registration onEstablished(Consumer<Connection> listener) {
    return pipeline
        .events()
        .listen(
            step -> {
              Connection connection = step.connection();
              if (connection.isEstablished() && step.event() != ConnectionEvent.PEER_MOVED) {
                listener.accept(connection);
              }
            });
  }

  private Connection await(String id, Predicate<Connection> condition, Duration timeout) {
    CompletableFuture<Connection> future = when(id, condition);
    try {
      return parts.driver().await(future, timeout);
    } catch (TimeoutException e) {
      throw new ConnectionNotEstablishedException(
          get(id), "the connection did not come about within " + timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionNotEstablishedException(get(id), "waiting was interrupted");
    } finally {
      future.cancel(false);
    }
  }

  private CompletableFuture<Connection> when(String id, Predicate<Connection> condition) {
    CompletableFuture<Connection> future = pipeline.waiters().add(id, condition);
    try {
      pipeline.waiters().offer(get(id));
      return future;
    } catch (RuntimeException e) {
      future.cancel(false);
      throw e;
    }
  }

  private void refuseIfKnown(Invitation invitation) {
    Optional<StoredInvitation> known = records.findInvitation(invitation.id());
    if (known.isPresent()) {
      if (known.get().role() == Role.INVITER) {
        throw new OwnInvitationException(invitation.id());
      }
      throw new InvitationAlreadyUsedException(known.get().connectionId().orElse(""));
    }
  }

  private void checkReachable(Did inviter) {
    try {
      DidDocument document = parts.resolvers().resolve(inviter);
      var unused = pipeline.endpoints().of(document);
      if (document.firstKeyAgreement(Curve.X25519).isEmpty()) {
        throw new DidResolutionException(inviter, "it has no X25519 key to encrypt to");
      }
    } catch (DidResolutionException e) {
      throw new InvalidInvitationException(
          "the inviter of this invitation cannot be reached: " + e.getMessage());
    }
  }

  private record NewDid(Did did, NewKeys keys, DidDocument document) {
    Draft addTo(Draft draft) {
      return draft.newKeys(keys, document);
    }
  }

  private NewDid newDid(Profile profile) {
    NewKeys keys = parts.keyManager().generate();
    Did did =
        PeerDid.create(
            keys.agreement().publicKey(),
            keys.authentication().publicKey(),
            parts.transport().endpoint(),
            profile);
    return new NewDid(did, keys, parts.resolvers().resolve(did));
  }

  private static String checkedId(String id) {
    if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      throw new IllegalArgumentException(
          "an invitation's id must be a UUID in lower case, or left out");
    }
    return id;
  }

  private static String goalCode(Profile profile) {
    return profile == Profile.PRISM_2023
        ? "io.atalaprism.connect"
        : "org.hyperledger.identus.connect";
  }
}
