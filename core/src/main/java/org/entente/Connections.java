package org.entente;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionNotFoundException;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationAlreadyUsedException;
import org.entente.connection.InvitationExistsException;
import org.entente.connection.InvitationExpiredException;
import org.entente.connection.OwnInvitationException;
import org.entente.did.Profile;
import org.entente.message.InvalidInvitationException;
import org.entente.message.Invitation;
import org.entente.pipeline.Pipeline;
import org.entente.pipeline.Records;
import org.entente.transport.Registration;

/**
 * An agent's connections: invite, accept, look, and wait. Thread-safe.
 *
 * <p>Once {@code invite}, {@code accept} or {@code retry} has returned, that step is committed, and
 * the agent goes on by itself. Any method may throw {@link org.entente.storage.StorageException} if
 * the store fails; nothing has happened then, or the agent finds out by itself what has.
 */
public final class Connections {
  private final Pipeline pipeline;
  private final Pipeline.Parts parts;
  private final Records records;
  private final Invitations invitations;
  private final Accepting accepting;
  private final Decisions decisions;
  private final Waiting waiting;

  /**
   * What the agent was configured with.
   *
   * @param label by default
   * @param profile for invitations
   * @param invitationLifetime by default
   */
  record Settings(String label, Profile profile, Optional<Duration> invitationLifetime) {}

  Connections(Pipeline pipeline, Invitations invitations) {
    this.pipeline = pipeline;
    this.parts = pipeline.parts();
    this.records = pipeline.records();
    this.invitations = invitations;
    this.accepting = new Accepting(pipeline);
    this.decisions = new Decisions(pipeline, invitations);
    this.waiting = new Waiting(pipeline);
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
   * @throws IllegalArgumentException if the options allow several uses: see {@link Invitations}
   */
  public Connection invite(InvitationOptions options) {
    if (!options.isForOne()) {
      throw new IllegalArgumentException(
          "an invitation for several has no connection yet; make it with invitations().create()");
    }
    return invitations.make(options).connection().orElseThrow();
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
   * @throws OutboxFullException if too many messages wait already
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
   * @throws OutboxFullException if too many messages wait already
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
   * @throws OutboxFullException if too many messages wait already
   */
  public Connection accept(Invitation invitation) {
    return accepting.accept(invitation, Optional.empty());
  }

  /**
   * Accepts an invitation, and starts to connect.
   *
   * @param label what to call the connection; for our own user, never sent
   * @throws InvalidInvitationException if its inviter cannot be reached
   * @throws InvitationExpiredException if its time is over
   * @throws InvitationAlreadyUsedException if this wallet has accepted it before
   * @throws OwnInvitationException if this wallet has made it
   * @throws OutboxFullException if too many messages wait already
   */
  public Connection accept(Invitation invitation, String label) {
    return accepting.accept(invitation, Optional.of(label));
  }

  /**
   * Declines an invitation: the inviter is told that we will not use it. Neither side connects.
   *
   * @return our side, which ends in {@code ProblemReportSent} once the inviter has been told
   * @throws InvalidInvitationException if its inviter cannot be reached
   * @throws InvitationAlreadyUsedException if this wallet has accepted or declined it before
   * @throws OwnInvitationException if this wallet has made it
   * @throws OutboxFullException if too many messages wait already
   */
  public Connection decline(Invitation invitation) {
    return accepting.decline(invitation);
  }

  /**
   * Accepts a request that the agent's {@link org.entente.connection.RequestPolicy} has put off.
   *
   * @throws ConnectionNotFoundException if this wallet has none with this id
   * @throws org.entente.connection.IllegalTransitionException if no request waits for a decision
   */
  public Connection approve(String id) {
    return decisions.approve(id);
  }

  /**
   * Declines a request that the agent's {@link org.entente.connection.RequestPolicy} has put off,
   * and tells the requester.
   *
   * @throws ConnectionNotFoundException if this wallet has none with this id
   * @throws org.entente.connection.IllegalTransitionException if no request waits for a decision
   */
  public Connection reject(String id) {
    return decisions.reject(id);
  }

  /**
   * Ends a connection, and tells the peer: an established one keeps its state and is {@link
   * Connection#ending ended}; what was under way is given up; an unused invitation is revoked.
   * Messages that were sent before still go out first. Nothing is forgotten: see {@link #delete}.
   *
   * @throws ConnectionNotFoundException if this wallet has none with this id
   * @throws org.entente.connection.IllegalTransitionException if it has ended or failed already
   */
  public Connection end(String id) {
    return decisions.end(id);
  }

  /**
   * Forgets a connection here, with its keys and with what waits to be delivered; the peer is not
   * told, and can never reach us over it again. To tell it, {@link #end} it first and wait until
   * the farewell has gone out.
   *
   * @throws ConnectionNotFoundException if this wallet has none with this id
   */
  public void delete(String id) {
    decisions.delete(id);
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

  /** Connections, page by page; what comes and goes meanwhile moves no page. */
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
    return waiting.awaitEstablished(id, timeout);
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
    return waiting.await(id, state, timeout);
  }

  /**
   * Completes once a connection is established.
   *
   * @return completes with {@link ConnectionNotEstablishedException} if the connection goes no
   *     further; cancel it to stop waiting
   * @throws ConnectionNotFoundException if this wallet has none with this id
   */
  public CompletableFuture<Connection> whenEstablished(String id) {
    return waiting.whenEstablished(id);
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
    return decisions.retry(id);
  }

  /**
   * Why a connection is where it is: the last attempts and the next, what the peer said, what
   * waits, and whether anybody else can reach us.
   *
   * @throws ConnectionNotFoundException if this wallet has none with this id
   */
  public Diagnosis diagnose(String id) {
    return Diagnosis.of(get(id), pipeline);
  }

  /**
   * Has every further change of any connection told to a listener, in order for one connection,
   * different ones side by side. What happens while nobody listens is not told again: for that,
   * follow the {@link Agent#events events}.
   *
   * @param listener may block, and call this agent; what it throws is logged and harms nobody
   * @return ends it when closed
   */
  public Registration onChanged(Consumer<Connection> listener) {
    Objects.requireNonNull(listener, "a listener");
    return pipeline.events().listen(step -> listener.accept(step.connection()));
  }

  /**
   * Has every connection told to a listener when it becomes established, once.
   *
   * @param listener may block, and call this agent; what it throws is logged and harms nobody
   * @return ends it when closed
   */
  public Registration onEstablished(Consumer<Connection> listener) {
    Objects.requireNonNull(listener, "a listener");
    return pipeline
        .events()
        .listen(
            step -> {
              Connection connection = step.connection();
              if (step.event().establishes()) {
                listener.accept(connection);
              }
            });
  }
}
