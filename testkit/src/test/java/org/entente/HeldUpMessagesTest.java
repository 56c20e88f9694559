package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.BasicMessage;
import org.entente.message.MessageContent;
import org.entente.message.MessageType;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One message, peer or handler that makes trouble, and what must go on all the same. */
class HeldUpMessagesTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  /** Content of a kind that nobody has registered. */
  private record Unknown() implements MessageContent {
    @Override
    public MessageType type() {
      return new MessageType("https://example.org/unknown/1.0/x");
    }

    @Override
    public JsonObject body() {
      return JsonObject.empty();
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aResponseAskedForAgainComesToRestAtItsDeadline() {
    world.connect(alice, bob);
    byte[] request = bob.tap().sent().get(0);
    AtomicInteger attempts = new AtomicInteger();
    alice
        .tap()
        .line(
            (onward, endpoint, packed) -> {
              attempts.incrementAndGet();
              return world.later(Duration.ZERO, Answer.tryLater("connection refused"));
            });
    world.pass(Duration.ofMinutes(1));

    assertThat(alice.receive(request)).isEqualTo(Receipt.Kind.DUPLICATE);
    world.pass(Duration.ofHours(30));

    assertThat(attempts).hasValueBetween(10, 40);
    assertThat(alice.outbox()).isZero();
  }

  @Test
  void aMessageThatIsRefusedHoldsUpTheNextForMinutesOnly() {
    World.Pair pair = world.connect(alice, bob);

    bob.messages().send(pair.invitee().id(), new Unknown());
    bob.messages().send(pair.invitee().id(), new BasicMessage("hello"));
    world.pass(Duration.ofMinutes(10));

    assertThat(alice.heard()).containsExactly("hello");
    assertThat(bob.outbox()).isZero();
  }

  @Test
  void oneRefusalAmongManyFailuresDoesNotEndAMessage() {
    World.Pair pair = world.connect(alice, bob);
    AtomicInteger attempts = new AtomicInteger();
    bob.tap()
        .line(
            (onward, endpoint, packed) -> {
              int attempt = attempts.incrementAndGet();
              if (attempt > 10) {
                return onward.send(endpoint, packed);
              }
              return CompletableFuture.completedFuture(
                  attempt < 10
                      ? Answer.tryLater("connection refused")
                      : Answer.refused("damaged on the way"));
            });

    bob.messages().send(pair.invitee().id(), new BasicMessage("hello"));
    world.pass(Duration.ofHours(2));

    assertThat(alice.heard()).containsExactly("hello");
  }

  @Test
  void aMessageThatHasWaitedPastItsDeadlineIsTriedOnce() {
    World.Pair pair = world.connect(alice, bob);
    bob.tap().line(Tap.answering(Answer.tryLater("connection refused")));
    bob.messages().send(pair.invitee().id(), new BasicMessage("first"));
    bob.messages().send(pair.invitee().id(), new BasicMessage("second"));

    world.pass(Duration.ofHours(23));
    int before = bob.tap().sent().size();
    world.pass(Duration.ofHours(2));

    assertThat(bob.tap().sent()).hasSizeGreaterThan(before);
    assertThat(bob.outbox()).isZero();
  }

  @Test
  void aBusyExecutorIsHandedAMessageOnce() {
    List<Runnable> callbacks = new ArrayList<>();
    Party carol = world.party("carol", settings -> settings.executor(callbacks::add));
    World.Pair pair = world.connect(carol, bob);
    callbacks.clear();

    bob.messages().send(pair.invitee().id(), new BasicMessage("once"));
    world.pass(Duration.ofMinutes(3));

    assertThat(callbacks).hasSize(1);
    callbacks.remove(0).run();
    assertThat(carol.heard()).containsExactly("once");
  }

  @Test
  void whoTalksToUsHasOurResponse() {
    List<String> answered = new ArrayList<>();
    alice.handler().close();
    alice
        .messages()
        .onReceived(
            BasicMessage.KIND,
            (from, text) ->
                answered.add(alice.messages().send(from.id(), new BasicMessage("echo"))));
    alice
        .tap()
        .next(
            (onward, endpoint, packed) ->
                onward
                    .send(endpoint, packed)
                    .thenCompose(
                        a -> world.later(Duration.ofSeconds(29), Answer.tryLater("no answer"))));
    World.Pair pair = world.connect(alice, bob);

    bob.messages().send(pair.invitee().id(), new BasicMessage("hi"));
    world.pass(Duration.ofMinutes(2));

    assertThat(answered).hasSize(1);
    assertThat(bob.heard()).containsExactly("echo");
    assertThat(alice.now(pair.inviter()).isEstablished()).isTrue();
  }

  @Test
  void aMessageIsRefusedOnceItsRecordMayBeForgotten() {
    World.Pair pair = world.connect(alice, bob);
    bob.messages().send(pair.invitee().id(), new BasicMessage("pay 100"));
    world.run();
    byte[] recorded = bob.tap().sent().get(bob.tap().sent().size() - 1);
    assertThat(alice.receive(recorded)).isEqualTo(Receipt.Kind.DUPLICATE);

    world.pass(Duration.ofDays(3));
    bob.messages().send(pair.invitee().id(), new BasicMessage("other"));
    world.pass(Duration.ofMinutes(2));

    assertThat(alice.receive(recorded)).isNotEqualTo(Receipt.Kind.ACCEPTED);
    world.run();
    assertThat(alice.heard()).containsExactly("pay 100", "other");
  }

  @Test
  void aPeerWhoseMessagesNobodyTakesIsToldToTryLater() {
    Limits two = Limits.defaults().with(Limit.INBOX_PER_PEER, 2);
    Party carol = world.party("carol", settings -> settings.limits(two));
    World.Pair pair = world.connect(carol, bob);
    carol.handler().close();
    for (int i = 0; i < 3; i++) {
      bob.messages().send(pair.invitee().id(), new BasicMessage("text " + i));
    }
    world.pass(Duration.ofMinutes(1));
    assertThat(bob.outbox()).isOne();

    List<String> heard = new ArrayList<>();
    carol.messages().onReceived(BasicMessage.KIND, (from, text) -> heard.add(text.content()));
    world.pass(Duration.ofMinutes(5));

    assertThat(heard).containsExactly("text 0", "text 1", "text 2");
    assertThat(bob.outbox()).isZero();
  }

  @Test
  void closingSendsAllThatIsDue() {
    World.Pair pair = world.connect(alice, bob);
    for (int i = 0; i < 5; i++) {
      bob.messages().send(pair.invitee().id(), new BasicMessage("text " + i));
    }

    bob.agent().close();
    world.run();

    assertThat(alice.heard()).containsExactly("text 0", "text 1", "text 2", "text 3", "text 4");
  }

  @Test
  void anErrorWhileSendingKeepsNoPlaceOnTheWayToAHost() {
    World.Pair pair = world.connect(alice, bob);
    AtomicInteger sends = new AtomicInteger();
    bob.tap()
        .line(
            (onward, endpoint, packed) -> {
              if (sends.incrementAndGet() <= 2) {
                throw new StackOverflowError();
              }
              return onward.send(endpoint, packed);
            });

    bob.messages().send(pair.invitee().id(), new BasicMessage("hi"));
    world.pass(Duration.ofMinutes(10));

    assertThat(alice.heard()).containsExactly("hi");
  }
}
