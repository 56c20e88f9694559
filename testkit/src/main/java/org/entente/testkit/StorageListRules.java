package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.testkit.Records.NOW;
import static org.entente.testkit.Records.connection;
import static org.entente.testkit.Records.next;
import static org.entente.testkit.Records.outgoing;
import static org.entente.testkit.Records.seconds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionQuery.Position;
import org.entente.connection.ConnectionState;
import org.entente.connection.Role;
import org.entente.storage.DeliveryProgress;
import org.entente.storage.FoundConnection;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StoredConnection;
import org.junit.jupiter.api.Test;

/** The rules for lists of connections. */
abstract class StorageListRules extends StorageRoundTripRules {
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
          List<StoredConnection> expected =
              new ArrayList<>(
                  all.stream()
                      .filter(c -> !byState || c.state() == states[1])
                      .filter(c -> !byRole || c.role() == Role.INVITEE)
                      .filter(c -> !byLabel || c.label().equals(Optional.of("label2")))
                      .toList());
          assertThat(pages(query)).isEqualTo(expected);
          Collections.reverse(expected);
          assertThat(pages(query.newestFirst())).isEqualTo(expected);
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
    assertThat(listed(query.newestFirst())).containsExactly(at(45), at(40));
    assertThat(listed(query.newestFirst().after(seen))).containsExactly(at(15), at(10));
    assertThat(listed(query.newestFirst().after(never))).containsExactly(at(25), at(20));
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

  static StoredConnection peer(StoredConnection connection) {
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
