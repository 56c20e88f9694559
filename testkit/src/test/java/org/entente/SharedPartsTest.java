package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.entente.connection.Connection;
import org.entente.message.BasicMessage;
import org.entente.storage.InMemoryStorage;
import org.entente.storage.StorageException;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedPartsTest {
  private final World world = new World();
  private final Party bob = world.party("bob");
  private final InMemoryStorage storage = new InMemoryStorage(world.random());
  private final Tap tap = new Tap(world.network().join("shared"));
  private final List<Agent> agents = new ArrayList<>();

  @AfterEach
  void close() {
    agents.forEach(agent -> agent.close(Duration.ZERO));
    world.close();
  }

  private Agent open(String wallet) {
    Agent agent =
        world.builder(wallet).wallet(wallet).sharedStorage(storage).sharedTransport(tap).build();
    agents.add(agent);
    return agent;
  }

  @Test
  void walletsShareStorageAndTransportWithoutSeeingEachOther() {
    Agent one = open("one");
    Agent two = open("two");
    List<String> heard = new ArrayList<>();
    two.messages().onReceived(BasicMessage.KIND, (from, text) -> heard.add(text.content()));

    Connection atOne = one.connections().invite();
    Connection atTwo = two.connections().invite();
    bob.connections().accept(atOne.invitation());
    Connection toTwo = bob.connections().accept(atTwo.invitation());
    world.run();
    bob.messages().send(toTwo.id(), new BasicMessage("for two"));
    world.run();

    assertThat(one.connections().get(atOne.id()).isEstablished()).isTrue();
    assertThat(two.connections().get(atTwo.id()).isEstablished()).isTrue();
    assertThat(one.connections().find(atTwo.id())).isEmpty();
    assertThat(heard).containsExactly("for two");
  }

  @Test
  void walletsOnOneTransportConnectWithEachOther() {
    Agent one = open("one");
    Agent two = open("two");

    Connection atOne = one.connections().invite();
    Connection atTwo = two.connections().accept(atOne.invitation());
    world.run();

    assertThat(one.connections().get(atOne.id()).isEstablished()).isTrue();
    assertThat(two.connections().get(atTwo.id()).isEstablished()).isTrue();
  }

  @Test
  void whatIsSharedStaysOpenWhenAnAgentIsClosed() {
    Agent one = open("one");
    Agent two = open("two");
    Connection atTwo = two.connections().invite();

    one.close();
    bob.connections().accept(atTwo.invitation());
    world.run();

    assertThat(two.connections().get(atTwo.id()).isEstablished()).isTrue();
  }

  @Test
  void whatWasGivenIsClosedWithTheAgent() {
    Agent own = world.builder("own").storage(storage).transport(tap).build();

    own.close();
    own.close();

    assertThatThrownBy(own::problem).isInstanceOf(StorageException.class);
    assertThat(tap.send(tap.endpoint(), new byte[1]))
        .isCompletedWithValueMatching(answer -> answer.kind() == Answer.Kind.TRY_LATER);
  }

  @Test
  void twoAgentsOfOneWalletNeverSendTheSameMessageTwice() {
    Agent one = open("same");
    Agent two = open("same");
    Connection atOne = one.connections().invite();
    Connection toUs = bob.connections().accept(atOne.invitation());
    world.run();
    int sent = tap.sent().size();

    for (int i = 0; i < 20; i++) {
      Agent sender = i % 2 == 0 ? one : two;
      sender.messages().send(atOne.id(), new BasicMessage("text " + i));
      if (i % 5 == 0) {
        // shorter than the lease
        tap.next(
            (onward, endpoint, packed) ->
                world
                    .later(Duration.ofSeconds(25), packed)
                    .thenCompose(late -> onward.send(endpoint, late)));
        world.pass(Duration.ofSeconds(20));
      }
    }
    world.pass(Duration.ofMinutes(2));

    assertThat(bob.now(toUs).isEstablished()).isTrue();
    assertThat(bob.heard()).hasSize(20).doesNotHaveDuplicates();
    assertThat(tap.sent()).hasSize(sent + 20);
  }

  @Test
  void whatOneAgentOfAWalletDoesTheOtherSees() {
    Agent one = open("same");
    Agent two = open("same");
    Connection atOne = one.connections().invite();
    var established = two.connections().whenEstablished(atOne.id());

    bob.connections().accept(atOne.invitation());
    world.pass(Duration.ofMinutes(1));

    assertThat(two.connections().get(atOne.id()).isEstablished()).isTrue();
    assertThat(established).isDone();
  }
}
