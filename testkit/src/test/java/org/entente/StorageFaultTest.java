package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.entente.WatchedStorage.Side;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.InvitationAlreadyUsedException;
import org.entente.connection.Role;
import org.entente.message.BasicMessage;
import org.entente.storage.StorageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A handshake and a message each way, with a fault at the first call of a storage, then at the
 * second, and so on, until there is none left to fail at (threat model R1, R2, R17, R18).
 */
class StorageFaultTest {
  @ParameterizedTest
  @CsvSource({"alice, BEFORE", "alice, AFTER", "bob, BEFORE", "bob, AFTER"})
  void aCallThatFailsIsMadeUpFor(String whose, Side side) {
    int last = forEachCall((world, party, call) -> party.storage().failAt(call, side), whose);

    System.out.println("storage faults " + side + " calls 1 to " + last + " of " + whose);
    assertThat(last).isGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource({"alice, BEFORE", "alice, AFTER", "bob, BEFORE", "bob, AFTER"})
  void aProcessThatDiesIsFollowedByOneThatGoesOn(String whose, Side side) {
    int last =
        forEachCall(
            (world, party, call) ->
                party
                    .storage()
                    .dieAt(
                        call,
                        side,
                        () -> world.driver().schedule(Duration.ZERO, () -> succeed(party))),
            whose);

    System.out.println("deaths " + side + " calls 1 to " + last + " of " + whose);
    assertThat(last).isGreaterThan(20);
  }

  private interface Plan {
    void arm(World world, Party party, int call);
  }

  private static void succeed(Party party) {
    party.die();
    party.reopen();
  }

  /** How many calls there were to fail at. */
  private static int forEachCall(Plan plan, String whose) {
    for (int call = 1; ; call++) {
      try (World world = new World(call)) {
        Party alice = world.party("alice");
        Party bob = world.party("bob");
        Party failing = whose.equals("alice") ? alice : bob;
        WatchedStorage storage = failing.storage();
        plan.arm(world, failing, storage.calls() + call); // starting has made some

        World.Pair pair = connectAndTalk(world, alice, bob);

        if (!storage.hasFailed()) {
          return call - 1;
        }
        assertAllIsWell(world, alice, bob, pair);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with the fault at call " + call, e);
      }
    }
  }

  private static World.Pair connectAndTalk(World world, Party alice, Party bob) {
    Connection atAlice = insist(world, () -> alice.connections().invite());
    Connection atBob = insist(world, () -> acceptOrFind(bob, atAlice));
    world.pass(Duration.ofMinutes(5));
    insist(world, () -> alice.messages().send(atAlice.id(), new BasicMessage("to Bob")));
    insist(world, () -> bob.messages().send(atBob.id(), new BasicMessage("to Alice")));
    world.pass(Duration.ofMinutes(10));
    return new World.Pair(atAlice, atBob);
  }

  private static void assertAllIsWell(World world, Party alice, Party bob, World.Pair pair) {
    Oracles.assertMirrored(alice.now(pair.inviter()), bob.now(pair.invitee()));
    Oracles.assertAllIsDone(world);
    Oracles.assertKeysAreThere(world);
    Oracles.assertOneConnectionForEachInvitation(world);
    Oracles.assertOnlyForward(alice);
    Oracles.assertOnlyForward(bob);
    assertThat(Oracles.all(alice)).filteredOn(Connection::isEstablished).hasSize(1);
    assertThat(Oracles.all(bob, Role.INVITEE)).hasSize(1);
    assertThat(Set.copyOf(alice.heard())).containsExactly("to Alice");
    assertThat(Set.copyOf(bob.heard())).containsExactly("to Bob");
  }

  private static Connection acceptOrFind(Party bob, Connection atAlice) {
    try {
      return bob.connections().accept(atAlice.invitation());
    } catch (InvitationAlreadyUsedException e) {
      List<Connection> found =
          bob.connections().list(ConnectionQuery.all().thread(atAlice.thread())).connections();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  /** Does again what the store failed to do, as an application would. */
  private static <T> T insist(World world, Supplier<T> step) {
    for (int tries = 0; ; tries++) {
      try {
        return step.get();
      } catch (StorageException e) {
        assertThat(tries).isLessThan(2);
        world.run();
      }
    }
  }
}
