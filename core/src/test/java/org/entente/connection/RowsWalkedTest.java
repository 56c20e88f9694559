package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.entente.connection.ConnectionTransitions.Row;
import org.entente.did.Profile;
import org.entente.exception.EntenteException;
import org.entente.message.Invitation;
import org.junit.jupiter.api.Test;

/** Whether the protocol walks every row of the table, and nothing beside it. */
class RowsWalkedTest {
  private final Peers peers = Peers.current();

  /** Declared as the PRISM agents declare them; nothing brings them about (yet). */
  private static final Set<Row> NEVER_WALKED =
      Set.of(
          new Row(
              ConnectionState.CONNECTION_REQUEST_RECEIVED,
              ConnectionEvent.PROBLEM_FOUND,
              ConnectionState.PROBLEM_REPORT_PENDING),
          new Row(
              ConnectionState.PROBLEM_REPORT_PENDING,
              ConnectionEvent.PROBLEM_DELIVERED,
              ConnectionState.PROBLEM_REPORT_SENT),
          new Row(
              ConnectionState.INVITATION_RECEIVED,
              ConnectionEvent.INVITATION_LAPSED,
              ConnectionState.INVITATION_EXPIRED));

  @Test
  void everyRowButTheNamedOnesIsWalked() {
    Set<Row> walked = new HashSet<>();
    walked.addAll(rows(null, peers.invited()));
    walked.addAll(rows(null, peers.accepted()));
    for (Connection connection : Peers.everySideInEveryState()) {
      for (Supplier<Outcome> method : everyMethodOn(connection)) {
        walked.addAll(walk(connection, method));
      }
    }

    Set<Row> expected = new HashSet<>(ConnectionTransitions.ROWS);
    expected.removeAll(NEVER_WALKED);
    // coming again, a delivery changes nothing: these rows allow it and leave no step
    expected.removeIf(row -> row.from() == row.to() && row.on().name().endsWith("DELIVERED"));
    assertThat(walked).isEqualTo(expected);
  }

  private List<Supplier<Outcome>> everyMethodOn(Connection connection) {
    return List.of(
        () ->
            ConnectionProtocol.requestReceived(
                connection, peers.request(), peers.fromInvitee(), peers.responseId, Peers.NOW),
        () ->
            ConnectionProtocol.requestReceived(
                expiring(connection),
                peers.request(),
                peers.fromInvitee(),
                peers.responseId,
                Peers.NOW),
        () ->
            ConnectionProtocol.responseReceived(
                connection, peers.response(), peers.fromInviter(), Peers.NOW),
        () ->
            ConnectionProtocol.problemReceived(
                connection,
                connection.role() == Role.INVITEE ? peers.fromInviter() : peers.fromInvitee(),
                Peers.CODE,
                Peers.NOW),
        () -> ConnectionProtocol.delivered(connection, Profile.CURRENT, Peers.NOW),
        () -> ConnectionProtocol.heardFrom(connection, peers.moved(connection), Peers.NOW),
        () -> ConnectionProtocol.givenUp(connection, "enough", Peers.NOW),
        () -> ConnectionProtocol.retried(connection, Peers.NOW));
  }

  private static Connection expiring(Connection connection) {
    Invitation invitation =
        Invitation.builder(connection.invitation().id(), connection.invitation().from())
            .expires(Peers.NOW.minusSeconds(9), Peers.NOW.minusSeconds(1))
            .build();
    Connection begun =
        ConnectionProtocol.invitationCreated(
                invitation, connection.label(), connection.profile(), Peers.NOW)
            .connection();
    return begun.toBuilder().state(connection.state()).build();
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
