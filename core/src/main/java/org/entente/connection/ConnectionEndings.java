package org.entente.connection;

import static org.entente.connection.ConnectionEvent.CONNECTION_ENDED;
import static org.entente.connection.ConnectionEvent.INVITATION_LAPSED;
import static org.entente.connection.ConnectionEvent.INVITATION_READ;
import static org.entente.connection.ConnectionEvent.INVITATION_REVOKED;
import static org.entente.connection.ConnectionEvent.PEER_LEFT;
import static org.entente.connection.ConnectionEvent.PROBLEM_FOUND;
import static org.entente.connection.ConnectionEvent.PROBLEM_RECEIVED;
import static org.entente.connection.ConnectionEvent.PROBLEM_REPORTED;
import static org.entente.connection.Steps.begin;
import static org.entente.connection.Steps.checkCanHappen;
import static org.entente.connection.Steps.further;
import static org.entente.connection.Steps.move;
import static org.entente.connection.Steps.present;
import static org.entente.connection.Steps.refused;
import static org.entente.connection.Steps.walk;
import static org.entente.did.PeerDid.isSameParty;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.MessageType;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;

/** How connections come to nothing, or to an end: one pure method for each way. */
public final class ConnectionEndings {
  /** Of a report to a requester whom we do not connect with. */
  public static final String DECLINED = "e.p.req.declined";

  /** Of a report that we give up what both sides had begun. */
  static final String CANCELLED = "e.p.req.cancelled";

  private static final MessageType EMPTY = new MessageType("https://didcomm.org/empty/1.0/empty");
  private static final String ENDED_BY_PEER = "the peer ended the connection";
  private static final int LONGEST_COMMENT = 1000;
  private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(1);

  private ConnectionEndings() {}

  /** The time of an invitation was over before anybody used it. */
  public static Outcome invitationLapsed(Connection inviter, Instant now) {
    return over(inviter, INVITATION_LAPSED, "the invitation expired unused", now);
  }

  /**
   * We took the invitation back before anybody used it.
   *
   * @throws IllegalTransitionException if it has been used, or is over
   */
  public static Outcome invitationRevoked(Connection inviter, Instant now) {
    return over(inviter, INVITATION_REVOKED, "the invitation was revoked", now);
  }

  /**
   * We read an invitation and do not want to connect.
   *
   * @param id for our connection
   * @param ourDid made to say so
   * @param reportId for the report
   */
  public static Outcome invitationDeclined(
      Invitation invitation, String id, Did ourDid, Profile profile, String reportId, Instant now) {
    Connection.Builder invitee =
        Connection.builder(id, Role.INVITEE, invitation, ourDid, now)
            .theirDid(invitation.from())
            .profile(profile)
            .deliveryId(reportId);
    return declined(Outcome.of(INVITATION_READ, begin(invitee, INVITATION_READ)), now);
  }

  /**
   * We do not connect with a requester after all.
   *
   * @throws IllegalTransitionException if no request waits for a decision
   */
  public static Outcome requestDeclined(Connection inviter, Instant now) {
    if (inviter.state() != ConnectionState.CONNECTION_REQUEST_RECEIVED) {
      throw new IllegalTransitionException(inviter.state(), PROBLEM_FOUND);
    }
    // under the id that a repeated request asks for
    String reportId = inviter.deliveryId().orElseThrow();
    Connection.Builder declined =
        inviter.toBuilder().deliveryId(reportId).stopped(new Stopped(DECLINED, now));
    Connection pending = move(declined, inviter, PROBLEM_FOUND, now);
    return Outcome.of(PROBLEM_FOUND, pending).send(report(pending, reportId, now));
  }

  /**
   * We give up a connection that is not established, and tell the peer.
   *
   * @param reportId for the report
   * @throws IllegalTransitionException if nothing is under way
   */
  public static Outcome cancelled(Connection connection, String reportId, Instant now) {
    Connection.Builder changes =
        connection.toBuilder().deliveryId(reportId).stopped(new Stopped(CANCELLED, now));
    Connection pending = move(changes, connection, PROBLEM_FOUND, now);
    return Outcome.of(PROBLEM_FOUND, pending).send(report(pending, reportId, now));
  }

  /**
   * We end an established connection, and tell the peer that our DID is no more (DIDComm v2 §Ending
   * a Relationship).
   *
   * @param farewellId for the message
   * @param statement that our DID is given up for none, signed by it; empty if others use that DID,
   *     and then it is a problem report
   * @throws IllegalTransitionException if it is not established, or has ended already
   */
  public static Outcome ended(
      Connection connection, String farewellId, Optional<String> statement, Instant now) {
    if (connection.ending().isPresent()) {
      throw new IllegalTransitionException(connection.state(), CONNECTION_ENDED);
    }
    Connection.Builder changes =
        connection.toBuilder()
            .deliveryId(farewellId)
            .ending(Ending.BY_US)
            .stopped(new Stopped("we ended the connection", now));
    Connection ended = move(changes, connection, CONNECTION_ENDED, now);
    Did theirs = connection.theirDid().orElseThrow();
    Message farewell =
        statement
            .map(
                signed ->
                    Message.builder(farewellId, EMPTY)
                        .to(theirs)
                        .createdTime(now)
                        .fromPrior(signed)
                        .build())
            .orElseGet(
                () ->
                    report(
                        farewellId,
                        connection.ourDid(),
                        theirs,
                        connection.thread(),
                        CANCELLED,
                        now));
    return Outcome.of(CONNECTION_ENDED, ended).send(farewell);
  }

  /**
   * The peer has proven that it gives up its DID and takes no other. Coming again, it changes
   * nothing.
   *
   * @param prior the DID that is given up
   * @param recipient which DID of ours was told so
   * @throws InvalidMessageException if it is another's than the peer's
   */
  public static Outcome peerLeft(Connection connection, Did prior, Did recipient, Instant now) {
    if (!connection.theirDid().filter(did -> isSameParty(did, prior)).isPresent()
        || !isSameParty(connection.ourDid(), recipient)) {
      throw refused("e.p.trust", "who leaves is not this connection's peer");
    }
    return left(connection, ENDED_BY_PEER, now);
  }

  /**
   * A problem report of the connection's peer arrived. One that is established goes on: the report
   * is for the application, unless it says that the peer gave up what both had begun.
   *
   * @throws InvalidMessageException if it is from someone else
   */
  public static Outcome problemReceived(
      Connection connection, Parties parties, Message message, Instant now) {
    if (!connection.theirDid().filter(parties::isFrom).isPresent()
        || !isTo(connection, parties.recipient())) {
      throw refused("e.p.trust", "the problem report is not from this connection's peer");
    }
    PeerReport report = report(message, now);
    if (connection.state().isEstablished()) {
      return reported(connection, parties, message, report, now);
    }
    if (connection.state().isFailed()) {
      return Outcome.unchanged(connection);
    }
    requireThread(connection, message);
    checkCanHappen(connection, PROBLEM_RECEIVED);
    return failed(
        connection.toBuilder().theirDid(present(connection.theirDid().orElseThrow(), parties)),
        connection,
        report,
        now);
  }

  /**
   * Whoever holds an invitation for one says that they will not use it. About one that was used, or
   * is over, it says nothing new.
   *
   * @throws InvalidMessageException if it is not to the DID of the invitation
   */
  public static Outcome invitationRefused(
      Connection inviter, Parties parties, Message message, Instant now) {
    if (!isSameParty(inviter.invitation().from(), parties.recipient())) {
      throw refused("e.p.trust", "the problem report is not from this connection's peer");
    }
    if (inviter.state() != ConnectionState.INVITATION_GENERATED) {
      return Outcome.unchanged(inviter);
    }
    return failed(inviter.toBuilder(), inviter, report(message, now), now);
  }

  static Outcome declined(Outcome outcome, Instant now) {
    Connection before = outcome.connection();
    Connection.Builder changes = before.toBuilder().stopped(new Stopped(DECLINED, now));
    Connection pending = walk(changes, before, PROBLEM_FOUND);
    String reportId = pending.deliveryId().orElseThrow();
    return outcome.then(PROBLEM_FOUND, pending).send(report(pending, reportId, now));
  }

  /** Our report; it begins a thread of its own, and names the one that has failed. */
  static Message report(Connection connection, String id, Instant now) {
    String reason = connection.stopped().map(Stopped::reason).orElse(CANCELLED);
    return report(
        id,
        connection.ourDid(),
        connection.theirDid().orElseThrow(),
        connection.thread(),
        reason.startsWith(DECLINED) ? DECLINED : CANCELLED,
        now);
  }

  /** A report about an invitation of ours, to somebody who is not a connection's peer. */
  public static Message report(
      String id, Did from, Did to, String invitationId, String code, Instant now) {
    ProblemReport report = new ProblemReport(code, Optional.of(comment(code)));
    return Message.builder(id, ProblemReport.TYPE)
        .from(from)
        .to(to)
        .createdTime(now)
        .parentThread(new ThreadId(invitationId))
        .body(report.body())
        .build();
  }

  private static String comment(String code) {
    return switch (code) {
      case DECLINED -> "We do not want to connect.";
      case CANCELLED -> "We gave up connecting.";
      case "e.p.req.time" -> "The invitation has expired.";
      default -> "The invitation cannot be used.";
    };
  }

  private static Outcome over(
      Connection inviter, ConnectionEvent event, String reason, Instant now) {
    Connection.Builder changes = inviter.toBuilder().stopped(new Stopped(reason, now));
    return Outcome.of(event, move(changes, inviter, event, now));
  }

  private static Outcome failed(
      Connection.Builder changes, Connection before, PeerReport report, Instant now) {
    Stopped stopped = new Stopped("the peer refused: " + report.code(), now);
    Connection failed =
        move(changes.peerReport(report).stopped(stopped), before, PROBLEM_RECEIVED, now);
    return Outcome.of(PROBLEM_RECEIVED, failed).settleDelivery();
  }

  private static Outcome reported(
      Connection connection, Parties parties, Message message, PeerReport report, Instant now) {
    if (connection.ending().isPresent()) {
      return Outcome.unchanged(connection);
    }
    if (report.code().equals(CANCELLED) && isOfThread(connection, message)) {
      return left(connection, ENDED_BY_PEER, now);
    }
    Outcome heard = ConnectionProtocol.heardFrom(connection, parties, now);
    boolean tooSoon =
        connection
            .peerReport()
            .filter(
                last ->
                    !last.time().isAfter(now) && now.isBefore(last.time().plus(BETWEEN_REPORTS)))
            .isPresent();
    if (tooSoon) {
      return heard; // a peer must not fill our store
    }
    Connection.Builder changes = heard.connection().toBuilder().peerReport(report);
    return further(heard, PROBLEM_REPORTED, changes, now);
  }

  private static Outcome left(Connection connection, String reason, Instant now) {
    if (connection.ending().isPresent() || connection.state().isFailed()) {
      return Outcome.unchanged(connection);
    }
    checkCanHappen(connection, PEER_LEFT);
    Connection.Builder changes = connection.toBuilder().stopped(new Stopped(reason, now));
    if (connection.state().isEstablished()) {
      changes.ending(Ending.BY_PEER);
    }
    return Outcome.of(PEER_LEFT, move(changes, connection, PEER_LEFT, now)).settleDelivery();
  }

  // Until the peer has our response it may know us by the invitation's DID only.
  private static boolean isTo(Connection connection, Did recipient) {
    return isSameParty(connection.ourDid(), recipient)
        || (connection.fromPrior().isPresent()
            && isSameParty(connection.invitation().from(), recipient));
  }

  // Not through a pair of surrogates: what is left could not be read again.
  private static String cut(String text) {
    int most = Math.min(text.length(), LONGEST_COMMENT);
    boolean halvesAPair =
        most > 0 && most < text.length() && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, halvesAPair ? most - 1 : most);
  }

  private static void requireThread(Connection connection, Message message) {
    if (!isOfThread(connection, message)) {
      throw refused("e.p.req", "the problem report is about another thread");
    }
  }

  private static boolean isOfThread(Connection connection, Message message) {
    ThreadId thread = new ThreadId(connection.thread());
    return message.parentThread().or(message::thread).equals(Optional.of(thread))
        || message.thread().equals(Optional.of(thread));
  }

  private static PeerReport report(Message message, Instant now) {
    ProblemReport report = ProblemReport.read(message);
    return new PeerReport(report.code(), report.comment().map(ConnectionEndings::cut), now);
  }
}
