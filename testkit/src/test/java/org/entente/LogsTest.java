package org.entente;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.entente.connection.Connection;
import org.entente.json.JsonObject;
import org.entente.logs.MemoryLogs;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.message.MessageType;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs at every level hold nothing of what is said, and no key (threat model S64, S65). */
class LogsTest {
  private static final String CANARY = "CANARY-tells-a-secret";
  private static final String LINES = CANARY + "\r\n[main] ERROR forged - line";

  // A key of 32 bytes has 43 characters in base64url; an id has 36.
  // Names of classes may be longer, and have no digits.
  private static final String LOOKS_LIKE_A_KEY =
      "(?s).*(?<![A-Za-z0-9_+/-])(?=[A-Za-z_+/-]*[0-9])[A-Za-z0-9_+/-]{40,}.*";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AutoCloseable listening = MemoryLogs.listen(lines::add);
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @BeforeEach
  void listens() {
    assertThat(lines).anyMatch(line -> line.contains("agent started"));
  }

  @AfterEach
  void nothingWasToldThatIsNobodysBusiness() throws Exception {
    world.close();
    listening.close();
    assertThat(lines)
        .noneMatch(line -> line.contains("CANARY"))
        .noneMatch(line -> line.contains("did:peer:2.Ez6LS") && line.contains(".V"))
        .noneMatch(line -> line.matches(LOOKS_LIKE_A_KEY))
        .noneMatch(line -> line.contains("\n") || line.contains("\r"));
  }

  @Test
  void aHandshakeAndItsMessages() {
    Connection atAlice =
        alice
            .connections()
            .invite(InvitationOptions.defaults().label(LINES).goal(LINES).goalCode(LINES));
    Connection atBob = bob.connections().accept(atAlice.invitation(), LINES);
    world.run();
    bob.messages().send(atBob.id(), new BasicMessage(LINES, Optional.of(LINES)));
    world.run();

    assertThat(alice.heard()).containsExactly(LINES);
    assertThat(lines).anyMatch(line -> line.contains("ConnectionResponseSent"));
    assertQuiet(atAlice, atAlice.invitation(), new BasicMessage(LINES), bob.now(atBob));
  }

  @Test
  void whoSendsNonsenseDoesNotFillTheLog() {
    for (int i = 0; i < 500; i++) {
      alice.receive("{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    world.pass(Duration.ofSeconds(2));
    alice.receive("{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    assertThat(lines.stream().filter(line -> line.contains("refused"))).hasSize(12);
    assertThat(lines).anyMatch(line -> line.contains("490 more messages were refused"));
  }

  @Test
  void aHandlerThatThrowsWhatItWasGiven() {
    World.Pair pair = world.connect(alice, bob);
    alice.handler().close();
    alice
        .messages()
        .onReceived(
            BasicMessage.KIND,
            (from, text) -> {
              throw new IllegalStateException(text.content(), new Error(text.content()));
            });

    bob.messages().send(pair.invitee().id(), new BasicMessage(LINES));
    world.pass(Duration.ofSeconds(5));

    assertThat(lines).anyMatch(line -> line.contains("IllegalStateException"));
  }

  @Test
  void messagesThatAreRefused() {
    TestPeer peer = new TestPeer(world.random(), "memory://peer");
    Connection atAlice = alice.connections().invite();

    alice.receive(LINES.getBytes(UTF_8));
    alice.receive(("{\"" + CANARY + "\":1,\"" + CANARY + "\":2}").getBytes(UTF_8));
    alice.receive(peer.plain(peer.text("m1", LINES, atAlice.ourDid())));
    alice.receive(peer.auth(peer.text("m1", LINES, atAlice.ourDid())));
    alice.receive(peer.auth(peer.message("m1", new MessageType(LINES), atAlice.ourDid()).build()));
    alice.receive(
        peer.authBytes(
            JsonObject.builder().put("id", LINES).put("type", LINES).build().toBytes(),
            atAlice.ourDid()));
    alice.receive(peer.auth(peer.text("m1", LINES, peer.did())));

    assertThat(lines).filteredOn(line -> line.contains("was refused")).hasSizeGreaterThan(4);
  }

  @Test
  void aPeerThatReportsAProblem() {
    TestPeer peer = new TestPeer(world.random(), "memory://peer");
    bob.tap().line(Tap.answering(Answer.accepted()));
    Connection atBob =
        bob.connections().accept(Invitation.builder(world.id(), peer.did()).goal(LINES).build());
    world.run();

    for (String code : List.of(LINES, "e.p.req")) {
      bob.receive(
          peer.auth(
              peer.message("p" + code.length(), ProblemReport.TYPE, atBob.ourDid())
                  .parentThread(new ThreadId(atBob.thread()))
                  .body(new ProblemReport(code, Optional.of(LINES)).body())
                  .build()));
    }

    assertThat(bob.now(atBob).stopped()).isPresent();
    assertQuiet(
        catchThrowable(
            () -> bob.connections().awaitEstablished(atBob.id(), Duration.ofSeconds(1))));
  }

  @Test
  void invitationsThatAreRefused() {
    Invitation invitation = alice.connections().invite().invitation();

    assertQuiet(
        catchThrowable(() -> bob.connections().accept(LINES)),
        catchThrowable(() -> bob.connections().accept("{\"" + CANARY + "\"}")),
        catchThrowable(() -> bob.connections().accept(invitation.encoded() + CANARY)),
        catchThrowable(() -> alice.connections().accept(invitation)),
        catchThrowable(() -> bob.connections().get(LINES.substring(0, 6))));
  }

  @Test
  void deliveriesThatFail() {
    bob.tap().line(Tap.answering(Answer.tryLater("connection refused")));
    World.Pair pair = world.connect(alice, bob);
    world.pass(Duration.ofHours(25));

    assertThat(bob.now(pair.invitee()).stopped()).isPresent();
    assertThat(lines).anyMatch(line -> line.contains("given up"));
  }

  private static void assertQuiet(Object... shown) {
    for (Object each : shown) {
      assertThat(each.toString()).doesNotContain("CANARY").doesNotMatch(LOOKS_LIKE_A_KEY);
    }
  }
}
