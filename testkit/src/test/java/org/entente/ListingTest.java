package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListingTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void connectionsAreListedOldestFirst() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(alice.connections().invite().id());
      world.pass(Duration.ofSeconds(1));
    }

    assertThat(alice.connections().list().connections())
        .extracting(Connection::id)
        .containsExactlyElementsOf(ids);
    assertThat(alice.connections().list().next()).isEmpty();
  }

  @Test
  void pagesGoOnBehindEachOtherWhileConnectionsCome() {
    for (int i = 0; i < 7; i++) {
      alice.connections().invite();
      world.pass(Duration.ofSeconds(1));
    }

    List<String> seen = new ArrayList<>();
    Optional<ConnectionQuery> query = Optional.of(ConnectionQuery.all().limit(3));
    while (query.isPresent()) {
      ConnectionPage page = alice.connections().list(query.get());
      page.connections().forEach(connection -> seen.add(connection.id()));
      query = page.next();
      if (seen.size() == 3) {
        alice.connections().invite();
      }
    }

    assertThat(seen).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void connectionsAreFoundByStateRoleThreadAndLabel() {
    World.Pair pair = world.connect(alice, bob);
    Connection waiting = alice.connections().invite("waiting");
    World.Pair other = world.connect(bob, alice);

    assertThat(ids(ConnectionQuery.all().state(ConnectionState.INVITATION_GENERATED)))
        .containsExactly(waiting.id());
    assertThat(ids(ConnectionQuery.all().role(Role.INVITEE))).containsExactly(other.invitee().id());
    assertThat(ids(ConnectionQuery.all().thread(pair.inviter().thread())))
        .containsExactly(pair.inviter().id());
    assertThat(ids(ConnectionQuery.all().label("waiting"))).containsExactly(waiting.id());
    assertThat(ids(ConnectionQuery.all().label("waiting").role(Role.INVITEE))).isEmpty();
  }

  private List<String> ids(ConnectionQuery query) {
    return alice.connections().list(query).connections().stream().map(Connection::id).toList();
  }
}
