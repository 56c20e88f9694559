package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entente.connection.Connection;
import org.entente.connection.InvitationAlreadyUsedException;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.testkit.SeededRandom;
import org.entente.transport.Receipt;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With threads, as what is tested is that they do not get in each other's way. */
@Timeout(120)
class ManyAtOnceTest {
  private static final int MANY = 64;
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void ofManyRequestersOnOneInvitationOneWinsAndTheOthersAreRefusedAlike() throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent alice = Agent.builder("alice").transport(network.join("alice")).build()) {
      Connection atAlice = alice.connections().invite();
      List<byte[]> requests = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        TestPeer peer = new TestPeer(new SeededRandom(i), "memory://peer" + i);
        requests.add(peer.auth(peer.request("r1", atAlice.invitation())));
      }

      Map<Receipt.Kind, Long> answers =
          count(atOnce(i -> alice.receiver().receive(requests.get(i)).kind()));

      assertThat(answers)
          .isEqualTo(Map.of(Receipt.Kind.ACCEPTED, 1L, Receipt.Kind.REFUSED, MANY - 1L));
      assertThat(alice.connections().list().connections()).hasSize(1);
    }
  }

  @Test
  void ofManyAcceptingOneInvitationOneWins() throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent alice = Agent.builder("alice").transport(network.join("alice")).build();
        Agent bob = Agent.builder("bob").transport(network.join("bob")).build()) {
      Connection atAlice = alice.connections().invite();
      Invitation invitation = atAlice.invitation();

      List<String> results =
          atOnce(
              i -> {
                try {
                  return bob.connections().accept(invitation).id();
                } catch (InvitationAlreadyUsedException e) {
                  return "used";
                }
              });

      assertThat(results).filteredOn(result -> !result.equals("used")).hasSize(1);
      assertThat(bob.connections().list().connections()).hasSize(1);
      assertThat(alice.connections().awaitEstablished(atAlice.id(), LONG).isEstablished()).isTrue();
    }
  }

  @Test
  void oneMessageThatArrivesManyTimesAtOnceIsTakenOnce() throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent alice = Agent.builder("alice").transport(network.join("alice")).build()) {
      TestPeer peer = new TestPeer(new SeededRandom(1), "memory://peer");
      byte[] request = peer.auth(peer.request("r1", alice.connections().invite().invitation()));

      Map<Receipt.Kind, Long> answers =
          count(atOnce(i -> alice.receiver().receive(request).kind()));

      assertThat(answers)
          .isEqualTo(Map.of(Receipt.Kind.ACCEPTED, 1L, Receipt.Kind.DUPLICATE, MANY - 1L));
    }
  }

  @Test
  void manyHandshakesAndMessagesSideBySideAllComeToTheirEnd() throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent alice = Agent.builder("alice").transport(network.join("alice")).build();
        Agent bob = Agent.builder("bob").transport(network.join("bob")).build()) {
      Map<String, List<String>> states = new ConcurrentHashMap<>();
      alice
          .connections()
          .onChanged(
              c ->
                  states
                      .computeIfAbsent(c.id(), id -> new ArrayList<>())
                      .add(c.state().toString()));
      Set<String> heard = ConcurrentHashMap.newKeySet();
      alice.messages().onReceived(BasicMessage.KIND, (from, text) -> heard.add(text.content()));

      List<String> ids =
          atOnce(
              i -> {
                Connection atAlice = alice.connections().invite();
                Connection atBob = bob.connections().accept(atAlice.invitation());
                bob.connections().awaitEstablished(atBob.id(), LONG);
                bob.messages().send(atBob.id(), new BasicMessage("text " + i));
                return alice.connections().awaitEstablished(atAlice.id(), LONG).id();
              });
      bob.close(LONG);
      alice.close(LONG);

      assertThat(heard).hasSize(MANY);
      assertThat(ids)
          .allSatisfy(
              id ->
                  assertThat(states.get(id))
                      .containsExactly(
                          "InvitationGenerated",
                          "ConnectionRequestReceived",
                          "ConnectionResponsePending",
                          "ConnectionResponseSent"));
    }
  }

  private static <T> Map<T, Long> count(List<T> results) {
    return results.stream()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private interface Numbered<T> {
    T run(int number) throws Exception;
  }

  private static <T> List<T> atOnce(Numbered<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(MANY);
    try {
      CyclicBarrier start = new CyclicBarrier(MANY);
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        int number = i;
        tasks.add(
            () -> {
              start.await();
              return work.run(number);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
