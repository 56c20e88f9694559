package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionNotFoundException;
import org.entente.message.BasicMessage;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void messagesGoBothWaysInOrder() {
    World.Pair pair = world.connect(alice, bob);

    for (int i = 0; i < 5; i++) {
      alice.messages().send(pair.inviter().id(), new BasicMessage("from Alice " + i));
      bob.messages().send(pair.invitee().id(), new BasicMessage("from Bob " + i));
    }
    world.run();

    assertThat(bob.heard())
        .containsExactly(
            "from Alice 0", "from Alice 1", "from Alice 2", "from Alice 3", "from Alice 4");
    assertThat(alice.heard())
        .containsExactly("from Bob 0", "from Bob 1", "from Bob 2", "from Bob 3", "from Bob 4");
  }

  @Test
  void orderIsKeptWhenTheFirstMessageIsLost() {
    World.Pair pair = world.connect(alice, bob);
    alice.tap().next(Tap.answering(Answer.tryLater("lost")));

    for (String text : List.of("one", "two", "three")) {
      alice.messages().send(pair.inviter().id(), new BasicMessage(text));
    }
    world.run();
    assertThat(bob.heard()).isEmpty();
    world.pass(Duration.ofSeconds(5));

    assertThat(bob.heard()).containsExactly("one", "two", "three");
  }

  @Test
  void aMessageKnowsItsConnectionAndLanguage() {
    Party carol = world.party("carol");
    World.Pair pair = world.connect(alice, bob);
    world.connect(alice, carol);
    List<String> got = new ArrayList<>();
    alice.handler().close();
    alice
        .messages()
        .onReceived(
            BasicMessage.KIND,
            (from, text) -> got.add(from.id() + " " + text.content() + " " + text.language()));

    bob.messages().send(pair.invitee().id(), new BasicMessage("Guten Tag", Optional.of("de")));
    world.run();

    assertThat(got).containsExactly(pair.inviter().id() + " Guten Tag Optional[de]");
  }

  @Test
  void whatComesBeforeItsHandlerWaitsForIt() {
    World.Pair pair = world.connect(alice, bob);
    alice.handler().close();

    bob.messages().send(pair.invitee().id(), new BasicMessage("early"));
    bob.messages().send(pair.invitee().id(), new BasicMessage("bird"));
    world.pass(Duration.ofHours(1));
    List<String> got = new ArrayList<>();
    alice.messages().onReceived(BasicMessage.KIND, (from, text) -> got.add(text.content()));
    world.run();

    assertThat(bob.outbox()).isZero();
    assertThat(got).containsExactly("early", "bird");
  }

  @Test
  void whatComesBeforeItsHandlerSurvivesOurDeath() {
    World.Pair pair = world.connect(alice, bob);
    alice.handler().close();
    bob.messages().send(pair.invitee().id(), new BasicMessage("early"));
    world.run();

    alice.die();
    alice.reopen();
    world.pass(Duration.ofMinutes(6));

    assertThat(alice.heard()).containsExactly("early");
  }

  @Test
  void thereIsOneHandlerForEachKind() {
    assertThatThrownBy(() -> alice.messages().onReceived(BasicMessage.KIND, (from, text) -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingIsSentToUnknownConnections() {
    int before = alice.storage().commits();

    assertThatThrownBy(() -> alice.messages().send("nobody", new BasicMessage("hello")))
        .isInstanceOf(ConnectionNotFoundException.class);
    assertThat(alice.storage().commits()).isEqualTo(before);
  }

  @Test
  void nothingIsSentBeforeTheConnectionIsEstablished() {
    World.Pair pair = world.accept(alice, bob);
    int before = alice.storage().commits() + bob.storage().commits();

    assertThatThrownBy(
            () -> alice.messages().send(pair.inviter().id(), new BasicMessage("too early")))
        .isInstanceOf(ConnectionNotEstablishedException.class);
    assertThatThrownBy(
            () -> bob.messages().send(pair.invitee().id(), new BasicMessage("too early")))
        .isInstanceOf(ConnectionNotEstablishedException.class);
    assertThat(alice.storage().commits() + bob.storage().commits()).isEqualTo(before);
  }

  @Test
  void theFirstMessageMayOvertakeTheReceiptOfTheResponse() {
    alice
        .tap()
        .next(
            (onward, endpoint, packed) ->
                onward
                    .send(endpoint, packed)
                    .thenCompose(answer -> world.later(Duration.ofSeconds(1), answer)));
    World.Pair pair = world.connect(alice, bob);
    assertThat(alice.now(pair.inviter()).isEstablished()).isFalse();

    bob.messages().send(pair.invitee().id(), new BasicMessage("fast"));
    world.run();

    assertThat(alice.heard()).containsExactly("fast");
    world.pass(Duration.ofSeconds(2));
    assertThat(alice.now(pair.inviter()).isEstablished()).isTrue();
  }
}
