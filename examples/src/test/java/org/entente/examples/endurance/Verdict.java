package org.entente.examples.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.Agent;
import org.entente.ConnectionPage;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.Role;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.Storage;
import org.entente.storage.h2.H2Storage;
import org.entente.transport.inmemory.InMemoryNetwork;

/** What must be so once two peers have done their work, whatever has happened meanwhile. */
final class Verdict {
  private Verdict() {}

  /** Each invitation came to one connection at each side, and nothing is left to do. */
  static void assertConnected(PeerProcess inviter, PeerProcess invitee, int connections)
      throws IOException {
    assertThat(inviter.journal().stream().filter(note -> note.is("invited")).distinct())
        .as("links, each always the same")
        .hasSize(connections);
    Map<String, Connection> ofInviter = connections(inviter, Role.INVITER);
    Map<String, Connection> ofInvitee = connections(invitee, Role.INVITEE);
    assertThat(ofInviter).hasSize(connections);
    assertThat(ofInvitee).containsOnlyKeys(ofInviter.keySet());
    ofInviter.forEach(
        (label, one) -> {
          Connection other = ofInvitee.get(label);
          assertThat(one.isEstablished() && other.isEstablished()).as(label).isTrue();
          assertThat(one.thread()).isEqualTo(other.thread());
          assertThat(one.theirDid()).as(label).contains(other.ourDid());
          assertThat(other.theirDid()).as(label).contains(one.ourDid());
        });
  }

  /**
   * What one peer sent came to the other: in order, all that was acknowledged, and nothing else.
   * Again came only what was with the handler when its process was killed.
   *
   * @return how many came again
   */
  static int assertReceived(List<Note> sender, List<Note> receiver) {
    Map<Integer, List<String>> begun = texts(sender, "sending");
    Map<Integer, List<String>> acknowledged = texts(sender, "sent");
    Map<Integer, List<String>> heard = texts(receiver, "received");
    int again = assertAgainOnlyAfterAKill(receiver);
    begun.forEach(
        (connection, texts) -> {
          Set<String> firstTime = new LinkedHashSet<>(heard.getOrDefault(connection, List.of()));
          // those whose sender was killed before it knew may have been sent or not
          List<String> expected = new ArrayList<>(texts);
          Set<String> known = new HashSet<>(acknowledged.getOrDefault(connection, List.of()));
          expected.removeIf(text -> !known.contains(text) && !firstTime.contains(text));
          assertThat(firstTime).as("over %d", connection).containsExactlyElementsOf(expected);
        });
    assertThat(begun.keySet()).containsAll(heard.keySet());
    return again;
  }

  private static int assertAgainOnlyAfterAKill(List<Note> receiver) {
    int run = 0;
    int again = 0;
    Map<Integer, Set<String>> before = new HashMap<>();
    Map<Integer, Note> last = new HashMap<>();
    Map<Integer, Integer> runOfLast = new HashMap<>();
    for (Note note : receiver) {
      if (note.is("started")) {
        run++;
      } else if (note.is("received")) {
        int connection = note.number();
        if (!before.computeIfAbsent(connection, key -> new HashSet<>()).add(note.rest())) {
          assertThat(last).as("what came over it last").containsEntry(connection, note);
          assertThat(runOfLast.get(connection)).as("run that heard %s", note).isLessThan(run);
          again++;
        }
        last.put(connection, note);
        runOfLast.put(connection, run);
      }
    }
    return again;
  }

  private static Map<Integer, List<String>> texts(List<Note> journal, String verb) {
    Map<Integer, List<String>> texts = new LinkedHashMap<>();
    for (Note note : journal) {
      if (note.is(verb)) {
        texts.computeIfAbsent(note.number(), key -> new ArrayList<>()).add(note.rest());
      }
    }
    return texts;
  }

  private static Map<String, Connection> connections(PeerProcess peer, Role role) {
    try (Storage storage =
            H2Storage.at(TalkingPeer.store(peer.directory()))
                .protector(TalkingPeer.protector())
                .open();
        InMemoryNetwork network = new InMemoryNetwork();
        Agent agent =
            Agent.builder("checker")
                .sharedStorage(storage)
                .transport(network.join("checker"))
                .build()) {
      assertNothingLeft(storage);
      Map<String, Connection> connections = new LinkedHashMap<>();
      Optional<ConnectionQuery> next = Optional.of(ConnectionQuery.all());
      while (next.isPresent()) {
        ConnectionPage page = agent.connections().list(next.get());
        for (Connection connection : page.connections()) {
          assertThat(connection.role()).isEqualTo(role);
          assertThat(connections.put(connection.label().orElseThrow(), connection)).isNull();
        }
        next = page.next();
      }
      return connections;
    }
  }

  /** Nothing waits to be sent or handed over. */
  static void assertNothingLeft(Storage storage) {
    for (Queue queue : Queue.values()) {
      assertThat(storage.countQueued("default", queue, Optional.empty(), 1))
          .as("%s", queue)
          .isZero();
    }
    assertThat(storage.nextDue("default")).isEmpty();
  }
}
