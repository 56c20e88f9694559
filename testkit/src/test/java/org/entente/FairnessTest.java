package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.entente.connection.Connection;
import org.entente.message.BasicMessage;
import org.entente.transport.Receipt;
import org.entente.transport.inmemory.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thousand peers that never answer, and one that does. */
class FairnessTest {
  private static final int DEAD = 1000;

  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");
  private final World.Pair pair = world.connect(alice, bob);

  @BeforeEach
  void connectWithTheDead() {
    // each attempt hangs as long as a transport may let it
    world.network().faults(Faults.none().noticeLossAfter(Duration.ofSeconds(30)));
    for (int i = 0; i < DEAD; i++) {
      TestPeer dead = new TestPeer(world.random(), "memory://dead" + i);
      Connection connection = alice.connections().invite();
      assertThat(alice.receive(dead.auth(dead.request("r1", connection.invitation()))))
          .isEqualTo(Receipt.Kind.ACCEPTED);
    }
    world.run();
    assertThat(alice.tap().sent()).hasSizeGreaterThanOrEqualTo(DEAD);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whileAllOthersHangAMessageToTheLivingTakesNoTimeAtAll() {
    Instant before = world.clock().instant();

    alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    world.run();

    assertThat(bob.heard()).containsExactly("hello");
    assertThat(world.clock().instant()).isEqualTo(before);
  }

  @Test
  void whenEverythingIsDueAtOnceTheLivingWaitsForNobody() {
    world.network().cut("bob");
    alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    world.run();
    alice.die();
    world.pass(Duration.ofMinutes(2));
    world.network().mend("bob");

    alice.reopen();
    world.run();

    assertThat(bob.heard()).containsExactly("hello");
    assertThat(alice.tap().sent()).as("nobody was left out").hasSizeGreaterThanOrEqualTo(DEAD + 1);
  }

  @Test
  void overManyHoursTheLivingIsAlwaysReachedAtOnce() {
    for (int hour = 0; hour < 6; hour++) {
      world.pass(Duration.ofHours(1));
      alice.messages().send(pair.inviter().id(), new BasicMessage("hour " + hour));
      world.run();
      assertThat(bob.heard()).hasSize(hour + 1);
    }
  }
}
