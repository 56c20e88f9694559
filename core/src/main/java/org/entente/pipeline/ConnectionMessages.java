package org.entente.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionProtocol.Parties;
import org.entente.connection.ConnectionRequest;
import org.entente.connection.ConnectionResponse;
import org.entente.connection.Outcome;
import org.entente.connection.Role;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.envelope.Protection;
import org.entente.envelope.Rotation;
import org.entente.envelope.Unpacked;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Message;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.entente.storage.StoredInvitation;

/** Loads what messages of connections/1.0 are about, and has {@link ConnectionProtocol} decide. */
final class ConnectionMessages {
  private final Records records;
  private final Supplier<String> ids;
  private final Deadlines deadlines;

  ConnectionMessages(Records records, Supplier<String> ids, Deadlines deadlines) {
    this.records = records;
    this.ids = ids;
    this.deadlines = deadlines;
  }

  void registerWith(Dispatcher dispatcher) {
    dispatcher.register(
        ConnectionRequest.TYPE, Dispatcher.Demand.AUTHENTICATED, this::requestReceived);
    dispatcher.register(
        ConnectionResponse.TYPE, Dispatcher.Demand.AUTHENTICATED, this::responseReceived);
    dispatcher.register(ProblemReport.TYPE, Dispatcher.Demand.AUTHENTICATED, this::problemReceived);
  }

  private Decision requestReceived(Unpacked unpacked, Instant now) {
    Message request = unpacked.message();
    StoredInvitation invitation =
        findInvitation(ConnectionRequest.invitationIds(request), Role.INVITER);
    Connection inviter = connectionOf(invitation);
    Outcome outcome =
        ConnectionProtocol.requestReceived(inviter, request, parties(unpacked), ids.get(), now);
    Draft draft = records.draft(now).outcome(outcome, deadlines.forResponse(now));
    if (outcome.refusal().isPresent()) {
      return Decision.refuse(draft, outcome.refusal().get());
    }
    return Decision.accept(draft.invitationUsed(invitation), outcome.connection().deliveryId());
  }

  private Decision responseReceived(Unpacked unpacked, Instant now) {
    Message response = unpacked.message();
    Connection invitee =
        connectionOf(findInvitation(ConnectionResponse.invitationIds(response), Role.INVITEE));
    Outcome outcome =
        ConnectionProtocol.responseReceived(invitee, response, parties(unpacked), now);
    return decision(outcome, now);
  }

  private Decision problemReceived(Unpacked unpacked, Instant now) {
    Message report = unpacked.message();
    List<String> invitationIds =
        Stream.of(report.parentThread(), report.thread())
            .flatMap(Optional::stream)
            .map(ThreadId::value)
            .distinct()
            .toList();
    StoredInvitation invitation = findInvitation(invitationIds, Role.INVITER, Role.INVITEE);
    Outcome outcome =
        ConnectionProtocol.problemReceived(
            connectionOf(invitation), parties(unpacked), ProblemReport.read(report).code(), now);
    return decision(outcome, now);
  }

  private Decision decision(Outcome outcome, Instant now) {
    if (!outcome.isChange()) {
      return Decision.nothingNew();
    }
    return Decision.accept(records.draft(now).outcome(outcome, Optional.empty()), Optional.empty());
  }

  // Of the ids that a message names, no two may be those of different invitations (S28).
  private StoredInvitation findInvitation(List<String> ids, Role... roles) {
    List<StoredInvitation> named =
        ids.stream()
            .map(records::findInvitation)
            .flatMap(Optional::stream)
            .filter(invitation -> List.of(roles).contains(invitation.role()))
            .toList();
    if (named.size() != 1) {
      throw InvalidMessageException.refused(
          "e.p.req", "the message's thread is not that of an invitation");
    }
    return named.get(0);
  }

  private Connection connectionOf(StoredInvitation invitation) {
    return invitation
        .connectionId()
        .flatMap(records::findConnection)
        .orElseThrow(
            () ->
                InvalidMessageException.refused(
                    "e.p.req", "the connection of the message's invitation is gone"));
  }

  /** Who wrote a message to whom; the dispatcher has seen to it that there is an author. */
  static Parties parties(Unpacked unpacked) {
    Protection protection = unpacked.protection();
    Did author =
        protection
            .author()
            .orElseThrow(
                () -> InvalidMessageException.refused("e.p.trust", "there is no proven author"));
    Did recipient =
        protection
            .recipient()
            .map(DidUrl::did)
            .orElseThrow(() -> InvalidMessageException.refused("e.p.trust", "it is not encrypted"));
    Optional<Did> prior = unpacked.rotation().map(Rotation::prior);
    return new Parties(author, recipient, profileShown(protection, author), prior);
  }

  // The names that the peer itself used are better evidence than how its DID is written.
  private static Profile profileShown(Protection protection, Did author) {
    String fragment = protection.sender().map(DidUrl::fragment).orElse("");
    if (fragment.startsWith("6LS")) {
      return Profile.PRISM_2023;
    }
    return fragment.startsWith("key-") ? Profile.CURRENT : PeerDid.profileOf(author);
  }
}
