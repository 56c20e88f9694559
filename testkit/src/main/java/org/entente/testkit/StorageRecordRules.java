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
import static org.entente.testkit.Records.next;
import static org.entente.testkit.Records.outgoing;
import static org.entente.testkit.Records.seconds;
import static org.entente.testkit.Records.used;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionQuery.Position;
import org.entente.connection.ConnectionState;
import org.entente.connection.Role;
import org.entente.did.Curve;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.keys.SealedBytes;
import org.entente.storage.Change;
import org.entente.storage.DeliveryProgress;
import org.entente.storage.FoundConnection;
import org.entente.storage.HandledMessage;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StorageException;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredInvitation;
import org.entente.storage.StoredKey;
import org.junit.jupiter.api.Test;

/** The rules for records: connections, invitations, keys, handled messages and events. */
abstract class StorageRecordRules extends StorageKit {
  private static final List<String> HOSTILE_TEXTS =
      List.of(
          "",
          " ",
          " leading and trailing ",
          "'; DROP TABLE connection; --",
          "\" ' ` \\ % _ ? :1 $1 {d} /* --",
          "line\nbreak\r\n\ttab",
          "a\u0000b",
          "grinning \uD83D\uDE00 \u65E5\u672C\u8A9E \u0627\u0644\u0639",
          "lone high \uD83D, lone low \uDE00",
          "\uFEFF\uFFFF\u202E",
          "e\u0301 is not \u00E9",
          "CASE case",
          "x".repeat(8 << 10));

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
    StoredInvitation second = used(first);

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
  void s9_listsAreOrderedByCreationTimeAndId() {
    List<StoredConnection> expected = new ArrayList<>();
    for (int second : new int[] {-1, 0, 7}) {
      for (String id : List.of("A", "B", "a", "b")) {
        expected.add(
            connection(
                id + second,
                Instant.EPOCH.plusSeconds(second),
                ConnectionState.INVITATION_GENERATED,
                Role.INVITER,
                "l"));
      }
    }
    List<StoredConnection> shuffled = new ArrayList<>(expected);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.forEach(connection -> commit(change -> change.connection(connection)));

    assertThat(listed(ConnectionQuery.all())).isEqualTo(expected);
    assertThat(pages(ConnectionQuery.all().limit(5))).isEqualTo(expected);
  }

  @Test
  void s9_eachFilterAndEachPairOfFiltersPages() {
    List<StoredConnection> all = new ArrayList<>();
    ConnectionState[] states = {
      ConnectionState.INVITATION_EXPIRED, ConnectionState.CONNECTION_RESPONSE_SENT
    };
    for (int i = 0; i < 24; i++) {
      StoredConnection connection =
          connection(
              "c" + i,
              seconds(i / 4),
              states[i % 2],
              i / 2 % 2 == 0 ? Role.INVITER : Role.INVITEE,
              "label" + i % 3);
      all.add(connection);
      commit(change -> change.connection(connection));
    }
    all.sort(
        (a, b) ->
            a.createdTime().equals(b.createdTime())
                ? a.id().compareTo(b.id())
                : a.createdTime().compareTo(b.createdTime()));

    for (boolean byState : new boolean[] {false, true}) {
      for (boolean byRole : new boolean[] {false, true}) {
        for (boolean byLabel : new boolean[] {false, true}) {
          ConnectionQuery query = ConnectionQuery.all().limit(3);
          query = byState ? query.state(states[1]) : query;
          query = byRole ? query.role(Role.INVITEE) : query;
          query = byLabel ? query.label("label2") : query;
          assertThat(pages(query))
              .isEqualTo(
                  all.stream()
                      .filter(c -> !byState || c.state() == states[1])
                      .filter(c -> !byRole || c.role() == Role.INVITEE)
                      .filter(c -> !byLabel || c.label().equals(Optional.of("label2")))
                      .toList());
        }
      }
    }
    assertThat(pages(ConnectionQuery.all().thread("thread-c5")))
        .extracting(StoredConnection::id)
        .containsExactly("c5");
    assertThat(pages(ConnectionQuery.all().thread("thread-c5").label("other"))).isEmpty();
  }

  @Test
  void s9_aPositionGoesOnExactlyBehindItWhenRecordsCome() {
    for (int i : new int[] {10, 20, 30, 40}) {
      commit(change -> change.connection(at(i)));
    }
    ConnectionQuery query = ConnectionQuery.all().limit(2);
    assertThat(listed(query)).containsExactly(at(10), at(20));

    for (int i : new int[] {5, 15, 25, 45}) {
      commit(change -> change.connection(at(i)));
    }

    Position seen = new Position(at(20).createdTime(), at(20).id());
    assertThat(listed(query.after(seen))).containsExactly(at(25), at(30));
    Position never = new Position(seconds(29), "never there");
    assertThat(listed(query.after(never))).containsExactly(at(30), at(40));
  }

  @Test
  void s9_aConnectionThatLeavesAFilterLeavesItsList() {
    StoredConnection first = connection("c");
    ConnectionQuery generated = ConnectionQuery.all().state(ConnectionState.INVITATION_GENERATED);
    ConnectionQuery pending =
        ConnectionQuery.all().state(ConnectionState.CONNECTION_RESPONSE_PENDING);
    commit(change -> change.connection(first));
    assertThat(listed(generated)).containsExactly(first);

    commit(change -> change.connection(peer(first)));

    assertThat(listed(generated)).isEmpty();
    assertThat(listed(pending)).containsExactly(peer(first));
    assertThat(listed(ConnectionQuery.all().label("label"))).containsExactly(peer(first));
  }

  @Test
  void s9_theProgressOfADeliveryIsJoined() {
    QueuedMessage message =
        outgoing("m", "c", NOW).attempted(Optional.of(seconds(2)), Optional.of("refused"));
    commit(change -> change.connection(connection("c")));
    assertThat(storage.findConnection(WALLET, "c").orElseThrow().progress()).isEmpty();

    commit(change -> change.connection(peer(connection("c"))).add(message));

    DeliveryProgress expected = message.progress();
    FoundConnection found = storage.findConnection(WALLET, "c").orElseThrow();
    assertThat(found.progress()).contains(expected);
    assertThat(storage.findConnection(WALLET, "did:peer:our-c", "did:their-c")).contains(found);
    assertThat(storage.list(WALLET, ConnectionQuery.all())).containsExactly(found);
    commit(change -> change.remove("m"));
    assertThat(storage.findConnection(WALLET, "c").orElseThrow().progress()).isEmpty();
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
  void s11_everyTextComesBackAsItWas() {
    int count = 0;
    for (String text : HOSTILE_TEXTS) {
      String id = text.isEmpty() ? "" : text + "id";
      int number = count++;
      StoredConnection connection =
          new StoredConnection(
              id,
              text,
              Role.INVITEE,
              ConnectionState.PROBLEM_REPORT_RECEIVED,
              Optional.of(text),
              "our" + text,
              Optional.of("their" + text),
              Optional.of(id),
              seconds(number),
              1,
              Records.body(text));
      StoredInvitation invitation = invitation(id, Role.INVITER, "did" + text);
      StoredKey key = key(text, "kid" + text);
      HandledMessage handled = new HandledMessage(text, text + text, NOW, Optional.of(text));
      QueuedMessage message =
          outgoing(id, text, NOW).attempted(Optional.of(NOW), Optional.of(text));
      StoredEvent event =
          new StoredEvent(0, text, 1, text, ConnectionState.INVITATION_RECEIVED, NOW);
      commit(
          change ->
              change
                  .connection(connection)
                  .invitation(invitation)
                  .newKey(key)
                  .handled(handled)
                  .add(message)
                  .event(event));

      FoundConnection found = new FoundConnection(connection, Optional.of(message.progress()));
      assertThat(storage.findConnection(WALLET, id)).contains(found);
      assertThat(storage.findConnection(WALLET, "our" + text, "their" + text)).contains(found);
      assertThat(storage.list(WALLET, ConnectionQuery.all().thread(text))).containsExactly(found);
      assertThat(storage.list(WALLET, ConnectionQuery.all().label(text))).containsExactly(found);
      assertThat(storage.findInvitation(WALLET, id)).contains(invitation);
      assertThat(storage.findInvitationByDid(WALLET, "did" + text)).contains(invitation);
      assertThat(storage.findKey(WALLET, "kid" + text)).contains(key);
      assertThat(storage.outcomeOf(WALLET, text)).contains(handled);
      assertThat(queued(id).connectionId()).isEqualTo(text);
      assertThat(queued(id).lastFailure()).contains(text);
      assertThat(storage.countQueued(WALLET, Queue.OUTBOX, Optional.of(text), 9)).isEqualTo(1);
      assertThat(storage.events(WALLET, 0, 99))
          .last()
          .extracting(StoredEvent::connectionId, StoredEvent::event)
          .containsExactly(text, text);
    }
  }

  @Test
  void s11_everyCurveRoleAndStateComesBack() {
    for (Curve curve : Curve.values()) {
      PublicJwk publicKey = PublicJwk.of(curve, new byte[curve.publicKeyBytes()]);
      StoredKey key =
          new StoredKey(
              new OwnKey(publicKey, Records.body("sealed")), "did:k", List.of(curve.joseName()));
      commit(change -> change.newKey(key));
      assertThat(storage.findKey(WALLET, curve.joseName())).contains(key);
    }
    for (ConnectionState state : ConnectionState.values()) {
      for (Role role : Role.values()) {
        StoredConnection connection = connection(state + " " + role, NOW, state, role, "l");
        commit(change -> change.connection(connection));
        assertThat(storage.findConnection(WALLET, connection.id()).orElseThrow().connection())
            .isEqualTo(connection);
      }
    }
  }

  @Test
  void s11_timesComeBackInWholeMicroseconds() {
    Instant[] times = {
      Instant.EPOCH,
      Instant.parse("1969-12-31T23:59:59.999999Z"),
      Instant.parse("2026-06-30T23:59:59.000001Z"),
      Instant.parse("9999-12-31T23:59:59.999999Z")
    };
    for (Instant time : times) {
      String id = time.toString();
      StoredConnection connection =
          connection(id, time, ConnectionState.INVITATION_EXPIRED, Role.INVITER, "l");
      QueuedMessage message =
          QueuedMessage.added(id, Queue.INBOX, id, time, time, Optional.of(time), Records.body(""))
              .resent(time);
      commit(change -> change.connection(connection).add(message).handled(handled(id, time)));

      assertThat(storage.findConnection(WALLET, id).orElseThrow().connection())
          .isEqualTo(connection);
      assertThat(unnumbered(queued(id))).isEqualTo(message);
      assertThat(storage.outcomeOf(WALLET, id)).contains(handled(id, time));
    }
  }

  @Test
  void s11_bodiesComeBackByteForByte() {
    Random random = new Random(11);
    List<Integer> lengths = List.of(0, 1, 3000, 16_384, 70_000, (1 << 20) + 40, 3 << 20);
    for (int length : lengths) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      SealedBytes body = SealedBytes.of(bytes);
      String id = "body of " + length;
      commit(
          change ->
              change.add(
                  QueuedMessage.added(id, Queue.OUTBOX, id, NOW, NOW, Optional.empty(), body)));
      assertThat(queued(id).body()).isEqualTo(body);
      commit(change -> change.update(queued(id).attempted(Optional.of(NOW), Optional.empty())));
      assertThat(queued(id).body()).isEqualTo(body);
    }
    assertThat(storage.claim(WALLET, NOW, Records.LEASE, 99))
        .extracting(message -> message.body().toBytes().length)
        .containsExactlyElementsOf(lengths);
    commit(change -> change.remove("body of " + (3 << 20)));
    assertThat(storage.findQueued(WALLET, "body of " + (3 << 20))).isEmpty();
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

  static QueuedMessage unnumbered(QueuedMessage message) {
    return new QueuedMessage(
        message.id(),
        message.queue(),
        message.connectionId(),
        0,
        message.createdTime(),
        message.due(),
        message.deadline(),
        message.attempts(),
        message.lastFailure(),
        message.resends(),
        message.lastResend(),
        message.body());
  }

  private static StoredConnection peer(StoredConnection connection) {
    return next(
        connection,
        ConnectionState.CONNECTION_RESPONSE_PENDING,
        "did:their-" + connection.id(),
        "m");
  }

  private static StoredConnection at(int second) {
    return connection(
        "c" + second, seconds(second), ConnectionState.INVITATION_GENERATED, Role.INVITER, "label");
  }

  private List<StoredConnection> listed(ConnectionQuery query) {
    return storage.list(WALLET, query).stream().map(FoundConnection::connection).toList();
  }

  private List<StoredConnection> pages(ConnectionQuery query) {
    List<StoredConnection> all = new ArrayList<>();
    List<StoredConnection> page = listed(query);
    while (!page.isEmpty()) {
      all.addAll(page);
      StoredConnection last = page.get(page.size() - 1);
      page = listed(query.after(new Position(last.createdTime(), last.id())));
    }
    return all;
  }
}
