package org.entente.storage.h2;

import java.util.List;
import java.util.Optional;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.Storage;
import org.entente.storage.StoredEvent;
import org.entente.testkit.ManualClock;
import org.entente.testkit.ManualDriver;
import org.entente.transport.inmemory.InMemoryNetwork;

/** What wallets acme and bob hold, as a text: by agents that are not set going. */
final class Inventory {
  private static final int EVERYTHING = 1000;

  private Inventory() {}

  static String of(Storage storage) {
    StringBuilder text = new StringBuilder();
    for (String wallet : List.of("acme", "bob")) {
      ManualClock clock = new ManualClock();
      try (InMemoryNetwork network = new InMemoryNetwork();
          Agent agent =
              Agent.builder(wallet)
                  .wallet(wallet)
                  .clock(clock)
                  .driver(new ManualDriver(clock).forAgent())
                  .sharedStorage(storage)
                  .transport(network.join(wallet))
                  .build()) {
        describe(agent, wallet, storage, text);
      }
    }
    return text.toString();
  }

  private static void describe(Agent agent, String wallet, Storage storage, StringBuilder text) {
    text.append("wallet ").append(wallet).append('\n');
    for (Queue queue : List.of(Queue.OUTBOX, Queue.INBOX)) {
      int count = storage.countQueued(wallet, queue, Optional.empty(), EVERYTHING);
      text.append("  ").append(queue).append(": ").append(count).append('\n');
    }
    List<StoredEvent> events = storage.events(wallet, 0, EVERYTHING);
    for (Connection connection : agent.connections().list().connections()) {
      describe(connection, text);
      events.stream()
          .filter(event -> event.connectionId().equals(connection.id()))
          .forEach(event -> describe(event, text));
    }
  }

  private static void describe(Connection connection, StringBuilder text) {
    text.append("  ")
        .append(connection.label().orElse("no label"))
        .append(": ")
        .append(connection.role())
        .append(' ')
        .append(connection.state())
        .append("\n    connection ")
        .append(connection.id())
        .append("\n    invitation ")
        .append(connection.invitation().id())
        .append(connection.invitation().expiresTime().map(time -> ", expires " + time).orElse(""))
        .append("\n    attempts ")
        .append(connection.attempts())
        .append(connection.nextAttempt().map(time -> ", next " + time).orElse(""))
        .append(connection.lastFailure().map(failure -> ", last failure: " + failure).orElse(""))
        .append('\n');
  }

  private static void describe(StoredEvent event, StringBuilder text) {
    text.append("    ")
        .append(event.time())
        .append(' ')
        .append(event.sequence())
        .append(' ')
        .append(event.event())
        .append(", then ")
        .append(event.state())
        .append('\n');
  }
}
