package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_SENT;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_PENDING;
import static org.entente.connection.ConnectionState.INVITATION_GENERATED;
import static org.entente.connection.ConnectionState.PROBLEM_REPORT_RECEIVED;

import org.entente.connection.ConnectionProtocol.Parties;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The peer reports a problem in the connection's thread. */
class ProblemReceivedTest {
  private final Peers peers = Peers.current();

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
    Connection inviter = peers.inviter(state);

    Outcome outcome = receive(inviter, peers.fromInvitee());

    assertThat(outcome.isChange()).isFalse();
    assertThat(outcome.connection()).isSameAs(inviter);
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

  @ParameterizedTest
  @EnumSource(
      names = {
        "INVITATION_RECEIVED",
        "INVITATION_EXPIRED",
        "PROBLEM_REPORT_PENDING",
        "PROBLEM_REPORT_SENT",
        "PROBLEM_REPORT_RECEIVED"
      })
  void aReportOutOfTurnIsRefused(ConnectionState state) {
    refused("e.p.req", peers.invitee(state), peers.fromInviter());
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
    return ConnectionProtocol.problemReceived(connection, parties, Peers.CODE, Peers.NOW);
  }

  private static void refused(String code, Connection connection, Parties parties) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> receive(connection, parties))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
