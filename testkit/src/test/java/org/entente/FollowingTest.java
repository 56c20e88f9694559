package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.entente.connection.ConnectionEvent;
import org.entente.connection.ConnectionState;
import org.entente.transport.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events, told again from where a follower stopped. */
class FollowingTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");
  private final List<ConnectionChange> told = new ArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyStepOfEveryConnectionIsToldInOrder() {
    follow("all");
    for (int i = 0; i < 3; i++) {
      world.connect(alice, bob);
    }

    assertThat(told).extracting(ConnectionChange::cursor).isSorted().doesNotHaveDuplicates();
    for (String id : told.stream().map(ConnectionChange::connectionId).distinct().toList()) {
      assertThat(told.stream().filter(change -> change.connectionId().equals(id)))
          .extracting(ConnectionChange::sequence)
          .containsExactly(1L, 2L, 3L, 4L);
    }
    assertThat(told.subList(0, 4))
        .extracting(ConnectionChange::event)
        .containsExactly(
            ConnectionEvent.INVITATION_CREATED,
            ConnectionEvent.REQUEST_RECEIVED,
            ConnectionEvent.REQUEST_ACCEPTED,
            ConnectionEvent.RESPONSE_DELIVERED);
    assertThat(told.get(3).state()).isEqualTo(ConnectionState.CONNECTION_RESPONSE_SENT);
  }

  @Test
  void whatHappenedWhileAFollowerWasAwayIsToldWhenItComesBack() {
    Registration registration = follow("mine");
    world.connect(alice, bob);
    assertThat(told).hasSize(4);
    registration.close();
    world.connect(alice, bob);
    assertThat(told).hasSize(4);

    alice.die();
    alice.reopen();
    follow("mine");
    world.run();

    assertThat(told).hasSize(8);
    assertThat(told).extracting(ConnectionChange::cursor).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatWasToldJustBeforeADeathIsToldAgain() {
    follow("mine");
    world.connect(alice, bob);
    int before = told.size();
    alice.storage().failAt(alice.storage().calls() + 1_000_000, WatchedStorage.Side.BEFORE);
    world.accept(alice, bob);
    alice.die(); // told or not, the position was not written
    alice.reopen();
    follow("mine");
    world.run();

    assertThat(told.size()).isGreaterThanOrEqualTo(before + 1);
    assertThat(alice.agent().events().after(0, 1000))
        .allSatisfy(change -> assertThat(told).contains(change));
  }

  @Test
  void aNewFollowerBeginsWithWhatHappensFromNowOn() {
    world.connect(alice, bob);

    follow("late");
    world.run();
    assertThat(told).isEmpty();
    world.connect(alice, bob);

    assertThat(told).hasSize(4);
  }

  @Test
  void aFollowerThatThrowsIsToldAgainAndOnlyItWaits() {
    List<ConnectionChange> tried = new ArrayList<>();
    alice
        .agent()
        .events()
        .follow(
            "broken",
            change -> {
              tried.add(change);
              if (tried.size() < 3) {
                throw new IllegalStateException("the test's");
              }
            });
    follow("good");

    world.connect(alice, bob);
    assertThat(told).hasSize(4);
    world.pass(Duration.ofMinutes(1));

    assertThat(tried).hasSize(6);
    assertThat(tried.subList(0, 3)).allMatch(change -> change.equals(tried.get(0)));
  }

  @Test
  void anEventThatAFollowerAlwaysThrowsAtIsPassedOver() {
    List<ConnectionChange> tried = new ArrayList<>();
    alice
        .agent()
        .events()
        .follow(
            "broken",
            change -> {
              tried.add(change);
              if (change.sequence() == 1) {
                throw new IllegalStateException("the test's");
              }
            });

    world.connect(alice, bob);
    world.pass(Duration.ofMinutes(5));

    assertThat(tried.stream().filter(change -> change.sequence() == 1)).hasSize(5);
    assertThat(tried.stream().filter(change -> change.sequence() > 1)).hasSize(3);
  }

  @Test
  void aDeletionIsAnEventToo() {
    World.Pair pair = world.connect(alice, bob);
    follow("mine");

    alice.connections().delete(pair.inviter().id());
    world.run();

    assertThat(told)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.event()).isEqualTo(ConnectionEvent.CONNECTION_DELETED);
              assertThat(change.sequence()).isEqualTo(5);
            });
  }

  @Test
  void eventsAreKeptAsLongAsWasAsked() {
    Party carol = world.party("carol", s -> s.eventRetention(Duration.ofDays(7)));
    world.connect(carol, bob);

    world.pass(Duration.ofDays(6));
    assertThat(carol.agent().events().after(0, 100)).hasSize(4);
    world.pass(Duration.ofDays(2));
    carol.agent().invitations().create(InvitationOptions.defaults().uses(2));
    carol.connections().invite();
    world.connect(bob, carol); // something to turn the agent for

    assertThat(carol.agent().events().after(0, 100))
        .allMatch(change -> change.time().equals(world.clock().instant()));
  }

  @Test
  void aNameIsUsedOnceAtATime() {
    follow("mine");

    assertThatThrownBy(() -> follow("mine")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> follow("entente.x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> follow(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  private Registration follow(String name) {
    return alice.agent().events().follow(name, told::add);
  }

  @Test
  void aFollowerIsGivenTimeAlthoughOtherThingsHappen() {
    boolean[] down = {true};
    alice
        .agent()
        .events()
        .follow(
            "f",
            change -> {
              if (down[0]) {
                throw new IllegalStateException("its database is down");
              }
              told.add(change);
            });
    Instant start = world.clock().instant();
    for (int i = 0; i < 12; i++) {
      alice.connections().invite();
      world.run();
    }
    down[0] = false;
    assertThat(world.clock().instant()).isEqualTo(start); // no time has passed
    world.pass(Duration.ofMinutes(5));

    assertThat(told).hasSize(12);
  }
}
