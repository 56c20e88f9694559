package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.MessageType;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each type in each protection: only a proven author will do (threat model S25). */
class ProtectionTest {
  enum Kind {
    REQUEST,
    RESPONSE,
    TEXT,
    PROBLEM
  }

  private final World world = new World();
  private final Party alice = world.party("alice");
  private final TestPeer peer = new TestPeer(world.random(), "memory://peer");

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void plaintextIsNeverTaken(Kind kind) {
    assertRefused(peer.plain(message(kind)));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsOnlySignedIsNeverTaken(Kind kind) {
    assertRefused(peer.signed(message(kind)));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsAnonymousIsNeverTaken(Kind kind) {
    Message message = message(kind);

    assertRefused(peer.anon(message));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsAuthenticatedIsTaken(Kind kind) {
    assertThat(alice.receive(peer.auth(message(kind)))).isEqualTo(Receipt.Kind.ACCEPTED);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsSignedInsideEncryptionIsTaken(Kind kind) {
    byte[] packed = peer.anonSigned(message(kind));

    assertThat(alice.receive(packed)).isEqualTo(Receipt.Kind.ACCEPTED);
    assertThat(alice.receive(packed)).isEqualTo(Receipt.Kind.DUPLICATE);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsSignedAndAuthenticatedIsTaken(Kind kind) {
    assertThat(alice.receive(peer.authSigned(message(kind)))).isEqualTo(Receipt.Kind.ACCEPTED);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsFromAnotherThanItsSenderIsNeverTaken(Kind kind) {
    TestPeer other = new TestPeer(world.random(), "memory://other");

    assertRefused(peer.auth(message(kind).toBuilder().from(other.did()).build()));
  }

  @ParameterizedTest
  @CsvSource({
    "https://didcomm.org/unknown/1.0/message",
    "https://didcomm.org/basicmessage/3.0/message",
    "https://atalaprism.io/mercury/connections/2.0/request"
  })
  void anUnknownTypeIsRefused(String type) {
    Connection atAlice = alice.connections().invite();

    assertRefused(
        peer.auth(
            peer.message("m1", new MessageType(type), atAlice.ourDid())
                .thread(new ThreadId(atAlice.id()))
                .build()));
  }

  private Message message(Kind kind) {
    return switch (kind) {
      case REQUEST -> peer.request("m1", alice.connections().invite().invitation());
      case RESPONSE -> {
        Connection accepted = accepted();
        yield peer.response("m1", accepted.thread(), accepted.ourDid());
      }
      case PROBLEM -> {
        Connection accepted = accepted();
        yield peer.message("m1", ProblemReport.TYPE, accepted.ourDid())
            .parentThread(new ThreadId(accepted.thread()))
            .body(new ProblemReport("e.p.req", Optional.empty()).body())
            .build();
      }
      case TEXT -> {
        Connection accepted = accepted();
        alice.receive(peer.auth(peer.response("a1", accepted.thread(), accepted.ourDid())));
        yield peer.text("m1", "hello", accepted.ourDid());
      }
    };
  }

  private Connection accepted() {
    alice.tap().line(Tap.answering(Answer.accepted()));
    Connection accepted =
        alice.connections().accept(Invitation.builder(world.id(), peer.did()).build());
    world.run();
    return alice.now(accepted);
  }

  private void assertRefused(byte[] packed) {
    int before = alice.storage().commits();

    assertThat(alice.receive(packed)).isEqualTo(Receipt.Kind.REFUSED);

    assertThat(alice.storage().commits()).isEqualTo(before);
  }
}
