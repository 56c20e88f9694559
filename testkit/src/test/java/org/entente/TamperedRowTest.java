package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.entente.keys.SealedBytes;
import org.entente.message.BasicMessage;
import org.entente.storage.Change;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody has altered what was stored (threat model S62): it does not open, and that is all. */
class TamperedRowTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");
  private final Party carol = world.party("carol");
  private final World.Pair withBob = world.connect(alice, bob);
  private final World.Pair withCarol = world.connect(alice, carol);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aMessageForAPeerThatWasTamperedWithKeepsNoOtherFromBeingSent() {
    world.network().cut("bob");
    String id = alice.messages().send(withBob.inviter().id(), new BasicMessage("for Bob"));
    world.run();
    tamperWith(id);
    world.network().mend("bob");

    alice.messages().send(withCarol.inviter().id(), new BasicMessage("for Carol"));
    world.pass(Duration.ofMinutes(10));

    assertThat(carol.heard()).containsExactly("for Carol");
    assertThat(bob.heard()).isEmpty();
  }

  @Test
  void aMessageForTheApplicationThatWasTamperedWithKeepsNoOtherFromBeingHandedOver() {
    alice.handler().close();
    bob.messages().send(withBob.invitee().id(), new BasicMessage("from Bob"));
    world.run();
    List<QueuedMessage> parked =
        alice.storage().claim("default", world.clock().instant().plusSeconds(600), lease(), 10);
    assertThat(parked).hasSize(1);
    tamperWith(parked.get(0).id());

    alice.die();
    alice.reopen();
    carol.messages().send(withCarol.invitee().id(), new BasicMessage("from Carol"));
    world.pass(Duration.ofMinutes(30));

    assertThat(alice.heard()).containsExactly("from Carol");
  }

  private void tamperWith(String id) {
    QueuedMessage row = alice.storage().findQueued("default", id).orElseThrow();
    byte[] body = row.body().toBytes();
    body[body.length - 1] ^= 1;
    QueuedMessage tampered =
        new QueuedMessage(
            row.id(),
            row.queue(),
            row.connectionId(),
            row.sequence(),
            row.createdTime(),
            Optional.of(world.clock().instant()),
            row.deadline(),
            row.attempts(),
            row.lastFailure(),
            row.resends(),
            row.lastResend(),
            row.givenUp(),
            row.history(),
            SealedBytes.of(body));
    alice.storage().commit(Change.builder("default", lease()).update(tampered).build());
  }

  private Lease lease() {
    return new Lease("the test", world.clock().instant());
  }
}
