package org.entente.connection;

import static org.entente.connection.ConnectionEvent.DELIVERY_GIVEN_UP;
import static org.entente.connection.ConnectionEvent.DELIVERY_RETRIED;
import static org.entente.connection.ConnectionEvent.INVITATION_ACCEPTED;
import static org.entente.connection.ConnectionEvent.INVITATION_CREATED;
import static org.entente.connection.ConnectionEvent.INVITATION_LAPSED;
import static org.entente.connection.ConnectionEvent.INVITATION_READ;
import static org.entente.connection.ConnectionEvent.PEER_MOVED;
import static org.entente.connection.ConnectionEvent.PROBLEM_RECEIVED;
import static org.entente.connection.ConnectionEvent.REQUEST_ACCEPTED;
import static org.entente.connection.ConnectionEvent.REQUEST_DELIVERED;
import static org.entente.connection.ConnectionEvent.REQUEST_RECEIVED;
import static org.entente.connection.ConnectionEvent.RESPONSE_DELIVERED;
import static org.entente.connection.ConnectionEvent.RESPONSE_RECEIVED;
import static org.entente.did.PeerDid.isSameParty;

import java.time.Instant;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Invitation;
import org.entente.message.Message;

/**
 * The connections/1.0 protocol: one pure method for each thing that can happen.
 *
 * <p>Who sent a message and to which DID of ours is what the envelope has proven, not what the
 * message says. A method that refuses throws, and then nothing has changed.
 */
public final class ConnectionProtocol {
  /**
   * Who wrote a message, and to whom, as proven by its envelope.
   *
   * @param author who wrote it
   * @param recipient which DID of ours it was encrypted to
   * @param profile by which names the author knows keys
   * @param prior the DID that the author has proven to have given up for the present one
   */
  public record Parties(Did author, Did recipient, Profile profile, Optional<Did> prior) {
    /** Of an author who keeps their DID. */
    public Parties(Did author, Did recipient, Profile profile) {
      this(author, recipient, profile, Optional.empty());
    }

    /** Whether the author is the party with this DID, or was. */
    boolean isFrom(Did did) {
      return isSameParty(author, did) || prior.filter(was -> isSameParty(was, did)).isPresent();
    }
  }

  private ConnectionProtocol() {}

  /** We made an invitation. */
  public static Outcome invitationCreated(
      Invitation invitation, Optional<String> label, Profile profile, Instant now) {
    Connection.Builder inviter =
        Connection.builder(invitation.id(), Role.INVITER, invitation, invitation.from(), now)
            .label(label)
            .profile(profile);
    return Outcome.of(INVITATION_CREATED, begin(inviter, INVITATION_CREATED));
  }

  /**
   * We read an invitation and accepted it.
   *
   * @param id for our connection
   * @param ourDid made for this connection
   * @param requestId for the request
   */
  public static Outcome invitationAccepted(
      Invitation invitation,
      String id,
      Did ourDid,
      Optional<String> label,
      Profile profile,
      String requestId,
      Instant now) {
    Connection.Builder invitee =
        Connection.builder(id, Role.INVITEE, invitation, ourDid, now)
            .label(label)
            .theirDid(invitation.from())
            .profile(profile)
            .deliveryId(requestId);
    Connection read = begin(invitee, INVITATION_READ);
    return Outcome.of(INVITATION_READ, read)
        .then(INVITATION_ACCEPTED, walk(read.toBuilder(), read, INVITATION_ACCEPTED))
        .send(ConnectionRequest.answering(invitation, requestId, ourDid, now));
  }

  /**
   * A request arrived; it is accepted.
   *
   * @param responseId for the response
   * @throws InvalidMessageException if it is not for this invitation, or the invitation is used
   */
  public static Outcome requestReceived(
      Connection inviter, Message request, Parties parties, String responseId, Instant now) {
    Did invited = inviter.invitation().from();
    if (!isSameParty(parties.recipient(), invited) || !isAddressedTo(invited, request)) {
      throw refused("e.p.trust", "the request is not addressed to the DID of its invitation");
    }
    if (inviter.state() != ConnectionState.INVITATION_GENERATED) {
      throw refused("e.p.req", "the invitation has been used or is over");
    }
    if (inviter.invitation().expiresTime().filter(now::isAfter).isPresent()) {
      Connection expired = move(inviter.toBuilder(), inviter, INVITATION_LAPSED, now);
      return Outcome.of(INVITATION_LAPSED, expired).refusing("the invitation has expired");
    }
    Connection received =
        move(
            inviter.toBuilder()
                .theirDid(introduced(parties))
                .profile(parties.profile())
                .deliveryId(responseId),
            inviter,
            REQUEST_RECEIVED,
            now);
    Message response =
        ConnectionResponse.answering(
            request, inviter.thread(), responseId, invited, parties.author(), now);
    return Outcome.of(REQUEST_RECEIVED, received)
        .then(REQUEST_ACCEPTED, walk(received.toBuilder(), received, REQUEST_ACCEPTED))
        .send(response);
  }

  /**
   * A response arrived. One to a connection that has its response already says no more than that
   * the peer is there.
   *
   * @throws InvalidMessageException if it is from someone else than the inviter, or not for us
   */
  public static Outcome responseReceived(
      Connection invitee, Message response, Parties parties, Instant now) {
    Did inviter = invitee.theirDid().orElse(invitee.invitation().from());
    if (!parties.isFrom(inviter)) {
      throw refused("e.p.trust", "the response is not from the DID that invited us");
    }
    if (!isSameParty(parties.recipient(), invitee.ourDid())
        || !isAddressedTo(invitee.ourDid(), response)) {
      throw refused("e.p.trust", "the response is not addressed to our DID for this connection");
    }
    if (invitee.state() == ConnectionState.CONNECTION_RESPONSE_RECEIVED) {
      return heardFrom(invitee, parties, now);
    }
    checkCanHappen(invitee, RESPONSE_RECEIVED);
    Connection established =
        move(
            invitee.toBuilder()
                .theirDid(present(inviter, parties))
                .profile(parties.profile())
                .stopped(null),
            invitee,
            RESPONSE_RECEIVED,
            now);
    return Outcome.of(RESPONSE_RECEIVED, established).settleDelivery();
  }

  /**
   * A problem report about the connection's thread arrived. Once established, it is no business of
   * the connection any more and says no more than that the peer is there.
   *
   * @throws InvalidMessageException if it is from someone else, or nothing is under way
   */
  public static Outcome problemReceived(
      Connection connection, Parties parties, String code, Instant now) {
    if (!connection.theirDid().filter(parties::isFrom).isPresent()
        || !isSameParty(connection.ourDid(), parties.recipient())) {
      throw refused("e.p.trust", "the problem report is not from this connection's peer");
    }
    if (connection.isEstablished()) {
      return heardFrom(connection, parties, now);
    }
    checkCanHappen(connection, PROBLEM_RECEIVED);
    Connection failed =
        move(
            connection.toBuilder()
                .theirDid(present(connection.theirDid().orElseThrow(), parties))
                .stopped(new Stopped("the peer refused: " + code, now)),
            connection,
            PROBLEM_RECEIVED,
            now);
    return Outcome.of(PROBLEM_RECEIVED, failed).settleDelivery();
  }

  /**
   * The peer's endpoint took our request or response. Coming late or again, it changes nothing.
   *
   * @param profile by which names of keys the delivered message was packed
   */
  public static Outcome delivered(Connection connection, Profile profile, Instant now) {
    ConnectionEvent event =
        connection.role() == Role.INVITEE ? REQUEST_DELIVERED : RESPONSE_DELIVERED;
    if (ConnectionTransitions.next(connection.state(), event) == connection.state()) {
      return Outcome.unchanged(connection);
    }
    Connection sent =
        move(connection.toBuilder().profile(profile).stopped(null), connection, event, now);
    return Outcome.of(event, sent);
  }

  /**
   * An established peer wrote, or one who has our response although we do not know it yet: they
   * would not write otherwise. They may have moved to another DID.
   *
   * @throws InvalidMessageException if it is from someone else
   */
  public static Outcome heardFrom(Connection connection, Parties parties, Instant now) {
    if (!connection.theirDid().filter(parties::isFrom).isPresent()) {
      throw refused("e.p.trust", "the message is not from this connection's peer");
    }
    Did theirs = connection.theirDid().orElseThrow();
    Outcome heard =
        connection.isEstablished()
            ? Outcome.unchanged(connection)
            : delivered(connection, parties.profile(), now);
    if (isSameParty(parties.author(), theirs)) {
      return heard;
    }
    Connection before = heard.connection();
    Connection.Builder moved =
        before.toBuilder().theirDid(introduced(parties)).profile(parties.profile());
    return heard.isChange()
        ? heard.then(PEER_MOVED, walk(moved, before, PEER_MOVED))
        : Outcome.of(PEER_MOVED, move(moved, before, PEER_MOVED, now));
  }

  /** Whether there is a delivery to give up. */
  public static boolean canGiveUp(Connection connection) {
    return ConnectionTransitions.has(connection.state(), DELIVERY_GIVEN_UP);
  }

  /** Our request or response will not be sent any more. */
  public static Outcome givenUp(Connection connection, String reason, Instant now) {
    Connection.Builder stopped = connection.toBuilder().stopped(new Stopped(reason, now));
    return Outcome.of(DELIVERY_GIVEN_UP, move(stopped, connection, DELIVERY_GIVEN_UP, now));
  }

  /**
   * The user wants our request or response sent again, with a new deadline.
   *
   * @throws IllegalTransitionException if nothing is to be sent
   */
  public static Outcome retried(Connection connection, Instant now) {
    Connection.Builder going = connection.toBuilder().stopped(null);
    return Outcome.of(DELIVERY_RETRIED, move(going, connection, DELIVERY_RETRIED, now));
  }

  /**
   * The request or response that a connection has to deliver, made again from the record.
   *
   * @throws IllegalTransitionException if it has none
   */
  public static Message delivering(Connection connection, Instant now) {
    String id =
        connection
            .deliveryId()
            .orElseThrow(
                () -> new IllegalTransitionException(connection.state(), DELIVERY_RETRIED));
    Did theirs = connection.theirDid().orElseThrow();
    return connection.role() == Role.INVITEE
        ? ConnectionRequest.answering(connection.invitation(), id, connection.ourDid(), now)
        : ConnectionResponse.answering(
            ConnectionRequest.answering(connection.invitation(), id, theirs, now),
            connection.thread(),
            id,
            connection.ourDid(),
            theirs,
            now);
  }

  // A message out of turn is the peer's fault and refused; any other event out of turn is our bug.
  private static void checkCanHappen(Connection connection, ConnectionEvent event) {
    if (!ConnectionTransitions.has(connection.state(), event)) {
      throw refused("e.p.req", "the connection is not in a state for this message");
    }
  }

  private static Connection begin(Connection.Builder connection, ConnectionEvent event) {
    return connection
        .state(ConnectionTransitions.next(null, event))
        .version(1)
        .eventCount(1)
        .build();
  }

  /** A first or only step: a new version, changed now. */
  private static Connection move(
      Connection.Builder changes, Connection before, ConnectionEvent event, Instant now) {
    // a wall clock that was set back must not make a record look younger
    Instant last = before.updatedTime().orElse(before.createdTime());
    return walk(
        changes.version(before.version() + 1).updatedTime(now.isAfter(last) ? now : last),
        before,
        event);
  }

  /** A further step of the same change. */
  private static Connection walk(
      Connection.Builder changes, Connection before, ConnectionEvent event) {
    return changes
        .state(ConnectionTransitions.next(before.state(), event))
        .eventCount(before.eventCount() + 1)
        .build();
  }

  /** The DID that the peer on record goes by now. */
  private static Did present(Did onRecord, Parties parties) {
    return isSameParty(parties.author(), onRecord) ? onRecord : introduced(parties);
  }

  /** The author, by a name from which we can send to them later. */
  private static Did introduced(Parties parties) {
    if (PeerDid.isShortName(parties.author())) {
      throw refused("e.p.did", "a new DID must be introduced by its long form");
    }
    return parties.author();
  }

  private static boolean isAddressedTo(Did did, Message message) {
    return message.to().size() == 1 && isSameParty(message.to().get(0), did);
  }

  private static InvalidMessageException refused(String code, String reason) {
    return InvalidMessageException.refused(code, reason);
  }
}
