package org.entente.connection;

import static org.entente.connection.ConnectionEvent.DELIVERY_GIVEN_UP;
import static org.entente.connection.ConnectionEvent.DELIVERY_RETRIED;
import static org.entente.connection.ConnectionEvent.INVITATION_ACCEPTED;
import static org.entente.connection.ConnectionEvent.INVITATION_CREATED;
import static org.entente.connection.ConnectionEvent.INVITATION_READ;
import static org.entente.connection.ConnectionEvent.MESSAGE_GIVEN_UP;
import static org.entente.connection.ConnectionEvent.MOVE_CONFIRMED;
import static org.entente.connection.ConnectionEvent.PEER_MOVED;
import static org.entente.connection.ConnectionEvent.PROBLEM_DELIVERED;
import static org.entente.connection.ConnectionEvent.REQUEST_ACCEPTED;
import static org.entente.connection.ConnectionEvent.REQUEST_DELIVERED;
import static org.entente.connection.ConnectionEvent.REQUEST_RECEIVED;
import static org.entente.connection.ConnectionEvent.RESPONSE_DELIVERED;
import static org.entente.connection.ConnectionEvent.RESPONSE_RECEIVED;
import static org.entente.connection.Steps.begin;
import static org.entente.connection.Steps.checkCanHappen;
import static org.entente.connection.Steps.further;
import static org.entente.connection.Steps.introduced;
import static org.entente.connection.Steps.isAddressedTo;
import static org.entente.connection.Steps.move;
import static org.entente.connection.Steps.present;
import static org.entente.connection.Steps.refused;
import static org.entente.connection.Steps.walk;
import static org.entente.did.PeerDid.isSameParty;

import java.time.Instant;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.ThreadId;

/**
 * The connections/1.0 protocol: one pure method for each thing that can happen.
 *
 * <p>Who sent a message and to which DID of ours is what the envelope has proven, not what the
 * message says. A method that refuses throws, and then nothing has changed.
 */
public final class ConnectionProtocol {
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
   * What a request must be before anything else is asked about it.
   *
   * @throws InvalidMessageException if it is not for this invitation
   */
  public static void checkRequest(Invitation invitation, Message request, Parties parties) {
    Did invited = invitation.from();
    if (!isSameParty(parties.recipient(), invited) || !isAddressedTo(invited, request)) {
      throw refused("e.p.trust", "the request is not addressed to the DID of its invitation");
    }
  }

  /**
   * A request arrived that answers an invitation for one.
   *
   * @param answerId for the response or the report
   * @throws InvalidMessageException if it is not for this invitation, or the invitation is used
   */
  public static Outcome requestReceived(
      Connection inviter,
      Message request,
      Parties parties,
      Verdict verdict,
      String answerId,
      Instant now) {
    checkRequest(inviter.invitation(), request, parties);
    if (inviter.state() != ConnectionState.INVITATION_GENERATED) {
      throw refused("e.p.req", "the invitation has been used or is over");
    }
    Connection.Builder received =
        inviter.toBuilder()
            .theirDid(introduced(parties))
            .profile(parties.profile())
            .requestThread(threadOf(request))
            .deliveryId(answerId);
    return judged(move(received, inviter, REQUEST_RECEIVED, now), request, verdict, now);
  }

  /**
   * A request arrived that answers an invitation for several: it has a connection of its own.
   *
   * @param id for the connection
   * @param ours the DID that we take for it, and the statement that it replaces the invitation's
   * @param answerId for the response or the report
   * @throws InvalidMessageException if it is not for this invitation
   */
  public static Outcome requestOfOneReceived(
      Invitation invitation,
      Optional<String> label,
      String id,
      Optional<OwnMove> ours,
      Message request,
      Parties parties,
      Verdict verdict,
      String answerId,
      Instant now) {
    checkRequest(invitation, request, parties);
    Did ourDid = ours.map(OwnMove::to).orElse(invitation.from());
    Connection.Builder inviter =
        Connection.builder(id, Role.INVITER, invitation, ourDid, now)
            .label(label)
            .fromPrior(ours.map(OwnMove::statement).orElse(null))
            .theirDid(introduced(parties))
            .profile(parties.profile())
            .requestThread(threadOf(request))
            .deliveryId(answerId);
    return judged(begin(inviter, REQUEST_RECEIVED), request, verdict, now);
  }

  /** Whether a requester follows us to a DID that we take for it alone. */
  public static boolean followsMoves(Message request) {
    return ConnectionRequest.followsMoves(request);
  }

  /**
   * A DID that we take for a connection in place of the invitation's.
   *
   * @param to the DID
   * @param statement signed by the invitation's DID (DIDComm v2 §DID Rotation)
   */
  public record OwnMove(Did to, String statement) {}

  // The response is in the thread of the request, whatever its writer took for it.
  private static String threadOf(Message request) {
    return request.thread().map(ThreadId::value).orElse(request.id());
  }

  private static Outcome judged(
      Connection received, Message request, Verdict verdict, Instant now) {
    Outcome outcome = Outcome.of(REQUEST_RECEIVED, received);
    return switch (verdict) {
      case ACCEPT -> accepted(outcome, request, now);
      case DECLINE -> ConnectionEndings.declined(outcome, now);
      case DEFER -> outcome;
    };
  }

  /**
   * We accept a request that was put off.
   *
   * @throws IllegalTransitionException if there is none
   */
  public static Outcome requestAccepted(Connection inviter, Instant now) {
    Connection.Builder going = inviter.toBuilder().stopped(null);
    Connection accepted = move(going, inviter, REQUEST_ACCEPTED, now);
    return Outcome.of(REQUEST_ACCEPTED, accepted).send(delivering(accepted, now));
  }

  private static Outcome accepted(Outcome received, Message request, Instant now) {
    Connection before = received.connection();
    Connection accepted = walk(before.toBuilder(), before, REQUEST_ACCEPTED);
    String responseId = accepted.deliveryId().orElseThrow();
    return received
        .then(REQUEST_ACCEPTED, accepted)
        .send(response(accepted, request, responseId, now));
  }

  private static Message response(Connection inviter, Message request, String id, Instant now) {
    Did theirs = inviter.theirDid().orElseThrow();
    return ConnectionResponse.answering(
        request, inviter.thread(), id, inviter.ourDid(), theirs, now);
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
   * The peer's endpoint took our request or response. Coming late or again, it changes nothing.
   *
   * @param profile by which names of keys the delivered message was packed
   */
  public static Outcome delivered(Connection connection, Profile profile, Instant now) {
    ConnectionEvent event = deliveryOf(connection);
    if (ConnectionTransitions.next(connection.state(), event) == connection.state()) {
      return Outcome.unchanged(connection);
    }
    Connection.Builder sent = connection.toBuilder().profile(profile);
    if (event != PROBLEM_DELIVERED) {
      sent.stopped(null); // why we do not connect stays
    }
    return Outcome.of(event, move(sent, connection, event, now));
  }

  private static ConnectionEvent deliveryOf(Connection connection) {
    if (connection.state() == ConnectionState.PROBLEM_REPORT_PENDING
        || connection.state() == ConnectionState.PROBLEM_REPORT_SENT) {
      return PROBLEM_DELIVERED;
    }
    return connection.role() == Role.INVITEE ? REQUEST_DELIVERED : RESPONSE_DELIVERED;
  }

  /**
   * An established peer wrote, or one who has our response although we do not know it yet: they
   * would not write otherwise. They may have moved to another DID.
   *
   * @throws InvalidMessageException if it is from someone else, or the connection has ended
   */
  public static Outcome heardFrom(Connection connection, Parties parties, Instant now) {
    if (!connection.theirDid().filter(parties::isFrom).isPresent()) {
      throw refused("e.p.trust", "the message is not from this connection's peer");
    }
    if (connection.ending().isPresent()) {
      throw refused("e.p.req", "the connection has ended");
    }
    Outcome heard =
        connection.isEstablished()
            ? Outcome.unchanged(connection)
            : delivered(connection, parties.profile(), now);
    Did theirs = connection.theirDid().orElseThrow();
    if (!isSameParty(parties.author(), theirs)) {
      Connection.Builder moved =
          heard.connection().toBuilder().theirDid(introduced(parties)).profile(parties.profile());
      heard = further(heard, PEER_MOVED, moved, now);
    }
    if (connection.fromPrior().isPresent()
        && isSameParty(parties.recipient(), connection.ourDid())) {
      Connection.Builder confirmed = heard.connection().toBuilder().fromPrior(null);
      heard = further(heard, MOVE_CONFIRMED, confirmed, now);
    }
    return heard;
  }

  /** Whether there is a delivery to give up. */
  public static boolean canGiveUp(Connection connection) {
    return ConnectionTransitions.has(connection.state(), DELIVERY_GIVEN_UP);
  }

  /** Our request or response will not be sent any more. */
  public static Outcome givenUp(Connection connection, String reason, Instant now) {
    // why we do not connect is still to be seen beside why the peer does not know
    String both =
        connection
            .stopped()
            .filter(before -> connection.state() == ConnectionState.PROBLEM_REPORT_PENDING)
            .map(before -> before.reason() + "; the peer could not be told: " + reason)
            .orElse(reason);
    Connection.Builder stopped = connection.toBuilder().stopped(new Stopped(both, now));
    return Outcome.of(DELIVERY_GIVEN_UP, move(stopped, connection, DELIVERY_GIVEN_UP, now));
  }

  /**
   * The user wants our request or response sent again, with a new deadline.
   *
   * @throws IllegalTransitionException if nothing is to be sent
   */
  public static Outcome retried(Connection connection, Instant now) {
    Connection.Builder going = connection.toBuilder();
    if (connection.state() != ConnectionState.PROBLEM_REPORT_PENDING) {
      going.stopped(null); // why we do not connect stays
    }
    return Outcome.of(DELIVERY_RETRIED, move(going, connection, DELIVERY_RETRIED, now));
  }

  /** A message of the application will not be delivered any more. */
  public static Outcome messageGivenUp(Connection connection, Instant now) {
    if (!ConnectionTransitions.has(connection.state(), MESSAGE_GIVEN_UP)) {
      return Outcome.unchanged(connection);
    }
    return Outcome.of(
        MESSAGE_GIVEN_UP, move(connection.toBuilder(), connection, MESSAGE_GIVEN_UP, now));
  }

  /**
   * The request, response or report that a connection has to deliver, made again from the record.
   *
   * @throws IllegalTransitionException if it has none
   */
  public static Message delivering(Connection connection, Instant now) {
    String id =
        connection
            .deliveryId()
            .orElseThrow(
                () -> new IllegalTransitionException(connection.state(), DELIVERY_RETRIED));
    if (connection.state() == ConnectionState.PROBLEM_REPORT_PENDING
        || connection.state() == ConnectionState.PROBLEM_REPORT_SENT) {
      return ConnectionEndings.report(connection, id, now);
    }
    Did theirs = connection.theirDid().orElseThrow();
    if (connection.role() == Role.INVITEE) {
      return ConnectionRequest.answering(connection.invitation(), id, connection.ourDid(), now);
    }
    Message request =
        ConnectionRequest.answering(connection.invitation(), id, theirs, now).toBuilder()
            .thread(new ThreadId(connection.requestThread()))
            .build();
    return response(connection, request, id, now);
  }
}
