package org.entente;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.entente.connection.Connection;
import org.entente.logs.MemoryLogs;
import org.entente.message.BasicMessage;
import org.entente.storage.InMemoryStorage;
import org.entente.storage.QueuedMessage;
import org.entente.transport.Receipt;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClosingTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  @Test
  @Timeout(100)
  void closingLetsWhatIsUnderWayFinish() throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork();
        InMemoryStorage kept = new InMemoryStorage();
        Agent bob = Agent.builder("bob").transport(network.join("bob")).build()) {
      Tap tap = new Tap(network.join("alice"));
      Agent alice = Agent.builder("alice").sharedStorage(kept).transport(tap).build();
      Connection atAlice = alice.connections().invite();
      Connection toAlice = bob.connections().accept(atAlice.invitation());
      bob.connections().awaitEstablished(toAlice.id(), LONG);
      alice.connections().awaitEstablished(atAlice.id(), LONG);
      CountDownLatch arrived = new CountDownLatch(1);
      CompletableFuture<Boolean> hold = new CompletableFuture<>();
      tap.line(
          (onward, endpoint, packed) ->
              onward
                  .send(endpoint, packed)
                  .thenCombine(hold, (answer, held) -> answer)
                  .thenApply(
                      answer -> {
                        arrived.countDown();
                        return answer;
                      }));
      alice.messages().send(atAlice.id(), new BasicMessage("last words"));

      hold.completeOnTimeout(true, 200, TimeUnit.MILLISECONDS);
      alice.close();

      assertThat(arrived.getCount()).isZero();
      assertThat(kept.countQueued("default", QueuedMessage.Queue.OUTBOX, Optional.empty(), 10))
          .isZero();
    }
  }

  @Test
  @Timeout(100)
  void noThreadIsLeftBehind() {
    Agent agent;
    Receipt.Kind answer;
    try (InMemoryNetwork network = new InMemoryNetwork()) {
      agent = Agent.builder("ephemeral").transport(network.join("e")).build();
      agent.connections().invite();
      agent.close();
      answer = agent.receiver().receive("{}".getBytes(UTF_8)).kind();
    }

    assertThat(answer).isNotEqualTo(Receipt.Kind.ACCEPTED);
    assertThat(threads()).noneMatch(name -> name.startsWith("entente-ephemeral"));
  }

  @Test
  @Timeout(100)
  void aHandlerMayCloseItsAgent() throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent bob = Agent.builder("bob").transport(network.join("bob")).build()) {
      Agent alice = Agent.builder("alice").transport(network.join("alice")).build();
      CompletableFuture<Boolean> closed = new CompletableFuture<>();
      alice
          .connections()
          .onEstablished(
              connection -> {
                alice.close(Duration.ofMillis(100));
                closed.complete(true);
              });
      Connection atAlice = alice.connections().invite();

      bob.connections().accept(atAlice.invitation());

      assertThat(closed.get(50, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @Timeout(100)
  void aHandlerThatClosesItsAgentDoesNotWaitForItself() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    AutoCloseable listening = MemoryLogs.listen(lines::add);
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent bob = Agent.builder("bob").transport(network.join("bob")).build()) {
      Agent alice = Agent.builder("alice").transport(network.join("alice")).build();
      CompletableFuture<Boolean> closed = new CompletableFuture<>();
      alice
          .messages()
          .onReceived(
              BasicMessage.KIND,
              (from, text) -> {
                alice.close(LONG);
                closed.complete(true);
              });
      Connection toAlice = bob.connections().accept(alice.connections().invite().invitation());
      bob.connections().awaitEstablished(toAlice.id(), LONG);

      bob.messages().send(toAlice.id(), new BasicMessage("close"));

      assertThat(closed.get(40, TimeUnit.SECONDS)).isTrue();
      assertThat(lines).noneMatch(line -> line.contains("deliveries under way"));
    } finally {
      listening.close();
    }
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(Collectors.toSet());
  }
}
