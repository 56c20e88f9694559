package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.examples.AgentData;
import org.entente.keys.WrongKeyException;
import org.entente.storage.StorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server keeps from one run to the next. */
@Timeout(60)
class RestartTest {
  private final Servers servers = new Servers();
  @TempDir private Path data;

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void everythingIsThereAgainAndGoesOn() throws Exception {
    AgentServer first = servers.start("--data", data.toString());
    Caller before = new Caller(first.api());
    Caller bob = servers.caller();
    Servers.Pair pair = Servers.connect(before, bob);
    String atAlice = "/connections/" + pair.atInviter() + "/messages";
    String atBob = "/connections/" + pair.atInvitee() + "/messages";
    say("one", bob, atBob, before, atAlice);
    say("two", before, atAlice, bob, atBob);
    List<EventReader.Told> events = eventsUntil(before, "/events?after=0", create(before));
    String connections = before.get("/connections").body();
    first.close();
    assertThat(bob.post(atBob, Servers.body("content", "three")).status()).isEqualTo(201);

    Caller after = new Caller(again(first).api());

    assertThat(after.get("/connections").body()).isEqualTo(connections);
    String last = events.get(events.size() - 1).id().orElseThrow();
    assertThat(eventsUntil(after, "/events?after=" + last, create(after))).hasSize(1);
    assertThat(eventsUntil(after, "/events?after=0", pair.atInviter()).get(0).id())
        .isEqualTo(events.get(0).id());
    await("three", after, atAlice);
    say("four", after, atAlice, bob, atBob);
    assertThat(contents(after, atAlice)).containsExactly("one", "two", "three", "four");
  }

  @Test
  void whatWasSaidIsForgottenWithItsConnection() throws Exception {
    AgentServer server = servers.start("--data", data.toString());
    Caller alice = new Caller(server.api());
    Caller bob = servers.caller();
    Servers.Pair gone = Servers.connect(alice, bob);
    Servers.Pair kept = Servers.connect(alice, bob);
    for (Servers.Pair pair : List.of(gone, kept)) {
      String atAlice = "/connections/" + pair.atInviter() + "/messages";
      say("hello", alice, atAlice, bob, "/connections/" + pair.atInvitee() + "/messages");
    }

    String path = "/connections/" + gone.atInviter();
    assertThat(alice.call("DELETE", path, Optional.empty(), "").status()).isEqualTo(204);
    server.close();

    AgentData where = new AgentData(Optional.of(data), Optional.empty());
    try (Conversations conversations = Conversations.open(where)) {
      assertThat(conversations.list(gone.atInviter(), 0, 100).messages()).isEmpty();
      assertThat(conversations.list(kept.atInviter(), 0, 100).messages()).hasSize(1);
    }
    assertThat(new Caller(again(server).api()).get(path).status()).isEqualTo(404);
  }

  @Test
  void anotherPassphraseOpensNothing() throws Exception {
    // whatever this process was given: the passphrase of a server comes from its environment
    List<String> variables =
        System.getenv().entrySet().stream()
            .filter(variable -> !variable.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    String right = variables.get(0);
    String wrong =
        variables.stream()
            .filter(name -> !System.getenv(name).equals(System.getenv(right)))
            .findFirst()
            .orElseThrow();
    AgentServer server = servers.start("--data", data.toString(), "--passphrase-env", right);
    String id = create(new Caller(server.api()));
    server.close();

    assertThatThrownBy(() -> servers.start("--data", data.toString(), "--passphrase-env", wrong))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("passphrase");
    assertThatThrownBy(() -> servers.start("--data", data.toString()))
        .isInstanceOf(WrongKeyException.class);
    Caller again = servers.caller("--data", data.toString(), "--passphrase-env", right);
    assertThat(again.get("/connections/" + id).status()).isEqualTo(200);
  }

  @Test
  void whatIsOpenIsNotOpenedTwice() throws Exception {
    Caller alice = servers.caller("--data", data.toString());

    assertThatThrownBy(() -> servers.start("--data", data.toString()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("open already");

    Caller bob = servers.caller();
    Servers.Pair pair = Servers.connect(alice, bob);
    String atAlice = "/connections/" + pair.atInviter() + "/messages";
    say("hello", bob, "/connections/" + pair.atInvitee() + "/messages", alice, atAlice);
  }

  @Test
  void onlyTheOwnerReadsTheKeys() throws Exception {
    assumeTrue(Files.getFileStore(data).supportsFileAttributeView("posix"));
    servers.start("--data", data.toString()).close();

    for (String name : List.of("agent.key", "conversations.key", "agent.mv.db")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
  }

  /** Peers know where a server is: it comes back to the same port. */
  private AgentServer again(AgentServer server) throws Exception {
    String port = String.valueOf(server.url().getPort());
    return servers.start("--data", data.toString(), "--port", port);
  }

  private static String create(Caller caller) throws Exception {
    return caller.post("/connections", "{}").json().getString("connectionId");
  }

  private static void say(String text, Caller from, String there, Caller to, String here)
      throws Exception {
    assertThat(from.post(there, Servers.body("content", text)).status()).isEqualTo(201);
    await(text, to, here);
  }

  private static void await(String text, Caller caller, String path) throws Exception {
    var unused =
        caller.await(() -> Optional.of(contents(caller, path)).filter(all -> all.contains(text)));
  }

  private static List<String> contents(Caller caller, String path) throws Exception {
    return caller.get(path).json().objects("contents").stream()
        .map(message -> message.getString("content"))
        .toList();
  }

  private static List<EventReader.Told> eventsUntil(Caller caller, String path, String id)
      throws Exception {
    try (EventReader reader = new EventReader(caller, path)) {
      return reader.until(told -> told.isOf(id));
    }
  }
}
