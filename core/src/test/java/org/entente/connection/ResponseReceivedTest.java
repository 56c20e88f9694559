package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_PENDING;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_SENT;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_RECEIVED;

import java.util.List;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An invitee gets the response. */
class ResponseReceivedTest {
  private final Peers peers = Peers.current();

  @ParameterizedTest
  @EnumSource(names = {"CONNECTION_REQUEST_PENDING", "CONNECTION_REQUEST_SENT"})
  void aResponseEstablishesTheConnectionAlsoIfItOvertakesOurReceipt(ConnectionState state) {
    Outcome outcome = receive(peers.invitee(state), peers.response(), peers.fromInviter());

    assertThat(outcome.connection().state()).isEqualTo(CONNECTION_RESPONSE_RECEIVED);
    assertThat(outcome.connection().isEstablished()).isTrue();
    assertThat(outcome.isDeliverySettled()).isTrue();
    assertThat(outcome.send()).isEmpty();
    assertThat(outcome.steps())
        .extracting(Outcome.Step::event)
        .containsExactly(ConnectionEvent.RESPONSE_RECEIVED);
  }

  @Test
  void aResponseToAConnectionThatWasGivenUpIsStillWelcome() {
    Connection stopped =
        ConnectionProtocol.givenUp(peers.invitee(CONNECTION_REQUEST_SENT), "enough", Peers.NOW)
            .connection();

    Connection established = receive(stopped, peers.response(), peers.fromInviter()).connection();

    assertThat(stopped.stopped()).isPresent();
    assertThat(established.isEstablished()).isTrue();
    assertThat(established.stopped()).isEmpty();
  }

  @Test
  void thePeersNamesForKeysAreNoted() {
    Parties parties = new Parties(peers.inviterDid, peers.inviteeDid, Profile.PRISM_2023);

    Outcome outcome = receive(peers.invitee(CONNECTION_REQUEST_SENT), peers.response(), parties);

    assertThat(outcome.connection().profile()).isEqualTo(Profile.PRISM_2023);
  }

  @Test
  void aSecondResponseChangesNothing() {
    Connection established = peers.invitee(CONNECTION_RESPONSE_RECEIVED);

    Outcome outcome = receive(established, peers.response(), peers.fromInviter());

    assertThat(outcome.isChange()).isFalse();
    assertThat(outcome.connection()).isSameAs(established);
    assertThat(outcome.isDeliverySettled()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(ConnectionState.class)
  void aResponseFromSomeoneElseIsRefusedInEveryState(ConnectionState state) {
    Parties stranger = new Parties(Peers.STRANGER, peers.inviteeDid, Profile.CURRENT);

    refused("e.p.trust", peers.invitee(state), peers.response(), stranger);
  }

  @ParameterizedTest
  @EnumSource(ConnectionState.class)
  void aResponseToAnotherDidOfOursIsRefusedInEveryState(ConnectionState state) {
    Parties elsewhere = new Parties(peers.inviterDid, Peers.STRANGER, Profile.CURRENT);

    refused("e.p.trust", peers.invitee(state), peers.response(), elsewhere);
  }

  @Test
  void aResponseThatNamesOtherRecipientsIsRefused() {
    Message toNobody = peers.response().toBuilder().to().build();
    Message toAnother = peers.response().toBuilder().to(Peers.STRANGER).build();
    Message toBoth = peers.response().toBuilder().to(peers.inviteeDid, Peers.STRANGER).build();

    for (Message response : List.of(toNobody, toAnother, toBoth)) {
      refused(
          "e.p.trust", peers.invitee(CONNECTION_REQUEST_PENDING), response, peers.fromInviter());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "CONNECTION_REQUEST_PENDING",
        "CONNECTION_REQUEST_SENT",
        "CONNECTION_RESPONSE_RECEIVED"
      })
  void aResponseOutOfTurnIsRefused(ConnectionState state) {
    refused("e.p.req", peers.invitee(state), peers.response(), peers.fromInviter());
  }

  private static Outcome receive(Connection invitee, Message response, Parties parties) {
    return ConnectionProtocol.responseReceived(invitee, response, parties, Peers.NOW);
  }

  private static void refused(String code, Connection to, Message response, Parties parties) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> receive(to, response, parties))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
