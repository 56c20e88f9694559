package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.testkit.Records.LEASE;
import static org.entente.testkit.Records.NOW;
import static org.entente.testkit.Records.NO_LEASE;
import static org.entente.testkit.Records.incoming;
import static org.entente.testkit.Records.outgoing;
import static org.entente.testkit.Records.seconds;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.entente.storage.Change;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.junit.jupiter.api.Test;

/** The rules for queues: lanes, leases, order and rest. */
abstract class StorageQueueRules extends StorageRecordRules {
  @Test
  void s4_onlyTheHeadOfALaneIsHandedOutByACommit() {
    List<QueuedMessage> leased =
        commit(
            LEASE,
            change ->
                change
                    .add(outgoing("a1", "a", NOW))
                    .add(outgoing("a2", "a", NOW))
                    .add(incoming("a3", "a", NOW))
                    .add(outgoing("b1", "b", NOW)));

    assertThat(ids(leased)).containsExactly("a1", "a3", "b1");
    assertThat(leased).allSatisfy(message -> assertThat(message).isEqualTo(queued(message.id())));
    assertThat(commit(LEASE, change -> change.add(outgoing("a4", "a", NOW)))).isEmpty();
  }

  @Test
  void s4_onlyTheHeadOfALaneIsHandedOutByAClaim() {
    commit(change -> change.add(outgoing("a1", "a", NOW)).add(outgoing("a2", "a", NOW)));
    commit(change -> change.add(outgoing("b1", "b", NOW)));

    assertThat(claim(0, LEASE, 9)).containsExactly("a1", "b1");
    commit(change -> change.remove("a1"));
    assertThat(claim(0, LEASE, 9)).containsExactly("a2");
  }

  @Test
  void s4_aHeadThatIsNotDueHoldsItsLaneUp() {
    commit(change -> change.add(outgoing("a1", "a", seconds(5))).add(outgoing("a2", "a", NOW)));

    assertThat(claim(4, LEASE, 9)).isEmpty();
    assertThat(storage.nextDue(WALLET)).contains(seconds(5));
    assertThat(claim(5, LEASE, 9)).containsExactly("a1");
  }

  @Test
  void s4_aMessageAtRestHoldsNobodyUp() {
    commit(change -> change.add(outgoing("a1", "a", NOW)).add(outgoing("a2", "a", NOW)));
    commit(change -> change.update(queued("a1").attempted(Optional.empty(), Optional.empty())));

    assertThat(claim(0, LEASE, 9)).containsExactly("a2");
    assertThat(queued("a1").due()).isEmpty();
  }

  @Test
  void s4_theHeadIsFoundAfterTheWholeChange() {
    commit(LEASE, change -> change.add(outgoing("a1", "a", NOW)));

    List<QueuedMessage> leased =
        commit(LEASE, change -> change.add(outgoing("a2", "a", NOW)).remove("a1"));

    assertThat(ids(leased)).containsExactly("a2");
    assertThat(claim(0, LEASE, 9)).isEmpty();
  }

  @Test
  void s4_aMessageWokenFromRestGoesBeforeYoungerOnes() {
    commit(
        change ->
            change
                .add(outgoing("a1", "a", NOW))
                .add(outgoing("a2", "a", NOW))
                .add(outgoing("a3", "a", NOW)));
    commit(change -> change.update(queued("a1").due(Optional.empty())));
    commit(change -> change.update(queued("a2").due(Optional.empty())));

    commit(
        change -> change.update(queued("a2").resent(NOW)).update(queued("a1").resent(seconds(1))));

    assertThat(storage.nextDue(WALLET)).contains(seconds(1));
    assertThat(claim(0, LEASE, 9)).isEmpty();
    assertThat(claim(1, LEASE, 9)).containsExactly("a1");
    commit(change -> change.remove("a1"));
    assertThat(claim(1, LEASE, 9)).containsExactly("a2");
    commit(change -> change.remove("a2"));
    assertThat(claim(1, LEASE, 9)).containsExactly("a3");
  }

  @Test
  void s15_anAwakeningMakesTheHeadDueAndNothingElse() {
    commit(
        change ->
            change
                .add(outgoing("a1", "a", seconds(9)))
                .add(outgoing("a2", "a", seconds(9)))
                .add(incoming("in", "a", seconds(9)))
                .add(outgoing("b1", "b", seconds(9))));

    commit(change -> change.awaken("a", seconds(2)));

    assertThat(queued("a1").due()).contains(seconds(2));
    assertThat(queued("a2").due()).contains(seconds(9));
    assertThat(storage.nextDue(WALLET)).contains(seconds(2));
    assertThat(claim(2, LEASE, 9)).containsExactly("a1");
  }

  @Test
  void s15_anAwakeningLeavesAloneWhatIsDueLeasedOrAtRest() {
    commit(LEASE, change -> change.add(outgoing("leased", "a", NOW)));
    commit(change -> change.add(outgoing("due", "b", NOW)));
    commit(change -> change.add(outgoing("resting", "c", NOW)));
    commit(change -> change.update(queued("resting").due(Optional.empty())));

    commit(change -> change.awaken("a", seconds(2)));
    commit(change -> change.awaken("b", seconds(2)));
    commit(change -> change.awaken("c", seconds(2)));
    commit(change -> change.awaken("unknown", seconds(2)));

    assertThat(queued("leased").due()).contains(NOW);
    assertThat(queued("due").due()).contains(NOW);
    assertThat(queued("resting").due()).isEmpty();
    assertThat(claim(2, LEASE, 9)).containsExactly("due");
  }

  @Test
  void s4_undeliveredMessagesComeBackLongestDueFirst() {
    commit(
        change ->
            change
                .add(outgoing("late", "a", seconds(3)))
                .add(outgoing("first", "b", seconds(1)))
                .add(incoming("same time, added later", "c", seconds(3)))
                .add(outgoing("second", "d", seconds(2)))
                .add(outgoing("not yet", "e", seconds(9))));

    assertThat(claim(5, LEASE, 1)).containsExactly("first");
    assertThat(claim(5, LEASE, 9)).containsExactly("second", "late", "same time, added later");
  }

  @Test
  void s4_undeliveredMessagesComeBackAfterReopening() throws Exception {
    commit(change -> change.add(outgoing("a1", "a", NOW)).add(outgoing("a2", "a", NOW)));
    commit(change -> change.add(outgoing("b1", "b", seconds(-1))));

    restart();

    assertThat(claim(0, LEASE, 9)).containsExactly("b1", "a1");
  }

  @Test
  void s6_aMessageIsBornLeased() {
    commit(LEASE, change -> change.add(outgoing("a1", "a", NOW)));

    assertThat(claim(44, LEASE, 9)).isEmpty();
    assertThat(storage.nextDue(WALLET)).contains(LEASE.until());
    assertThat(claim(45, LEASE, 9)).containsExactly("a1");
  }

  @Test
  void s6_aMessageThatWasNotTheHeadIsBornFree() {
    commit(LEASE, change -> change.add(outgoing("a1", "a", NOW)).add(outgoing("a2", "a", NOW)));

    commit(change -> change.remove("a1"));

    assertThat(claim(0, LEASE, 9)).containsExactly("a2");
  }

  @Test
  void s6_aClaimedMessageIsNotClaimedAgainBeforeTheLeaseHasRunOut() {
    commit(change -> change.add(outgoing("a1", "a", NOW)));
    assertThat(claim(0, new Lease("one", seconds(10)), 9)).containsExactly("a1");

    assertThat(claim(9, new Lease("one", seconds(99)), 9)).isEmpty();
    assertThat(claim(9, new Lease("two", seconds(99)), 9)).isEmpty();
    assertThat(storage.nextDue(WALLET)).contains(seconds(10));
    assertThat(claim(10, new Lease("two", seconds(20)), 9)).containsExactly("a1");
    assertThat(claim(19, new Lease("one", seconds(99)), 9)).isEmpty();
  }

  @Test
  void s6_anUpdateGivesUpTheLease() {
    commit(LEASE, change -> change.add(outgoing("a1", "a", NOW)));

    commit(
        change ->
            change.update(queued("a1").attempted(Optional.of(seconds(2)), Optional.of("no"))));

    assertThat(storage.nextDue(WALLET)).contains(seconds(2));
    assertThat(claim(1, LEASE, 9)).isEmpty();
    assertThat(claim(2, LEASE, 9)).containsExactly("a1");
  }

  @Test
  void s6_aLeasedMessageStillHoldsItsLaneUp() {
    commit(LEASE, change -> change.add(outgoing("a1", "a", NOW)));
    commit(change -> change.add(outgoing("a2", "a", NOW)));

    assertThat(claim(1, LEASE, 9)).isEmpty();
    assertThat(storage.nextDue(WALLET)).contains(LEASE.until());
  }

  @Test
  void s6_theLimitOfAClaimHolds() {
    commit(
        change -> {
          IntStream.range(0, 20).forEach(i -> change.add(outgoing("m" + i, "c" + i, NOW)));
          return change;
        });

    assertThat(claim(0, LEASE, 0)).isEmpty();
    assertThat(claim(0, LEASE, 13)).hasSize(13);
    assertThat(claim(0, LEASE, 13)).hasSize(7);
    assertThat(claim(0, LEASE, 13)).isEmpty();
  }

  @Test
  void s8_anUpdatedMessageKeepsItsPlace() {
    commit(change -> change.add(outgoing("a1", "a", NOW)).add(outgoing("a2", "a", NOW)));
    QueuedMessage before = queued("a1");

    commit(
        change ->
            change.update(
                outgoing("a1", "a", NOW).attempted(Optional.of(NOW), Optional.of("refused"))));

    QueuedMessage after = queued("a1");
    assertThat(after).isEqualTo(before.attempted(Optional.of(NOW), Optional.of("refused")));
    assertThat(claim(0, LEASE, 9)).containsExactly("a1");
  }

  @Test
  void s8_aMessageThatIsNoLongerThereIsPassedOver() {
    commit(change -> change.add(outgoing("a1", "a", NOW)));
    QueuedMessage message = queued("a1");
    commit(change -> change.remove("a1"));

    commit(change -> change.update(message.attempted(Optional.of(NOW), Optional.empty())));
    commit(change -> change.remove("a1"));

    assertThat(storage.findQueued(WALLET, "a1")).isEmpty();
    assertThat(storage.nextDue(WALLET)).isEmpty();
  }

  @Test
  void s8_anIdIsAddedOnce() {
    commit(change -> change.add(outgoing("a1", "a", NOW)));

    assertStale(change -> change.add(incoming("a1", "b", NOW)));
    assertStale(change -> change.add(outgoing("a2", "a", NOW)).add(outgoing("a2", "a", NOW)));

    assertThat(queued("a1").connectionId()).isEqualTo("a");
    assertThat(storage.findQueued(WALLET, "a2")).isEmpty();
  }

  @Test
  void s4_whatIsNotAtRestIsCounted() {
    commit(
        change ->
            change
                .add(outgoing("a1", "a", NOW))
                .add(outgoing("a2", "a", seconds(9)))
                .add(outgoing("b1", "b", NOW))
                .add(incoming("a3", "a", NOW)));
    commit(change -> change.update(queued("b1").due(Optional.empty())));
    claim(0, LEASE, 1);

    assertThat(count(Queue.OUTBOX, Optional.empty(), 10)).isEqualTo(2);
    assertThat(count(Queue.OUTBOX, Optional.of("a"), 10)).isEqualTo(2);
    assertThat(count(Queue.OUTBOX, Optional.of("a"), 1)).isEqualTo(1);
    assertThat(count(Queue.OUTBOX, Optional.of("b"), 10)).isZero();
    assertThat(count(Queue.INBOX, Optional.empty(), 10)).isEqualTo(1);
    assertThat(count(Queue.INBOX, Optional.of("never"), 10)).isZero();
  }

  @Test
  void s10_sequencesIncreaseOverAllWallets() {
    commit(change -> change.add(outgoing("a1", "a", NOW)).add(incoming("a2", "a", NOW)));
    storage.commit(Change.builder("other", NO_LEASE).add(outgoing("x", "a", NOW)).build());
    commit(change -> change.add(outgoing("a3", "a", NOW)));

    assertThat(
            List.of(
                queued("a1").sequence(),
                queued("a2").sequence(),
                storage.findQueued("other", "x").orElseThrow().sequence(),
                queued("a3").sequence()))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void s14_onlyMessagesAtRestAreForgotten() {
    commit(change -> change.add(outgoing("resting", "a", NOW)).add(outgoing("active", "a", NOW)));
    commit(change -> change.update(queued("resting").due(Optional.empty())));

    commit(change -> change.pruneBefore(NOW));
    assertThat(storage.findQueued(WALLET, "resting")).isPresent();
    commit(change -> change.pruneBefore(seconds(1)));

    assertThat(storage.findQueued(WALLET, "resting")).isEmpty();
    assertThat(claim(0, LEASE, 9)).containsExactly("active");
  }

  private int count(Queue queue, Optional<String> connectionId, int atMost) {
    return storage.countQueued(WALLET, queue, connectionId, atMost);
  }
}
