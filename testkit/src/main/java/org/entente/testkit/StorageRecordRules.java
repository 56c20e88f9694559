package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.entente.testkit.Records.NOW;
import static org.entente.testkit.Records.connection;
import static org.entente.testkit.Records.event;
import static org.entente.testkit.Records.handled;
import static org.entente.testkit.Records.invitation;
import static org.entente.testkit.Records.key;
import static org.entente.testkit.Records.outgoing;
import static org.entente.testkit.Records.seconds;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.Role;
import org.entente.keys.SealedBytes;
import org.entente.storage.Change;
import org.entente.storage.FoundConnection;
import org.entente.storage.HandledMessage;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StorageException;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredInvitation;
import org.junit.jupiter.api.Test;

/** The rules for records: connections, invitations, keys, handled messages and events. */
abstract class StorageRecordRules extends StorageListRules {
  @Test
  void s1_aStaleChangeWritesNothingAtAll() {
    commit(change -> change.handled(handled("there", NOW)).newKey(key("k", "k#1")));

    assertStale(
        change ->
            change
                .newKey(key("new", "new#1"))
                .invitation(invitation("i", Role.INVITER, "did:i"))
                .connection(connection("c"))
                .add(outgoing("m", "c", NOW))
                .event(event("c", 1, NOW))
                .handled(handled("there", NOW)));

    assertThat(storage.findKey(WALLET, "new#1")).isEmpty();
    assertThat(storage.findInvitation(WALLET, "i")).isEmpty();
    assertThat(storage.findConnection(WALLET, "c")).isEmpty();
    assertThat(storage.findQueued(WALLET, "m")).isEmpty();
    assertThat(storage.events(WALLET, 0, 10)).isEmpty();
    assertThat(storage.nextDue(WALLET)).isEmpty();
    assertThat(storage.countQueued(WALLET, Queue.OUTBOX, Optional.empty(), 10)).isZero();
  }

  @Test
  void s1_aChangeThatWasRefusedCanBeDecidedAgain() {
    commit(change -> change.connection(connection("c")));
    assertStale(change -> change.connection(connection("c")).add(outgoing("m", "c", NOW)));

    commit(change -> change.connection(peer(connection("c"))).add(outgoing("m", "c", NOW)));

    assertThat(queued("m").connectionId()).isEqualTo("c");
  }

  @Test
  void s1_anEmptyChangeIsAllowed() {
    assertThat(commit(change -> change)).isEmpty();
    assertThat(storage.problem()).isEmpty();
  }

  @Test
  void s2_aConnectionIsReplacedOnlyByItsNextVersion() {
    StoredConnection first = connection("c");
    StoredConnection second = peer(first);
    StoredConnection third = peer(second);

    assertStale(change -> change.connection(second));
    commit(change -> change.connection(first));
    assertStale(change -> change.connection(first));
    assertStale(change -> change.connection(third));
    commit(change -> change.connection(second));
    assertStale(change -> change.connection(second));

    assertThat(storage.findConnection(WALLET, "c").orElseThrow().connection()).isEqualTo(second);
  }

  @Test
  void s2_anInvitationIsReplacedOnlyByItsNextVersion() {
    StoredInvitation first = invitation("i", Role.INVITER, "did:i");
    StoredInvitation second = first.used();

    assertStale(change -> change.invitation(second));
    commit(change -> change.invitation(first));
    assertStale(change -> change.invitation(first));
    commit(change -> change.invitation(second));
    assertStale(change -> change.invitation(second));

    assertThat(storage.findInvitation(WALLET, "i")).contains(second);
  }

  @Test
  void s2_anInvitationIsThereOnceWhateverTheRole() {
    commit(change -> change.invitation(invitation("i", Role.INVITER, "did:i")));

    assertStale(change -> change.invitation(invitation("i", Role.INVITEE, "did:i")));
  }

  @Test
  void s2_aDidIsThatOfOneInvitationOfOurs() {
    commit(change -> change.invitation(invitation("i1", Role.INVITER, "did:i")));
    commit(change -> change.invitation(invitation("i2", Role.INVITEE, "did:i")));

    assertStale(change -> change.invitation(invitation("i3", Role.INVITER, "did:i")));

    assertThat(storage.findInvitationByDid(WALLET, "did:i").map(StoredInvitation::id))
        .contains("i1");
  }

  @Test
  void s2_twoDidsHaveOneConnection() {
    StoredConnection first = peer(connection("c1"));
    commit(change -> change.connection(connection("c1")));
    commit(change -> change.connection(first));
    StoredConnection other = connection("c2");
    commit(change -> change.connection(other));

    assertStale(
        change ->
            change.connection(
                new StoredConnection(
                    "c2",
                    other.thread(),
                    other.role(),
                    other.state(),
                    other.label(),
                    first.ourDid(),
                    first.theirDid(),
                    Optional.empty(),
                    NOW,
                    2,
                    other.body())));

    assertThat(storage.findConnection(WALLET, first.ourDid(), first.theirDid().orElseThrow()))
        .map(FoundConnection::connection)
        .contains(first);
  }

  @Test
  void s2_aConnectionWhosePeerHasMovedIsFoundByTheNewDidOnly() {
    StoredConnection first = connection("c1");
    StoredConnection known =
        Records.next(first, ConnectionState.CONNECTION_RESPONSE_SENT, "did:before", "d");
    StoredConnection moved =
        Records.next(known, ConnectionState.CONNECTION_RESPONSE_SENT, "did:after", "d");
    commit(change -> change.connection(first));
    commit(change -> change.connection(known));
    commit(change -> change.connection(moved));

    assertThat(storage.findConnection(WALLET, first.ourDid(), "did:before")).isEmpty();
    assertThat(storage.findConnection(WALLET, first.ourDid(), "did:after"))
        .map(FoundConnection::connection)
        .contains(moved);
  }

  @Test
  void s2_connectionsWithoutAPeerMayShareOurDid() {
    for (String id : List.of("c1", "c2")) {
      StoredConnection any = connection(id);
      commit(
          change ->
              change.connection(
                  new StoredConnection(
                      id,
                      any.thread(),
                      any.role(),
                      any.state(),
                      any.label(),
                      "did:shared",
                      Optional.empty(),
                      Optional.empty(),
                      NOW,
                      1,
                      any.body())));
    }

    assertThat(storage.list(WALLET, ConnectionQuery.all())).hasSize(2);
  }

  @Test
  void s2_aKidNamesOneKey() {
    commit(change -> change.newKey(key("a", "a#1", "a#2")));

    assertStale(change -> change.newKey(key("b", "b#1", "a#2")));

    assertThat(storage.findKey(WALLET, "b#1")).isEmpty();
    assertThat(storage.findKey(WALLET, "a#2")).contains(key("a", "a#1", "a#2"));
  }

  @Test
  void s3_aHandledMessageIsRefusedASecondTime() {
    HandledMessage first = handled("key", NOW);
    commit(change -> change.handled(first));

    assertStale(change -> change.handled(handled("key", seconds(1))));

    assertThat(storage.outcomeOf(WALLET, "key")).contains(first);
  }

  @Test
  void s5_whatWasCommittedSurvivesReopening() throws Exception {
    StoredConnection connection = peer(connection("c"));
    SealedBytes sealed = storage.dataKey().seal(WALLET, "kind", "id", new byte[] {1, 2, 3});
    commit(change -> change.connection(connection("c")).newKey(key("k", "k#1", "k#2")));
    commit(
        change ->
            change
                .connection(connection)
                .invitation(invitation("i", Role.INVITER, "did:i"))
                .add(outgoing("m", "c", NOW))
                .handled(handled("h", NOW))
                .event(event("c", 1, NOW)));
    List<StoredEvent> events = storage.events(WALLET, 0, 10);
    QueuedMessage message = queued("m");

    restart();

    assertThat(storage.findConnection(WALLET, "c").orElseThrow().connection())
        .isEqualTo(connection);
    assertThat(storage.findKey(WALLET, "k#2")).contains(key("k", "k#1", "k#2"));
    assertThat(storage.findInvitation(WALLET, "i"))
        .contains(invitation("i", Role.INVITER, "did:i"));
    assertThat(queued("m")).isEqualTo(message);
    assertThat(storage.outcomeOf(WALLET, "h")).contains(handled("h", NOW));
    assertThat(storage.events(WALLET, 0, 10)).isEqualTo(events);
    assertThat(storage.dataKey().open(WALLET, "kind", "id", sealed)).containsExactly(1, 2, 3);
  }

  @Test
  void s7_walletsDoNotSeeEachOther() {
    StoredConnection connection = peer(connection("c"));
    List<String> wallets = List.of("a", "b", "A", "a ");
    for (String wallet : wallets) {
      storage.commit(
          Change.builder(wallet, Records.NO_LEASE)
              .connection(connection("c"))
              .invitation(invitation("i", Role.INVITER, "did:i"))
              .newKey(key("k", "k#1"))
              .build());
      storage.commit(
          Change.builder(wallet, Records.NO_LEASE)
              .connection(connection)
              .add(outgoing("m", "c", NOW))
              .handled(handled("h", NOW))
              .event(event("c", 1, NOW))
              .build());
    }

    storage.commit(Change.builder("a", Records.NO_LEASE).remove("m").build());

    assertThat(storage.findQueued("a", "m")).isEmpty();
    for (String wallet : wallets.subList(1, wallets.size())) {
      assertThat(storage.findQueued(wallet, "m")).isPresent();
      assertThat(storage.events(wallet, 0, 10)).hasSize(1);
      assertThat(storage.list(wallet, ConnectionQuery.all())).hasSize(1);
      assertThat(storage.countQueued(wallet, Queue.OUTBOX, Optional.empty(), 9)).isEqualTo(1);
      assertThat(ids(storage.claim(wallet, NOW, Records.LEASE, 9))).containsExactly("m");
    }
    assertThat(storage.findConnection("other", "c")).isEmpty();
    assertThat(storage.findInvitation("other", "i")).isEmpty();
    assertThat(storage.findInvitationByDid("other", "did:i")).isEmpty();
    assertThat(storage.findKey("other", "k#1")).isEmpty();
    assertThat(storage.outcomeOf("other", "h")).isEmpty();
  }

  @Test
  void s10_eventsComeInTheOrderOfTheirCommits() {
    commit(change -> change.event(event("a", 1, NOW)).event(event("b", 1, seconds(-9))));
    commit(change -> change.event(event("a", 2, seconds(-99))));

    List<StoredEvent> events = storage.events(WALLET, 0, 10);

    assertThat(events)
        .extracting(StoredEvent::connectionId, StoredEvent::sequence)
        .containsExactly(tuple("a", 1L), tuple("b", 1L), tuple("a", 2L));
    assertThat(events).extracting(StoredEvent::cursor).isSorted().doesNotHaveDuplicates();
    assertThat(events.get(0).cursor()).isPositive();
    assertThat(storage.events(WALLET, events.get(0).cursor(), 1)).containsExactly(events.get(1));
    assertThat(storage.events(WALLET, events.get(2).cursor(), 1)).isEmpty();
  }

  @Test
  void s10_cursorsGoOnIncreasingAfterReopening() throws Exception {
    commit(change -> change.event(event("a", 1, NOW)).add(outgoing("m1", "a", NOW)));
    final long cursor = storage.events(WALLET, 0, 1).get(0).cursor();
    final long sequence = queued("m1").sequence();
    commit(change -> change.remove("m1").pruneBefore(seconds(1)));
    assertThat(storage.events(WALLET, 0, 1)).isEmpty();

    restart();
    commit(change -> change.event(event("a", 2, NOW)).add(outgoing("m2", "a", NOW)));

    assertThat(storage.events(WALLET, cursor, 1)).hasSize(1);
    assertThat(queued("m2").sequence()).isGreaterThan(sequence);
  }

  @Test
  void s13_afterCloseEverythingElseIsRefused() {
    storage.close();
    storage.close();

    Stream<ThrowingCallable> calls =
        Stream.of(
            () -> storage.dataKey(),
            () -> commit(change -> change),
            () -> storage.claim(WALLET, NOW, Records.LEASE, 1),
            () -> storage.nextDue(WALLET),
            () -> storage.findConnection(WALLET, "c"),
            () -> storage.findConnection(WALLET, "ours", "theirs"),
            () -> storage.list(WALLET, ConnectionQuery.all()),
            () -> storage.findInvitation(WALLET, "i"),
            () -> storage.findInvitationByDid(WALLET, "did"),
            () -> storage.findKey(WALLET, "kid"),
            () -> storage.outcomeOf(WALLET, "key"),
            () -> storage.findQueued(WALLET, "m"),
            () -> storage.countQueued(WALLET, Queue.INBOX, Optional.empty(), 1),
            () -> storage.events(WALLET, 0, 1),
            () -> storage.problem());
    calls.forEach(call -> assertThatThrownBy(call).isExactlyInstanceOf(StorageException.class));
  }

  @Test
  void s14_pruningForgetsWhatIsOlderAndNothingElse() {
    commit(
        change ->
            change
                .handled(handled("old", NOW.minusNanos(1000)))
                .event(event("c", 1, seconds(-1)))
                .event(event("c", 2, NOW)));
    commit(change -> change.handled(handled("young", NOW)));
    storage.commit(
        Change.builder("other", Records.LEASE).handled(handled("old", seconds(-9))).build());

    commit(change -> change.pruneBefore(NOW));

    assertThat(storage.outcomeOf(WALLET, "old")).isEmpty();
    assertThat(storage.outcomeOf(WALLET, "young")).isPresent();
    assertThat(storage.outcomeOf("other", "old")).isPresent();
    assertThat(storage.events(WALLET, 0, 9)).extracting(StoredEvent::sequence).containsExactly(2L);
  }

  @Test
  void s14_atMostAThousandAreForgottenInOneCommit() {
    commit(
        change -> {
          IntStream.range(0, 1500).forEach(i -> change.event(event("c", i, seconds(-i - 1))));
          return change;
        });

    commit(change -> change.pruneBefore(NOW));
    assertThat(storage.events(WALLET, 0, 2000)).hasSize(500);
    commit(change -> change.pruneBefore(NOW));
    assertThat(storage.events(WALLET, 0, 2000)).isEmpty();
  }
}
