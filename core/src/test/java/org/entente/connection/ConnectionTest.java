package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection as it is kept, and by its names. */
class ConnectionTest {
  private final Peers peers = Peers.current();

  @ParameterizedTest
  @EnumSource(ConnectionState.class)
  void aConnectionIsReadAsItWasWritten(ConnectionState state) {
    for (Connection side : new Connection[] {peers.invitee(state), peers.inviter(state)}) {
      Connection connection =
          side.toBuilder()
              .profile(Profile.PRISM_2023)
              .updatedTime(Peers.NOW.plusNanos(123_456_000))
              .stopped(new Stopped("enough", Peers.NOW.plusNanos(1000)))
              .build();

      Connection read = Connection.of(connection.toJson());

      assertThat(read).usingRecursiveComparison().isEqualTo(connection);
    }
  }

  @Test
  void aConnectionWithNothingButWhatItMustHaveIsReadAsItWasWritten() {
    Connection connection =
        peers.invited().connection().toBuilder().label(Optional.empty()).build();

    Connection read = Connection.of(connection.toJson());

    assertThat(read).usingRecursiveComparison().isEqualTo(connection);
    assertThat(connection.toJson().names())
        .doesNotContain("label", "theirDid", "updated", "delivery", "stoppedReason");
  }

  @Test
  void timesBeforeTheEpochAreKeptToo() {
    Instant early = Instant.parse("1969-12-31T23:59:59.999999Z");
    Connection connection =
        ConnectionProtocol.invitationCreated(
                peers.invitation, Optional.empty(), Profile.CURRENT, early)
            .connection();

    assertThat(Connection.of(connection.toJson()).createdTime()).isEqualTo(early);
  }

  @Test
  void theProgressOfADeliveryIsNotKeptWithTheConnection() {
    Connection.Progress progress =
        new Connection.Progress(
            3, Optional.of(Peers.NOW), Optional.of(Peers.NOW.plusSeconds(9)), Optional.of("why"));

    Connection connection = peers.accepted().connection().with(progress);

    assertThat(connection.attempts()).isEqualTo(3);
    assertThat(connection.nextAttempt()).contains(Peers.NOW);
    assertThat(connection.deadline()).contains(Peers.NOW.plusSeconds(9));
    assertThat(connection.lastFailure()).contains("why");
    assertThat(connection.toJson()).isEqualTo(peers.accepted().connection().toJson());
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "role", "state", "ourDid", "invitation", "created", "profile"})
  void whatLacksSomethingIsNoConnection(String member) {
    JsonObject json = peers.accepted().connection().toJson().without(Set.of(member));

    assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> Connection.of(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"role", "state", "ourDid", "theirDid", "profile"})
  void whatHasAnUnknownNameIsNoConnection(String member) {
    JsonObject json =
        JsonObject.builder()
            .putAll(peers.accepted().connection().toJson().without(Set.of(member)))
            .put(member, "nonsense")
            .build();

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> Connection.of(json))
        .withMessageNotContaining("nonsense");
  }

  @ParameterizedTest
  @EnumSource(ConnectionState.class)
  void aStateIsFoundByItsName(ConnectionState state) {
    assertThat(ConnectionState.of(state.toString())).isEqualTo(state);
    assertThat(state.toString().toUpperCase(Locale.ROOT)).isEqualTo(state.name().replace("_", ""));
  }

  @ParameterizedTest
  @EnumSource(ConnectionEvent.class)
  void anEventIsNamedAsItIsWritten(ConnectionEvent event) {
    assertThat(event.toString().toUpperCase(Locale.ROOT)).isEqualTo(event.name().replace("_", ""));
  }

  @Test
  void theNamesAreThoseOfThePrismAgents() {
    assertThat(ConnectionState.values())
        .extracting(ConnectionState::toString)
        .contains("InvitationGenerated", "ConnectionRequestPending", "ConnectionResponseSent");
    assertThat(Role.of("Inviter")).isEqualTo(Role.INVITER);
    assertThat(Role.of("Invitee")).isEqualTo(Role.INVITEE);
    assertThat(Role.INVITER).hasToString("Inviter");
    assertThat(Role.INVITEE).hasToString("Invitee");
  }

  @Test
  void namesOfNothingAreRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> ConnectionState.of("INVITATION_GENERATED"));
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Role.of("inviter"));
  }

  @Test
  void whyItIsNotEstablishedIsSaidInOneLine() {
    Connection failing =
        peers
            .accepted()
            .connection()
            .with(
                new Connection.Progress(
                    1, Optional.empty(), Optional.empty(), Optional.of("HTTP 503")));
    Connection stopped = ConnectionProtocol.givenUp(failing, "too late", Peers.NOW).connection();

    assertThat(new ConnectionNotEstablishedException(failing, "after 5 s"))
        .hasMessage("after 5 s: it is in ConnectionRequestPending, last attempt: HTTP 503");
    assertThat(new ConnectionNotEstablishedException(stopped, "after 5 s"))
        .hasMessage("after 5 s: it is in ConnectionRequestPending and stopped, too late");
    assertThat(new ConnectionNotEstablishedException(stopped, "x").connection()).isSameAs(stopped);
  }
}
