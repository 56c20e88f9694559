package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_PENDING;
import static org.entente.connection.ConnectionState.INVITATION_GENERATED;
import static org.entente.connection.ConnectionState.INVITATION_RECEIVED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.entente.did.Profile;
import org.entente.exception.EntenteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection begins, and what holds for all that can happen to it. */
class ConnectionProtocolTest {
  private final Peers peers = Peers.current();

  @Test
  void anInviterBeginsWithItsInvitation() {
    Outcome outcome = peers.invited();

    Connection inviter = outcome.connection();
    assertThat(inviter.state()).isEqualTo(INVITATION_GENERATED);
    assertThat(inviter.role()).isEqualTo(Role.INVITER);
    assertThat(inviter.id()).isEqualTo(peers.invitation.id()).isEqualTo(inviter.thread());
    assertThat(inviter.ourDid()).isEqualTo(peers.inviterDid);
    assertThat(inviter.theirDid()).isEmpty();
    assertThat(inviter.deliveryId()).isEmpty();
    assertThat(inviter.createdTime()).isEqualTo(Peers.NOW);
    assertThat(inviter.updatedTime()).isEmpty();
    assertThat(inviter.version()).isEqualTo(1);
    assertThat(inviter.eventCount()).isEqualTo(1);
    assertThat(outcome.send()).isEmpty();
    assertThat(outcome.steps())
        .containsExactly(new Outcome.Step(ConnectionEvent.INVITATION_CREATED, inviter));
  }

  @Test
  void anInviteeReadsAndAcceptsInOneChange() {
    Outcome outcome = peers.accepted();

    Connection invitee = outcome.connection();
    assertThat(outcome.steps())
        .extracting(step -> step.connection().state())
        .containsExactly(INVITATION_RECEIVED, CONNECTION_REQUEST_PENDING);
    assertThat(outcome.steps())
        .extracting(step -> step.connection().eventCount())
        .containsExactly(1L, 2L);
    assertThat(invitee.version()).isEqualTo(1);
    assertThat(invitee.role()).isEqualTo(Role.INVITEE);
    assertThat(invitee.id()).isEqualTo(Peers.ID);
    assertThat(invitee.thread()).isEqualTo(peers.invitation.id());
    assertThat(invitee.ourDid()).isEqualTo(peers.inviteeDid);
    assertThat(invitee.theirDid()).contains(peers.inviterDid);
    assertThat(invitee.deliveryId()).contains(peers.requestId);
    assertThat(invitee.goal()).isEqualTo(peers.invitation.goal());
    assertThat(invitee.goalCode()).isEqualTo(peers.invitation.goalCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT24H", "-PT1H", "PT0S", "PT1H", "PT24H"})
  void noRecordLooksYoungerThanItWas(Duration jump) {
    Instant then = Peers.NOW.plus(jump);

    for (Connection before : connections()) {
      for (Outcome outcome : everythingThatCanHappen(before, then)) {
        Instant last = before.updatedTime().orElse(before.createdTime());
        Instant expected = then.isAfter(last) ? then : last;
        assertThat(outcome.connection().updatedTime()).contains(expected);
        assertThat(outcome.connection().createdTime()).isEqualTo(before.createdTime());
      }
    }
  }

  @Test
  void everyChangeIsOneVersionAndAnEventForEachStep() {
    for (Connection before : connections()) {
      for (Outcome outcome : everythingThatCanHappen(before, Peers.NOW)) {
        Connection after = outcome.connection();
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.eventCount()).isEqualTo(before.eventCount() + outcome.steps().size());
        assertThat(outcome.steps().get(outcome.steps().size() - 1).connection()).isSameAs(after);
      }
    }
  }

  @Test
  void nothingThatGoesInIsChanged() {
    String request = peers.request().toJson().toJson();
    for (Connection before : connections()) {
      String json = before.toJson().toJson();

      List<Outcome> outcomes = everythingThatCanHappen(before, Peers.NOW.plusSeconds(60));

      assertThat(before.toJson().toJson()).isEqualTo(json);
      assertThat(outcomes).allSatisfy(o -> assertThat(o.connection()).isNotSameAs(before));
    }
    assertThat(peers.request().toJson().toJson()).isEqualTo(request);
  }

  @Test
  void theSameThatHappensToTheSameEndsTheSame() {
    for (Connection before : connections()) {
      assertThat(shown(everythingThatCanHappen(before, Peers.NOW)))
          .isEqualTo(shown(everythingThatCanHappen(before, Peers.NOW)));
    }
  }

  private static List<String> shown(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                outcome.connection().toJson().toJson()
                    + outcome.send().map(message -> message.toJson().toJson())
                    + outcome.steps())
        .toList();
  }

  private static List<Connection> connections() {
    List<Connection> all = new ArrayList<>();
    for (Connection connection : Peers.everySideInEveryState()) {
      all.add(connection);
      all.add(connection.toBuilder().updatedTime(Peers.NOW.plusSeconds(1800)).build());
    }
    return all;
  }

  private List<Outcome> everythingThatCanHappen(Connection connection, Instant now) {
    Stream<BiFunction<Connection, Instant, Outcome>> methods =
        Stream.of(
            (c, time) ->
                ConnectionProtocol.requestReceived(
                    c,
                    peers.request(),
                    peers.fromInvitee(),
                    Verdict.ACCEPT,
                    peers.responseId,
                    time),
            (c, time) ->
                ConnectionProtocol.responseReceived(c, peers.response(), peers.fromInviter(), time),
            (c, time) ->
                ConnectionEndings.problemReceived(
                    c,
                    c.role() == Role.INVITEE ? peers.fromInviter() : peers.fromInvitee(),
                    peers.report(),
                    time),
            (c, time) -> ConnectionEndings.cancelled(c, "report-id", time),
            (c, time) ->
                ConnectionEndings.ended(c, "farewell-id", Optional.of("a statement"), time),
            ConnectionProtocol::messageGivenUp,
            ConnectionEndings::invitationLapsed,
            (c, time) -> ConnectionProtocol.delivered(c, Profile.CURRENT, time),
            (c, time) -> ConnectionProtocol.givenUp(c, "enough", time),
            ConnectionProtocol::retried);
    List<Outcome> outcomes = new ArrayList<>();
    methods.forEach(
        method -> {
          try {
            Outcome outcome = method.apply(connection, now);
            if (outcome.isChange()) {
              outcomes.add(outcome);
            }
          } catch (EntenteException e) {
            // cannot happen to this one
          }
        });
    return outcomes;
  }
}
