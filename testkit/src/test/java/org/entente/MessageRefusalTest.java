package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.entente.connection.Connection;
import org.entente.json.JsonObject;
import org.entente.message.BasicMessage;
import org.entente.message.Message;
import org.entente.message.ThreadId;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageRefusalTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final TestPeer bob = new TestPeer(world.random(), "memory://bob");
  private final TestPeer mallory = new TestPeer(world.random(), "memory://mallory");
  private final Connection atAlice = alice.connections().invite();

  @AfterEach
  void close() {
    world.close();
  }

  private void connect() {
    alice.tap().line(Tap.answering(Answer.accepted()));
    alice.receive(bob.auth(bob.request("r1", atAlice.invitation())));
    world.run();
    assertThat(alice.now(atAlice).isEstablished()).isTrue();
  }

  @Test
  void aMessageOfAnEstablishedPeerIsHandedOverOnce() {
    connect();

    assertThat(alice.receive(text("m1", "hello"))).isEqualTo(Receipt.Kind.ACCEPTED);
    assertThat(alice.receive(text("m1", "hello"))).isEqualTo(Receipt.Kind.DUPLICATE);
    world.run();

    assertThat(alice.heard()).containsExactly("hello");
  }

  @Test
  void aMessageBeforeTheConnectionIsRefused() {
    assertRefused(text("m1", "too early"));
  }

  @Test
  void aMessageOfAStrangerIsRefused() {
    connect();

    assertRefused(mallory.auth(mallory.text("m1", "hello", atAlice.ourDid())));
  }

  @Test
  void aMessageToAnotherOfOurDidsIsRefused() {
    connect();
    Connection other = alice.connections().invite();

    assertRefused(bob.auth(bob.text("m1", "hello", other.ourDid())));
    assertRefused(bob.authTo(bob.text("m1", "hello", atAlice.ourDid()), other.ourDid()));
  }

  @Test
  void aMessageInTheThreadOfAnotherConnectionIsTheSendersOwn() {
    connect();
    Connection other = alice.connections().invite();
    alice.receive(mallory.auth(mallory.request("r1", other.invitation())));
    world.run();
    Message foreign =
        mallory.text("m1", "from Mallory", other.ourDid()).toBuilder()
            .thread(new ThreadId(atAlice.id()))
            .parentThread(new ThreadId(atAlice.id()))
            .build();
    alice.handler().close();
    List<String> from = new ArrayList<>();
    alice.messages().onReceived(BasicMessage.KIND, (c, text) -> from.add(c.id()));

    alice.receive(mallory.auth(foreign));
    world.run();

    assertThat(from).containsExactly(other.id());
  }

  @Test
  void theSameIdWithOtherContentIsRefused() {
    connect();
    alice.receive(text("m1", "hello"));
    world.run();

    assertRefused(text("m1", "something else"));
    assertThat(alice.heard()).containsExactly("hello");
  }

  @Test
  void anotherPeersIdsAreTheirOwn() {
    connect();
    Connection other = alice.connections().invite();
    alice.receive(mallory.auth(mallory.request("r1", other.invitation())));
    world.run();
    alice.receive(mallory.auth(mallory.text("m1", "from Mallory", other.ourDid())));

    assertThat(alice.receive(text("m1", "from Bob"))).isEqualTo(Receipt.Kind.ACCEPTED);
    world.run();

    assertThat(alice.heard()).containsExactly("from Mallory", "from Bob");
  }

  @Test
  void aMessageThatIsNotOfItsKindIsNotTaken() {
    connect();
    byte[] packed = bob.auth(bob.message("m1", BasicMessage.TYPE, atAlice.ourDid()).build());
    byte[] number =
        bob.auth(
            bob.message("m2", BasicMessage.TYPE, atAlice.ourDid())
                .body(JsonObject.builder().put("content", 5L).build())
                .build());
    int before = alice.storage().commits();

    assertThat(alice.receive(packed)).isIn(Receipt.Kind.MALFORMED, Receipt.Kind.REFUSED);
    assertThat(alice.receive(number)).isIn(Receipt.Kind.MALFORMED, Receipt.Kind.REFUSED);
    assertThat(alice.storage().commits()).isEqualTo(before);
  }

  private byte[] text(String id, String content) {
    return bob.auth(bob.text(id, content, atAlice.ourDid()));
  }

  private void assertRefused(byte[] packed) {
    world.run();
    int before = alice.storage().commits();

    assertThat(alice.receive(packed)).isEqualTo(Receipt.Kind.REFUSED);
    world.run();

    assertThat(alice.storage().commits()).isEqualTo(before);
  }
}
