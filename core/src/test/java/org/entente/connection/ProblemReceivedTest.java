package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_SENT;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_PENDING;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_SENT;
import static org.entente.connection.ConnectionState.INVITATION_GENERATED;
import static org.entente.connection.ConnectionState.INVITATION_RECEIVED;
import static org.entente.connection.ConnectionState.PROBLEM_REPORT_RECEIVED;

import java.util.Optional;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Message;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The peer reports a problem in the connection's thread. */
class ProblemReceivedTest {
  private static final Peers PEERS = Peers.current();

  private final Peers peers = PEERS;

  @ParameterizedTest
  @EnumSource(names = {"CONNECTION_REQUEST_PENDING", "CONNECTION_REQUEST_SENT"})
  void theInviterMayRefuseUs(ConnectionState state) {
    Outcome outcome = receive(peers.invitee(state), peers.fromInviter());

    assertThat(outcome.connection().state()).isEqualTo(PROBLEM_REPORT_RECEIVED);
    assertThat(outcome.connection().state().isFailed()).isTrue();
    assertThat(outcome.isDeliverySettled()).isTrue();
    assertThat(outcome.connection().stopped())
        .contains(new Stopped("the peer refused: " + Peers.CODE, Peers.NOW));
  }

  @Test
  void theInviteeMayRefuseOurResponse() {
    Outcome outcome = receive(peers.inviter(CONNECTION_RESPONSE_PENDING), peers.fromInvitee());

    assertThat(outcome.connection().state()).isEqualTo(PROBLEM_REPORT_RECEIVED);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTION_RESPONSE_SENT", "CONNECTION_RESPONSE_RECEIVED"})
  void nothingLeadsOutOfAnEstablishedConnection(ConnectionState state) {
    Outcome outcome = receive(peers.inviter(state), peers.fromInvitee());

    assertThat(outcome.steps())
        .extracting(Outcome.Step::event)
        .containsExactly(ConnectionEvent.PROBLEM_REPORTED);
    assertThat(outcome.connection().state()).isEqualTo(state);
    assertThat(outcome.connection().isEstablished()).isTrue();
    assertThat(outcome.connection().peerReport())
        .contains(new PeerReport(Peers.CODE, Optional.of("why"), Peers.NOW));
  }

  @Test
  void aPeerThatGaveUpWhatBothHadBegunHasLeft() {
    Connection inviter = peers.inviter(CONNECTION_RESPONSE_SENT);

    Outcome outcome =
        ConnectionEndings.problemReceived(
            inviter, peers.fromInvitee(), peers.report(ConnectionEndings.CANCELLED), Peers.NOW);

    assertThat(outcome.connection().ending()).contains(Ending.BY_PEER);
    assertThat(outcome.connection().isEstablished()).isFalse();
    assertThat(outcome.connection().state()).isEqualTo(CONNECTION_RESPONSE_SENT);
  }

  @Test
  void whatTheReportSaysIsKeptAndCutBetweenCharacters() {
    String longText = "x".repeat(999) + "\uD83D\uDE00" + "y".repeat(50);
    Message report =
        peers.report().toBuilder()
            .body(new ProblemReport(Peers.CODE, Optional.of(longText)).body())
            .build();

    Connection failed =
        ConnectionEndings.problemReceived(
                peers.invitee(CONNECTION_REQUEST_SENT), peers.fromInviter(), report, Peers.NOW)
            .connection();

    assertThat(failed.peerReport().orElseThrow().comment()).contains("x".repeat(999));
    assertThat(Connection.of(failed.toJson()).peerReport()).isEqualTo(failed.peerReport());
  }

  @Test
  void aReportAboutAnotherThreadIsRefusedBeforeTheConnectionIsEstablished() {
    Message report =
        peers.report().toBuilder().parentThread(new ThreadId("another-thread")).build();

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(
            () ->
                ConnectionEndings.problemReceived(
                    peers.invitee(CONNECTION_REQUEST_SENT),
                    peers.fromInviter(),
                    report,
                    Peers.NOW));
  }

  @Test
  void whomWeInvitedMayDecline() {
    Outcome outcome =
        ConnectionEndings.invitationRefused(
            peers.inviter(INVITATION_GENERATED), peers.fromInvitee(), peers.report(), Peers.NOW);

    assertThat(outcome.connection().state()).isEqualTo(PROBLEM_REPORT_RECEIVED);
    assertThat(outcome.connection().theirDid()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "INVITATION_EXPIRED",
        "PROBLEM_REPORT_PENDING",
        "PROBLEM_REPORT_SENT",
        "PROBLEM_REPORT_RECEIVED"
      })
  void aReportAboutWhatHasFailedSaysNothingNew(ConnectionState state) {
    assertThat(receive(peers.invitee(state), peers.fromInviter()).isChange()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(ConnectionState.class)
  void aReportFromSomeoneElseIsRefusedInEveryState(ConnectionState state) {
    Parties stranger = new Parties(Peers.STRANGER, peers.inviteeDid, Profile.CURRENT);
    Parties elsewhere = new Parties(peers.inviterDid, Peers.STRANGER, Profile.CURRENT);

    refused("e.p.trust", peers.invitee(state), stranger);
    refused("e.p.trust", peers.invitee(state), elsewhere);
  }

  @Test
  void nobodyCanSpoilAnInvitationThatHasNoPeerYet() {
    refused("e.p.trust", peers.inviter(INVITATION_GENERATED), peers.fromInvitee());
  }

  @Test
  void aReportOutOfTurnIsRefused() {
    refused("e.p.req", peers.invitee(INVITATION_RECEIVED), peers.fromInviter());
  }

  @Test
  void aReportAfterWeGaveUpSaysWhy() {
    Connection stopped =
        ConnectionProtocol.givenUp(peers.invitee(CONNECTION_REQUEST_SENT), "enough", Peers.NOW)
            .connection();

    Connection failed = receive(stopped, peers.fromInviter()).connection();

    assertThat(failed.stopped().orElseThrow().reason()).contains(Peers.CODE);
  }

  private static Outcome receive(Connection connection, Parties parties) {
    return ConnectionEndings.problemReceived(connection, parties, PEERS.report(), Peers.NOW);
  }

  private static void refused(String code, Connection connection, Parties parties) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> receive(connection, parties))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
