package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.entente.connection.ConnectionTransitions.Row;
import org.entente.did.Did;
import org.entente.did.Profile;
import org.entente.exception.EntenteException;
import org.junit.jupiter.api.Test;

/** Whether the protocol walks every row of the table, and nothing beside it. */
class RowsWalkedTest {
  private final Peers peers = Peers.current();

  @Test
  void everyRowIsWalkedAndNoOther() {
    Set<Row> walked = new HashSet<>();
    walked.addAll(rows(null, peers.invited()));
    walked.addAll(rows(null, peers.accepted()));
    walked.addAll(rows(null, peers.declined()));
    walked.addAll(rows(null, peers.requestedByOneOfSeveral()));
    for (Connection connection : Peers.everySideInEveryState()) {
      for (Supplier<Outcome> method : everyMethodOn(connection)) {
        walked.addAll(walk(connection, method));
      }
    }

    Set<Row> expected = new HashSet<>(ConnectionTransitions.ROWS);
    // coming again, a delivery changes nothing: these rows allow it and leave no step
    expected.removeIf(row -> row.from() == row.to() && row.on().name().endsWith("DELIVERED"));
    assertThat(walked).isEqualTo(expected);
  }

  private List<Supplier<Outcome>> everyMethodOn(Connection connection) {
    Parties peer = connection.role() == Role.INVITEE ? peers.fromInviter() : peers.fromInvitee();
    Did theirs = peer.author();
    Did ours = connection.ourDid();
    Connection moving = connection.toBuilder().fromPrior("a statement").build();
    return List.of(
        () -> request(connection, Verdict.ACCEPT),
        () -> request(connection, Verdict.DECLINE),
        () -> request(connection, Verdict.DEFER),
        () -> ConnectionProtocol.requestAccepted(connection, Peers.NOW),
        () ->
            ConnectionProtocol.responseReceived(
                connection, peers.response(), peers.fromInviter(), Peers.NOW),
        () -> ConnectionProtocol.delivered(connection, Profile.CURRENT, Peers.NOW),
        () -> ConnectionProtocol.heardFrom(connection, peers.moved(connection), Peers.NOW),
        () -> ConnectionProtocol.heardFrom(moving, peer, Peers.NOW),
        () -> ConnectionProtocol.givenUp(connection, "enough", Peers.NOW),
        () -> ConnectionProtocol.messageGivenUp(connection, Peers.NOW),
        () -> ConnectionProtocol.retried(connection, Peers.NOW),
        () -> ConnectionEndings.problemReceived(connection, peer, peers.report(), Peers.NOW),
        () -> ConnectionEndings.invitationRefused(connection, peer, peers.report(), Peers.NOW),
        () -> ConnectionEndings.invitationLapsed(connection, Peers.NOW),
        () -> ConnectionEndings.invitationRevoked(connection, Peers.NOW),
        () -> ConnectionEndings.requestDeclined(connection, Peers.NOW),
        () -> ConnectionEndings.cancelled(connection, "report-id", Peers.NOW),
        () ->
            ConnectionEndings.ended(
                connection, "farewell-id", Optional.of("a statement"), Peers.NOW),
        () -> ConnectionEndings.peerLeft(connection, theirs, ours, Peers.NOW));
  }

  private Outcome request(Connection connection, Verdict verdict) {
    return ConnectionProtocol.requestReceived(
        connection, peers.request(), peers.fromInvitee(), verdict, peers.responseId, Peers.NOW);
  }

  private static Set<Row> walk(Connection connection, Supplier<Outcome> method) {
    try {
      return rows(connection.state(), method.get());
    } catch (EntenteException e) {
      return Set.of(); // not in this state
    }
  }

  private static Set<Row> rows(ConnectionState from, Outcome outcome) {
    List<ConnectionState> states = new ArrayList<>();
    states.add(from);
    outcome.steps().forEach(step -> states.add(step.connection().state()));
    Set<Row> rows = new HashSet<>();
    for (int i = 0; i < outcome.steps().size(); i++) {
      rows.add(new Row(states.get(i), outcome.steps().get(i).event(), states.get(i + 1)));
    }
    return rows;
  }
}
