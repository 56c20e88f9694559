package org.entente.connection;

import static org.entente.connection.ConnectionState.INVITATION_EXPIRED;
import static org.entente.connection.ConnectionState.INVITATION_GENERATED;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.Vectors;
import org.entente.did.Did;
import org.entente.did.Profile;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;

/** The two sides of the exchange in {@code vectors/synthetic}, in any state. */
final class Peers {
  static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  static final String ID = "id-of-the-invitee";
  static final String CODE = "e.p.req.not-now";

  /** Neither side of the exchange. */
  static final Did STRANGER = new Did("did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc");

  final JsonObject exchange;
  final Invitation invitation;
  final Did inviterDid;
  final Did inviteeDid;
  final String requestId;
  final String responseId;

  private Peers(String file) {
    this.exchange = Vectors.read("synthetic/" + file);
    this.invitation = Invitation.of(exchange.getObject("invitation"));
    this.inviterDid = new Did(exchange.getObject("inviter").getString("did"));
    this.inviteeDid = new Did(exchange.getObject("invitee").getString("did"));
    this.requestId = plaintext("request").getString("id");
    this.responseId = plaintext("response").getString("id");
  }

  static Peers current() {
    return new Peers("exchange-current.json");
  }

  static Peers of(String file) {
    return new Peers(file);
  }

  JsonObject plaintext(String which) {
    return exchange.getObject(which).getObject("plaintext");
  }

  Instant createdTime(String which) {
    return Instant.ofEpochSecond(plaintext(which).getInteger("created_time"));
  }

  Message request() {
    return Message.parse(plaintext("request"));
  }

  Message response() {
    return Message.parse(plaintext("response"));
  }

  /** A message from the invitee, as its envelope proves it. */
  Parties fromInvitee() {
    return new Parties(inviteeDid, inviterDid, Profile.CURRENT);
  }

  /** A message from the inviter, as its envelope proves it. */
  Parties fromInviter() {
    return new Parties(inviterDid, inviteeDid, Profile.CURRENT);
  }

  /** A message from the peer of a connection who goes by another DID now. */
  Parties moved(Connection connection) {
    boolean isInvitee = connection.role() == Role.INVITEE;
    return new Parties(
        STRANGER,
        isInvitee ? inviteeDid : inviterDid,
        Profile.CURRENT,
        Optional.of(isInvitee ? inviterDid : inviteeDid));
  }

  Outcome invited() {
    return ConnectionProtocol.invitationCreated(
        invitation, Optional.of("ours"), Profile.CURRENT, NOW);
  }

  Outcome accepted() {
    return ConnectionProtocol.invitationAccepted(
        invitation, ID, inviteeDid, Optional.empty(), Profile.CURRENT, requestId, NOW);
  }

  Outcome declined() {
    return ConnectionEndings.invitationDeclined(
        invitation, ID, inviteeDid, Profile.CURRENT, "report-id", NOW);
  }

  Outcome requestedByOneOfSeveral() {
    return ConnectionProtocol.requestOfOneReceived(
        invitation,
        Optional.empty(),
        "its-own-id",
        Optional.empty(),
        request(),
        fromInvitee(),
        Verdict.ACCEPT,
        responseId,
        NOW);
  }

  /** A problem report about the thread of the exchange. */
  Message report() {
    return report(CODE);
  }

  Message report(String code) {
    return Message.builder("report-id", ProblemReport.TYPE)
        .parentThread(new ThreadId(invitation.id()))
        .body(new ProblemReport(code, Optional.of("why")).body())
        .build();
  }

  Outcome requested() {
    return ConnectionProtocol.requestReceived(
        invited().connection(), request(), fromInvitee(), Verdict.ACCEPT, responseId, NOW);
  }

  /** The inviter in a state, with what it knows in that state. */
  Connection inviter(ConnectionState state) {
    Connection before =
        state == INVITATION_GENERATED || state == INVITATION_EXPIRED
            ? invited().connection()
            : requested().connection();
    return before.toBuilder().state(state).build();
  }

  /** The invitee in a state. */
  Connection invitee(ConnectionState state) {
    return accepted().connection().toBuilder().state(state).build();
  }

  /** Both sides in all their states. */
  static List<Connection> everySideInEveryState() {
    Peers peers = current();
    List<Connection> all = new ArrayList<>();
    for (ConnectionState state : ConnectionState.values()) {
      all.add(peers.invitee(state));
      all.add(peers.inviter(state));
    }
    return all;
  }
}
