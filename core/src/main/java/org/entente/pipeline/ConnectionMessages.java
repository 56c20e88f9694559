package org.entente.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEndings;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionRequest;
import org.entente.connection.ConnectionResponse;
import org.entente.connection.InvitationState;
import org.entente.connection.Outcome;
import org.entente.connection.Parties;
import org.entente.connection.Role;
import org.entente.did.Did;
import org.entente.did.PeerDid;
import org.entente.envelope.Rotation;
import org.entente.envelope.Unpacked;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Message;
import org.entente.message.MessageType;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.entente.storage.QueueQuery;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StoredInvitation;

/**
 * Loads what messages about connections are about, and has {@link ConnectionProtocol} and {@link
 * ConnectionEndings} decide. Thread-safe.
 */
final class ConnectionMessages {
  private static final MessageType EMPTY = new MessageType("https://didcomm.org/empty/1.0/empty");
  private static final String LEFT = "the peer ended the connection";

  private final Records records;
  private final NamedInvitations named;
  private final Peers peers;
  private final ConnectionRequests requests;

  ConnectionMessages(
      Records records, NamedInvitations named, Peers peers, ConnectionRequests requests) {
    this.records = records;
    this.named = named;
    this.peers = peers;
    this.requests = requests;
  }

  void registerWith(Dispatcher dispatcher) {
    dispatcher.register(
        ConnectionRequest.TYPE, Dispatcher.Demand.AUTHENTICATED, requests::received);
    dispatcher.register(
        ConnectionResponse.TYPE, Dispatcher.Demand.AUTHENTICATED, this::responseReceived);
    dispatcher.register(ProblemReport.TYPE, Dispatcher.Demand.AUTHENTICATED, this::problemReceived);
    dispatcher.register(EMPTY, Dispatcher.Demand.ENCRYPTED, this::emptyReceived);
  }

  private Decision responseReceived(Unpacked unpacked, Instant now) {
    Message response = unpacked.message();
    Connection invitee =
        named.connectionOf(named.find(ConnectionResponse.invitationIds(response), Role.INVITEE));
    return decision(
        ConnectionProtocol.responseReceived(invitee, response, Peers.parties(unpacked), now), now);
  }

  private Decision problemReceived(Unpacked unpacked, Instant now) {
    Message report = unpacked.message();
    Parties parties = Peers.parties(unpacked);
    Optional<Connection> connection =
        peers.connectionWith(parties).or(() -> oneOfSeveral(report, parties));
    if (connection.isPresent()) {
      return decision(
          ConnectionEndings.problemReceived(connection.get(), parties, report, now), now);
    }
    return invitationRefused(named.find(threads(report), Role.INVITER), parties, report, now);
  }

  private Decision invitationRefused(
      StoredInvitation invitation, Parties parties, Message report, Instant now) {
    if (!PeerDid.isSameParty(new Did(invitation.inviterDid()), parties.recipient())) {
      throw refused("the problem report is not from this connection's peer");
    }
    Optional<Outcome> outcome =
        invitation
            .connectionId()
            .flatMap(records::findConnection)
            .map(c -> ConnectionEndings.invitationRefused(c, parties, report, now))
            .filter(Outcome::isChange);
    if (outcome.isEmpty()) {
      return Decision.nothingNew(); // others may still use it, or it is over anyway
    }
    return Decision.accept(
        records
            .draft(now)
            .invitation(invitation.state(InvitationState.DECLINED))
            .noTimer(invitation.id())
            .outcome(outcome.get(), Optional.empty()),
        Optional.empty());
  }

  /** A message that carries headers only (DIDComm v2 §The Empty Message). */
  private Decision emptyReceived(Unpacked unpacked, Instant now) {
    if (unpacked.protection().author().isEmpty()) {
      return farewellReceived(unpacked, now);
    }
    Parties parties = Peers.parties(unpacked);
    Draft draft = records.draft(now);
    return peers.hear(draft, peers.talkingTo(parties), parties, now)
        ? Decision.accept(draft, Optional.empty())
        : Decision.nothingNew();
  }

  // Who goes by no DID any more is no author: the signature of the DID that is given up stands for
  // one (DIDComm v2 §Ending a Relationship).
  private Decision farewellReceived(Unpacked unpacked, Instant now) {
    Did ours = Peers.recipient(unpacked.protection());
    Did prior =
        unpacked
            .rotation()
            .filter(rotation -> rotation.next().isEmpty())
            .map(Rotation::prior)
            .orElseThrow(() -> refused("the message has no proven author"));
    Connection connection =
        records
            .findConnection(ours, prior)
            .orElseThrow(() -> refused("who leaves is not the peer of a connection"));
    return decision(ConnectionEndings.peerLeft(connection, prior, ours, now), now);
  }

  /** Of an invitation for several, whose peer may not know the DID yet that we took for it. */
  private Optional<Connection> oneOfSeveral(Message report, Parties parties) {
    return threads(report).stream()
        .map(invitationId -> ConnectionId.of(invitationId, parties.author()))
        .flatMap(id -> records.findConnection(id).stream())
        .findFirst();
  }

  private static List<String> threads(Message report) {
    return Stream.of(report.parentThread(), report.thread())
        .flatMap(Optional::stream)
        .map(ThreadId::value)
        .distinct()
        .toList();
  }

  private Decision decision(Outcome outcome, Instant now) {
    if (!outcome.isChange()) {
      return Decision.nothingNew();
    }
    Connection connection = outcome.connection();
    Draft draft = records.draft(now);
    if (connection.role() == Role.INVITER) {
      draft.noTimer(connection.id()); // a decision that somebody was to make
    }
    if (connection.ending().isPresent()) {
      giveUpOutbox(draft, connection);
    }
    return Decision.accept(draft.outcome(outcome, Optional.empty()), Optional.empty());
  }

  /** Nobody is there any more to take what waits. */
  private void giveUpOutbox(Draft draft, Connection connection) {
    QueueQuery waiting =
        new QueueQuery(
            QueuedMessage.Queue.OUTBOX, false, Optional.of(connection.id()), 0, Integer.MAX_VALUE);
    records.listQueued(waiting).forEach(message -> draft.update(message.givenUp(LEFT)));
  }

  private static InvalidMessageException refused(String reason) {
    return InvalidMessageException.refused("e.p.trust", reason);
  }
}
