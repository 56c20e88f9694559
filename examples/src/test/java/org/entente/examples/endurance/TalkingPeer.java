package org.entente.examples.endurance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.entente.Agent;
import org.entente.ConnectionPage;
import org.entente.InvitationOptions;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.InvitationAlreadyUsedException;
import org.entente.connection.InvitationExistsException;
import org.entente.keys.KeyProtector;
import org.entente.keys.Secret;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.storage.h2.H2Storage;
import org.entente.transport.http.EndpointPolicy;
import org.entente.transport.http.HttpTransport;

/**
 * An agent in a process of its own, over HTTP and with an H2 file. It does what standard input
 * says, sends numbered messages over each connection, and notes what it has done. Killed at any
 * moment and started again, it finds out what is left to do, as an application would.
 */
final class TalkingPeer {
  private static final int THREADS = 16;

  private final Agent agent;
  private final Journal journal;
  private final int messages;
  private final int run;
  private final Set<String> done = new HashSet<>();
  private final Set<String> talking = ConcurrentHashMap.newKeySet();
  private final ExecutorService work = Executors.newFixedThreadPool(THREADS);

  private TalkingPeer(Agent agent, Journal journal, int messages, List<String> earlier) {
    this.agent = agent;
    this.journal = journal;
    this.messages = messages;
    this.run = (int) earlier.stream().filter(line -> line.equals("started")).count();
    for (String line : earlier) {
      Note note = Note.parse(line);
      if (note.is("established")) {
        done.add(line);
      } else if (note.is("sent")) {
        done.add(sent(note.number(), note.message()));
      }
    }
  }

  /** Runs it: directory, port, how many messages to send over each connection. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Journal journal = Journal.open(directory.resolve("journal"))) {
      List<String> earlier = Journal.read(directory.resolve("journal"));
      journal.note("started");
      try (Agent agent = open(directory, Integer.parseInt(args[1]), journal)) {
        TalkingPeer peer = new TalkingPeer(agent, journal, Integer.parseInt(args[2]), earlier);
        peer.goOn();
        peer.obey();
      }
      journal.note("stopped");
      threadsLeft(before).forEach(thread -> System.err.println("left: " + thread));
    }
  }

  static KeyProtector protector() {
    return KeyProtector.key(Secret.takeOver(new byte[32]), new SecureRandom());
  }

  static Path store(Path directory) {
    return directory.resolve("agent");
  }

  private static Agent open(Path directory, int port, Journal journal) {
    H2Storage storage = H2Storage.at(store(directory)).protector(protector()).openOrCreate();
    journal.note("opened");
    HttpTransport transport =
        HttpTransport.builder(URI.create("http://127.0.0.1:" + port + "/didcomm"))
            .port(port)
            .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback())
            .listen();
    journal.note("listening");
    return Agent.builder(directory.getFileName().toString())
        .storage(storage)
        .transport(transport)
        .build();
  }

  private void goOn() {
    agent
        .messages()
        .onReceived(
            BasicMessage.KIND,
            (from, text) -> journal.note("received " + number(from) + " " + text.content()));
    agent.connections().onEstablished(this::talk);
    Optional<ConnectionQuery> next = Optional.of(ConnectionQuery.all());
    while (next.isPresent()) {
      ConnectionPage page = agent.connections().list(next.get());
      page.connections().stream()
          .filter(Connection::isEstablished)
          .forEach(connection -> execute(() -> talk(connection)));
      next = page.next();
    }
  }

  /** Until it is to stop, or nobody is there any more who could say so. */
  private void obey() throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine();
        line != null && !line.equals("stop");
        line = input.readLine()) {
      Note command = Note.parse(line);
      execute(
          () -> {
            if (command.is("invite")) {
              invite(command.number());
            } else {
              accept(command.number(), command.rest());
            }
          });
    }
    work.shutdown();
  }

  private void invite(int number) {
    String id = UUID.nameUUIDFromBytes(new byte[] {(byte) (number >> 8), (byte) number}).toString();
    Connection connection;
    try {
      InvitationOptions options = InvitationOptions.defaults().id(id).label(label(number));
      connection = agent.connections().invite(options);
    } catch (InvitationExistsException e) {
      connection = agent.connections().get(id);
    }
    String link = connection.invitation().toUrl(URI.create("https://peer.example/invite"));
    journal.note("invited " + number + " " + link);
  }

  private void accept(int number, String link) {
    try {
      var unused = agent.connections().accept(Invitation.parse(link), label(number));
    } catch (InvitationAlreadyUsedException e) {
      // by an earlier run
    }
    journal.note("accepted " + number);
  }

  private void talk(Connection connection) {
    if (!talking.add(connection.id())) {
      return;
    }
    int number = number(connection);
    if (!done.contains("established " + number)) {
      journal.note("established " + number);
    }
    for (int message = 0; message < messages; message++) {
      if (!done.contains(sent(number, message))) {
        // with the run in it, so that what is sent twice is not taken for what arrives twice
        String text = message + "@" + run;
        journal.note("sending " + number + " " + text);
        agent.messages().send(connection.id(), new BasicMessage(text));
        journal.note(sent(number, message) + "@" + run);
      }
    }
  }

  private void execute(Runnable task) {
    work.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
          }
        });
  }

  private static String sent(int number, int message) {
    return "sent " + number + " " + message;
  }

  private static String label(int number) {
    return String.valueOf(number);
  }

  private static int number(Connection connection) {
    return Integer.parseInt(connection.label().orElseThrow());
  }

  // Those without a name are the JDK's, for files: they stay a minute.
  private static List<String> threadsLeft(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !name.matches("Thread-[0-9]+"))
        // the JDK's own, for time-outs; it stays
        .filter(name -> !name.equals("CompletableFutureDelayScheduler"))
        .toList();
  }
}
