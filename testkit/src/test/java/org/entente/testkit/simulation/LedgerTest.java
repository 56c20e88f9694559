package org.entente.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Optional;
import org.entente.connection.ConnectionEvent;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationState;
import org.entente.connection.Role;
import org.entente.keys.SealedBytes;
import org.entente.storage.Change;
import org.entente.storage.HandledMessage;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredInvitation;
import org.entente.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Instant NOW = ManualClock.START;
  private static final SealedBytes BODY = SealedBytes.of(new byte[40]);

  private final Simulation simulation = Simulation.seeded(1, Hardships.none());
  private final Ledger ledger = new Ledger(simulation, "alice");

  @BeforeEach
  void anInvitationIsMade() {
    ledger.committed(
        change()
            .invitation(invitation(1, 0))
            .connection(connection("c", 1, ConnectionState.INVITATION_GENERATED))
            .event(
                event(1, ConnectionEvent.INVITATION_CREATED, ConnectionState.INVITATION_GENERATED))
            .build());
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void aStepOfTheTableIsRight() {
    ledger.committed(requestReceived(2, 2).build());

    assertThat(ledger.connection("c").orElseThrow().state())
        .isEqualTo(ConnectionState.CONNECTION_REQUEST_RECEIVED);
  }

  @Test
  void aStepThatIsNotInTheTableIsWrong() {
    refused(
        change()
            .connection(connection("c", 2, ConnectionState.CONNECTION_RESPONSE_SENT))
            .event(
                event(
                    2,
                    ConnectionEvent.RESPONSE_DELIVERED,
                    ConnectionState.CONNECTION_RESPONSE_SENT)),
        "a step that is not in the table: InvitationGenerated ResponseDelivered");
  }

  @Test
  void aStateWithoutAnEventIsWrong() {
    refused(
        change().connection(connection("c", 2, ConnectionState.INVITATION_EXPIRED)),
        "a state without an event");
  }

  @Test
  void aGapInVersionsOrEventsIsWrong() {
    refused(requestReceived(3, 2), "a version was left out");
    refused(requestReceived(2, 3), "a gap in the sequence of events");
  }

  @Test
  void anotherConnectionForASingleUseInvitationIsWrong() {
    refused(
        change().connection(connection("other", 1, ConnectionState.INVITATION_GENERATED)),
        "an invitation led to too many connections");
  }

  @Test
  void anInvitationThatIsUsedMoreOftenThanItMayIsWrong() {
    ledger.committed(change().invitation(invitation(2, 1)).build());

    refused(change().invitation(invitation(3, 2)), "an invitation was used too often");
  }

  @Test
  void aMessageThatIsTakenTwiceIsWrong() {
    HandledMessage handled = new HandledMessage("key", "digest", NOW, Optional.empty());
    ledger.committed(change().handled(handled).pruneBefore(NOW.plusSeconds(1)).build());

    refused(change().handled(handled), "one message was taken twice");
  }

  @Test
  void aMessageThatOvertakesAnotherIsWrong() {
    ledger.committed(change().add(message("first")).add(message("second")).build());

    refused(change().remove("second"), "a message overtook another");
  }

  @Test
  void aMessageThatWasGivenUpHoldsUpNobody() {
    ledger.committed(change().add(message("first")).add(message("second")).build());

    ledger.committed(
        change()
            .update(message("first").attempted(Optional.empty(), Optional.of("refused")))
            .build());
    ledger.committed(change().remove("second").build());

    assertThat(ledger.outgoing()).extracting(Parcel::isDone).containsExactly(false, true);
    assertThat(ledger.outgoing().get(0).failure()).contains("refused");
  }

  private void refused(Change.Builder change, String why) {
    assertThatExceptionOfType(SimulationFailure.class)
        .isThrownBy(() -> ledger.committed(change.build()))
        .withMessageContaining(why);
  }

  private static Change.Builder requestReceived(long version, long sequence) {
    return change()
        .connection(connection("c", version, ConnectionState.CONNECTION_REQUEST_RECEIVED))
        .event(
            event(
                sequence,
                ConnectionEvent.REQUEST_RECEIVED,
                ConnectionState.CONNECTION_REQUEST_RECEIVED));
  }

  private static Change.Builder change() {
    return Change.builder("default", new Lease("owner", NOW));
  }

  private static StoredInvitation invitation(long version, int uses) {
    return new StoredInvitation(
        "thread",
        Role.INVITER,
        "did:peer:ours",
        Optional.of("c"),
        Optional.empty(),
        1,
        uses,
        InvitationState.OPEN,
        Optional.empty(),
        NOW,
        version,
        BODY);
  }

  private static StoredConnection connection(String id, long version, ConnectionState state) {
    return new StoredConnection(
        id,
        "thread",
        Role.INVITER,
        state,
        Optional.empty(),
        "did:peer:ours",
        Optional.empty(),
        Optional.empty(),
        NOW,
        version,
        BODY);
  }

  private static StoredEvent event(long sequence, ConnectionEvent event, ConnectionState state) {
    return new StoredEvent(0, "c", sequence, event.toString(), state, NOW);
  }

  private static QueuedMessage message(String id) {
    return QueuedMessage.added(id, Queue.OUTBOX, "c", NOW, NOW, Optional.empty(), BODY);
  }
}
