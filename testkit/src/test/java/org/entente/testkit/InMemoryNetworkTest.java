package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.entente.transport.Transport;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryNetworkTest extends TransportContract {
  private final InMemoryNetwork network = new InMemoryNetwork();
  private final AtomicInteger members = new AtomicInteger();

  @Override
  protected Transport open() {
    return network.join("member" + members.incrementAndGet());
  }

  @AfterEach
  void closeNetwork() {
    network.close();
  }

  @Test
  void aNameJoinedTwiceIsRefusedUntilItsTransportIsClosed() {
    Transport alice = network.join("alice");

    assertThatIllegalStateException().isThrownBy(() -> network.join("alice"));
    alice.close();

    assertThat(network.join("alice").endpoint()).isEqualTo(URI.create("memory://alice"));
  }

  @Test
  void closingAnOldTransportDoesNotFreeTheNameOfItsSuccessor() {
    Transport old = network.join("alice");
    old.close();
    network.join("alice");

    old.close();

    assertThatIllegalStateException().isThrownBy(() -> network.join("alice"));
  }

  @Test
  void aNameThatIsNoHostIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> network.join(""));
    assertThatIllegalArgumentException().isThrownBy(() -> network.join("a b"));
    assertThatIllegalArgumentException().isThrownBy(() -> network.join("alice/didcomm"));
  }

  @Test
  void anUnknownNameIsTriedLater() throws Exception {
    Transport alice = network.join("alice");

    Answer answer = send(alice, "memory://nobody");

    assertThat(answer).hasToString("TRY_LATER (nobody listens)");
  }

  @Test
  void aCutNameIsOutOfReachBothWaysUntilMended() throws Exception {
    Transport alice = network.join("alice");
    Transport bob = network.join("bob");
    alice.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED));
    bob.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED));

    network.cut("bob");
    Answer to = send(alice, "memory://bob");
    Answer from = send(bob, "memory://alice");
    network.mend("bob");
    Answer mended = send(alice, "memory://bob");

    assertThat(to.kind()).isEqualTo(Answer.Kind.TRY_LATER);
    assertThat(from.kind()).isEqualTo(Answer.Kind.TRY_LATER);
    assertThat(mended.kind()).isEqualTo(Answer.Kind.ACCEPTED);
  }

  @Test
  void aClosedNetworkTakesNoMembersAndSendsNothing() throws Exception {
    Transport alice = network.join("alice");

    network.close();
    network.close();

    assertThatIllegalStateException().isThrownBy(() -> network.join("bob"));
    assertThat(send(alice, "memory://alice").kind()).isEqualTo(Answer.Kind.TRY_LATER);
  }

  private static Answer send(Transport from, String endpoint) throws Exception {
    return from.send(URI.create(endpoint), new byte[] {1})
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }
}
