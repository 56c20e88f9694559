package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.testkit.Records.LEASE;
import static org.entente.testkit.Records.NOW;
import static org.entente.testkit.Records.connection;
import static org.entente.testkit.Records.event;
import static org.entente.testkit.Records.incoming;
import static org.entente.testkit.Records.invitation;
import static org.entente.testkit.Records.key;
import static org.entente.testkit.Records.outgoing;
import static org.entente.testkit.Records.seconds;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.entente.connection.InvitationQuery;
import org.entente.connection.InvitationState;
import org.entente.connection.Role;
import org.entente.storage.Change;
import org.entente.storage.ClockShift;
import org.entente.storage.Forgotten;
import org.entente.storage.QueueQuery;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StoredInvitation;
import org.junit.jupiter.api.Test;

/**
 * What was given up, timers, invitations in lists, followers, forgetting, and a clock that is set.
 */
abstract class StorageOutcomeRules extends StorageQueueRules {
  @Test
  void s4_whatIsNotDueWhenItIsCreatedIsNotHandedOutByTheCommit() {
    assertThat(
            commit(
                LEASE,
                change ->
                    change
                        .add(QueuedMessage.timer("a", NOW, seconds(10)))
                        .add(outgoing("m", "b", NOW))))
        .extracting(QueuedMessage::id)
        .containsExactly("m");

    assertThat(storage.nextDue(WALLET)).contains(seconds(10));
    assertThat(claim(9, LEASE, 9)).isEmpty();
    assertThat(claim(10, LEASE, 9)).containsExactly(QueuedMessage.timerId("a"));
  }

  @Test
  void s4_whatWasGivenUpHoldsNobodyUpAndCanBeRestarted() {
    commit(change -> change.add(outgoing("first", "a", NOW)).add(outgoing("second", "a", NOW)));
    commit(change -> change.update(queued("first").givenUp("nobody there")));

    assertThat(queued("first").lastFailure()).contains("nobody there");
    assertThat(queued("first").givenUp()).isTrue();
    assertThat(claim(0, LEASE, 9)).containsExactly("second");

    commit(change -> change.update(queued("first").restarted(NOW, Optional.empty())));
    assertThat(queued("first").givenUp()).isFalse();
    assertThat(listed(Queue.OUTBOX, true, Optional.empty())).isEmpty();
    assertThat(claim(100, LEASE, 9)).containsExactly("first");
  }

  @Test
  void s14_whatWasGivenUpIsNotForgotten() {
    commit(change -> change.add(outgoing("m", "a", NOW)));
    commit(change -> change.update(queued("m").givenUp("nobody there")));

    commit(change -> change.pruneBefore(seconds(1_000_000)));

    assertThat(listed(Queue.OUTBOX, true, Optional.empty())).containsExactly("m");
  }

  @Test
  void s4_queuesAreListedBySequencePageByPage() {
    commit(
        change -> {
          IntStream.range(0, 6).forEach(i -> change.add(outgoing("o" + i, "c" + i % 2, NOW)));
          return change.add(incoming("i0", "c0", NOW));
        });
    commit(change -> change.update(queued("o0").givenUp("r")).update(queued("o3").givenUp("r")));
    commit(change -> change.update(queued("o5").due(Optional.empty())));

    assertThat(listed(Queue.OUTBOX, false, Optional.empty())).containsExactly("o1", "o2", "o4");
    assertThat(listed(Queue.OUTBOX, false, Optional.of("c0"))).containsExactly("o2", "o4");
    assertThat(listed(Queue.OUTBOX, true, Optional.empty())).containsExactly("o0", "o3");
    assertThat(listed(Queue.OUTBOX, true, Optional.of("c1"))).containsExactly("o3");
    assertThat(listed(Queue.INBOX, false, Optional.empty())).containsExactly("i0");
    QueueQuery behind =
        new QueueQuery(Queue.OUTBOX, false, Optional.empty(), queued("o1").sequence(), 1);
    assertThat(ids(storage.listQueued(WALLET, behind))).containsExactly("o2");
  }

  @Test
  void s9_invitationsThatWeMadeAreListedByTimeAndId() {
    for (String id : List.of("b", "a", "c")) {
      commit(change -> change.invitation(invitation(id, Role.INVITER, "did:" + id)));
    }
    commit(change -> change.invitation(invitation("theirs", Role.INVITEE, "did:theirs")));
    StoredInvitation revoked = storedInvitation("b").state(InvitationState.REVOKED);
    commit(change -> change.invitation(revoked));

    InvitationQuery all = InvitationQuery.all();
    assertThat(storage.listInvitations(WALLET, all))
        .extracting(StoredInvitation::id)
        .containsExactly("a", "b", "c");
    assertThat(storage.listInvitations(WALLET, all.state(InvitationState.REVOKED)))
        .containsExactly(revoked);
    assertThat(storage.listInvitations(WALLET, all.state(InvitationState.OPEN).limit(1)))
        .containsExactly(storedInvitation("a"));
    assertThat(storage.listInvitations(WALLET, all.after(Records.position(revoked))))
        .containsExactly(storedInvitation("c"));
    assertThat(storage.listInvitations("other", all)).isEmpty();
  }

  @Test
  void s16_aForgottenConnectionTakesAlongWhatIsItsOwn() {
    commit(
        change ->
            change
                .connection(connection("a"))
                .invitation(invitation("a", Role.INVITER, "did:a"))
                .newKey(key("a", "a#1", "a#2"))
                .newKey(key("b", "b#1"))
                .event(event("a", 1, NOW)));
    commit(change -> change.connection(connection("b")));
    commit(
        change ->
            change
                .add(outgoing("out", "a", NOW))
                .add(incoming("in", "a", NOW))
                .add(QueuedMessage.timer("a", NOW, seconds(5)))
                .add(outgoing("given up", "a", NOW))
                .add(outgoing("of b", "b", NOW)));
    commit(change -> change.update(queued("given up").givenUp("r")));
    assertStale(change -> change.forget(forgotten("a", 2)));

    commit(change -> change.forget(forgotten("a", 1)));

    assertThat(storage.findConnection(WALLET, "a")).isEmpty();
    assertThat(storage.findInvitation(WALLET, "a")).isEmpty();
    assertThat(storage.findInvitationByDid(WALLET, "did:a")).isEmpty();
    assertThat(storage.findKey(WALLET, "a#1")).isEmpty();
    assertThat(storage.findKey(WALLET, "b#1")).isPresent();
    for (String id : List.of("out", "in", "given up", QueuedMessage.timerId("a"))) {
      assertThat(storage.findQueued(WALLET, id)).isEmpty();
    }
    assertThat(storage.findConnection(WALLET, "b")).isPresent();
    assertThat(claim(0, LEASE, 9)).containsExactly("of b");
    assertThat(storage.events(WALLET, 0, 9)).hasSize(1);
    assertStale(change -> change.forget(forgotten("a", 1)));
    commit(change -> change.newKey(key("a", "a#1")).connection(connection("a")));
  }

  @Test
  void s16_theSameNamesInAnotherWalletStay() {
    commit(change -> change.connection(connection("a")).newKey(key("a", "a#1")));
    storage.commit(
        Change.builder("other", LEASE)
            .connection(connection("a"))
            .newKey(key("a", "a#1"))
            .add(outgoing("m", "a", NOW))
            .build());

    commit(change -> change.forget(forgotten("a", 1)));

    assertThat(storage.findConnection("other", "a")).isPresent();
    assertThat(storage.findKey("other", "a#1")).isPresent();
    assertThat(storage.findQueued("other", "m")).isPresent();
    assertThat(storage.findKey(WALLET, "a#1")).isEmpty();
  }

  @Test
  void s17_aFollowersPositionIsTheLastOneCommitted() throws Exception {
    assertThat(storage.position(WALLET, "f")).isEmpty();
    long before = storage.lastCursor(WALLET);
    commit(change -> change.event(event("c", 1, NOW)));
    assertThat(storage.events(WALLET, before, 9)).hasSize(1);
    assertThat(storage.events(WALLET, storage.lastCursor(WALLET), 9)).isEmpty();

    commit(change -> change.position("f", 7));
    commit(change -> change.position("g", 8).event(event("c", 2, NOW)));
    commit(change -> change.position("f", 5));

    assertThat(storage.position(WALLET, "f")).contains(5L);
    assertThat(storage.position(WALLET, "g")).contains(8L);
    assertThat(storage.position("other", "f")).isEmpty();
    restart();
    assertThat(storage.position(WALLET, "f")).contains(5L);
  }

  @Test
  void s18_whatWaitsMovesAlongWithTheClock() {
    commit(LEASE, change -> change.add(outgoing("leased", "a", NOW)));
    commit(
        change ->
            change
                .add(outgoing("later", "b", seconds(100)))
                .add(incoming("in", "c", seconds(200)))
                .add(QueuedMessage.timer("d", NOW, seconds(300)))
                .add(outgoing("resting", "e", NOW)));
    commit(change -> change.update(queued("resting").due(Optional.empty())));
    Duration back = Duration.ofMinutes(-1);

    commit(change -> change.shiftClock(new ClockShift(back, Duration.ofSeconds(-10))));

    assertThat(queued("later").due()).contains(seconds(40));
    assertThat(queued("later").deadline()).contains(seconds(86_390));
    assertThat(queued("in").due()).contains(seconds(140));
    assertThat(queued("in").deadline()).isEmpty();
    assertThat(queued(QueuedMessage.timerId("d")).due()).contains(seconds(300));
    assertThat(queued("resting").due()).isEmpty();
    assertThat(storage.nextDue(WALLET)).contains(seconds(35));
    assertThat(claim(34, LEASE, 9)).isEmpty();
    assertThat(claim(35, LEASE, 9)).containsExactly("leased");
    assertThat(claim(40, LEASE, 9)).contains("later");
  }

  private List<String> listed(Queue queue, boolean givenUp, Optional<String> connectionId) {
    return ids(storage.listQueued(WALLET, new QueueQuery(queue, givenUp, connectionId, 0, 100)));
  }

  private StoredInvitation storedInvitation(String id) {
    return storage.findInvitation(WALLET, id).orElseThrow();
  }

  private static Forgotten forgotten(String id, long version) {
    return new Forgotten(id, version, Optional.of("did:" + id), Optional.of(id));
  }
}
