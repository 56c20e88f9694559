package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_PENDING;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_RECEIVED;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_SENT;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_PENDING;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_SENT;
import static org.entente.connection.ConnectionState.PROBLEM_REPORT_PENDING;

import java.util.EnumSet;
import java.util.Set;
import org.entente.did.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of our request or response on its way. */
class DeliveryTest {
  private static final Set<ConnectionState> DELIVERING =
      EnumSet.of(
          CONNECTION_REQUEST_PENDING,
          CONNECTION_REQUEST_SENT,
          CONNECTION_RESPONSE_PENDING,
          PROBLEM_REPORT_PENDING);

  private final Peers peers = Peers.current();

  @Test
  void aDeliveredRequestIsSentAndItsNamesOfKeysAreKept() {
    Connection pending = peers.invitee(CONNECTION_REQUEST_PENDING);

    Outcome outcome = ConnectionProtocol.delivered(pending, Profile.PRISM_2023, Peers.NOW);

    assertThat(outcome.connection().state()).isEqualTo(CONNECTION_REQUEST_SENT);
    assertThat(outcome.connection().profile()).isEqualTo(Profile.PRISM_2023);
    assertThat(outcome.connection().isEstablished()).isFalse();
    assertThat(outcome.isDeliverySettled()).isFalse();
  }

  @Test
  void aDeliveredResponseEstablishesTheConnection() {
    Connection pending = peers.inviter(CONNECTION_RESPONSE_PENDING);

    Outcome outcome = ConnectionProtocol.delivered(pending, Profile.CURRENT, Peers.NOW);

    assertThat(outcome.connection().state()).isEqualTo(CONNECTION_RESPONSE_SENT);
    assertThat(outcome.connection().isEstablished()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CONNECTION_REQUEST_SENT",
        "CONNECTION_RESPONSE_RECEIVED",
        "PROBLEM_REPORT_RECEIVED"
      })
  void aDeliveryOfTheRequestComingLateChangesNothing(ConnectionState state) {
    Connection invitee = peers.invitee(state);

    Outcome outcome = ConnectionProtocol.delivered(invitee, Profile.PRISM_2023, Peers.NOW);

    assertThat(outcome.isChange()).isFalse();
    assertThat(outcome.connection()).isSameAs(invitee);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTION_RESPONSE_SENT", "PROBLEM_REPORT_RECEIVED"})
  void aDeliveryOfTheResponseComingLateChangesNothing(ConnectionState state) {
    Connection inviter = peers.inviter(state);

    Outcome outcome = ConnectionProtocol.delivered(inviter, Profile.PRISM_2023, Peers.NOW);

    assertThat(outcome.isChange()).isFalse();
  }

  @Test
  void aDeliveryOfWhatWasNeverSentIsABug() {
    Connection invited = peers.invited().connection();

    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> ConnectionProtocol.delivered(invited, Profile.CURRENT, Peers.NOW));
  }

  @ParameterizedTest
  @EnumSource(ConnectionState.class)
  void givingUpAndRetryingAreForWhatIsBeingDelivered(ConnectionState state) {
    Connection connection = peers.invitee(state);

    boolean canGiveUp = DELIVERING.contains(state) || state == CONNECTION_REQUEST_RECEIVED;
    assertThat(ConnectionProtocol.canGiveUp(connection)).isEqualTo(canGiveUp);
    if (!canGiveUp) {
      assertThatExceptionOfType(IllegalTransitionException.class)
          .isThrownBy(() -> ConnectionProtocol.givenUp(connection, "enough", Peers.NOW));
    }
    if (!DELIVERING.contains(state)) {
      assertThatExceptionOfType(IllegalTransitionException.class)
          .isThrownBy(() -> ConnectionProtocol.retried(connection, Peers.NOW));
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CONNECTION_REQUEST_PENDING",
        "CONNECTION_REQUEST_SENT",
        "CONNECTION_RESPONSE_PENDING"
      })
  void aConnectionStaysWhereItIsWhenItStopsAndGoesOn(ConnectionState state) {
    Connection connection = peers.invitee(state);

    Connection stopped =
        ConnectionProtocol.givenUp(connection, "the deadline passed", Peers.NOW).connection();
    Connection going = ConnectionProtocol.retried(stopped, Peers.NOW).connection();

    assertThat(stopped.state()).isEqualTo(state);
    assertThat(stopped.stopped()).contains(new Stopped("the deadline passed", Peers.NOW));
    assertThat(stopped.version()).isEqualTo(connection.version() + 1);
    assertThat(going.state()).isEqualTo(state);
    assertThat(going.stopped()).isEmpty();
    assertThat(going.version()).isEqualTo(connection.version() + 2);
  }

  @Test
  void whatArrivesAfterAllIsNotStoppedAnyMore() {
    Connection stopped =
        ConnectionProtocol.givenUp(
                peers.inviter(CONNECTION_RESPONSE_PENDING), "the deadline passed", Peers.NOW)
            .connection();

    Connection sent =
        ConnectionProtocol.delivered(stopped, Profile.CURRENT, Peers.NOW).connection();

    assertThat(sent.stopped()).isEmpty();
  }
}
