package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is let in at the edge of the limits can be read again from the storage. */
class UnusualMessagesTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final TestPeer bob = new TestPeer(world.random(), "memory://bob");

  @AfterEach
  void close() {
    world.close();
  }

  /** Members at the edge of what is let in: the deepest, and a number that is written longer. */
  static Stream<String> edges() {
    return Stream.of("[".repeat(61) + "]".repeat(61), "1234567890123456789e5", "5e0");
  }

  @ParameterizedTest
  @MethodSource("edges")
  void aMessageThatIsTakenIsHandedOver(String member) {
    Connection atAlice = alice.connections().invite();
    alice.tap().line(Tap.answering(Answer.accepted()));
    alice.receive(bob.auth(bob.request("r1", atAlice.invitation())));
    world.run();
    String text = text(bob.text("m1", "unusual", atAlice.ourDid()), member);

    assertThat(
            alice.receive(bob.authBytes(text.getBytes(StandardCharsets.UTF_8), atAlice.ourDid())))
        .isEqualTo(Receipt.Kind.ACCEPTED);
    alice.receive(bob.auth(bob.text("m2", "usual", atAlice.ourDid())));
    world.run();

    assertThat(alice.heard()).containsExactly("unusual", "usual");
  }

  @ParameterizedTest
  @MethodSource("edges")
  void anInvitationThatIsAcceptedCanBeListed(String member) {
    String text =
        Invitation.builder(world.id(), bob.did())
            .build()
            .toJson()
            .toJson()
            .replace("\"body\":", "\"unusual\":" + member + ",\"body\":");
    alice.tap().line(Tap.answering(Answer.accepted()));

    Connection accepted = alice.connections().accept(Invitation.parse(text));
    world.run();

    List<Connection> listed = alice.connections().list(ConnectionQuery.all()).connections();
    assertThat(listed).extracting(Connection::id).containsExactly(accepted.id());
  }

  @Test
  void aPeerWhomWeCannotEncryptToIsGivenUp() {
    Connection atAlice = alice.connections().invite();
    alice.tap().line(Tap.answering(Answer.accepted()));
    TestPeer erin = TestPeer.withoutX25519(world.random(), "memory://erin");
    alice.receive(erin.anonSigned(erin.request("r1", atAlice.invitation())));
    world.run();

    assertThat(alice.now(atAlice).theirDid()).contains(erin.did());
    assertThat(alice.now(atAlice).stopped().orElseThrow().reason())
        .contains("no key to encrypt to");
    assertThat(alice.tap().sent()).isEmpty();
  }

  private static String text(Message message, String member) {
    return message.toJson().toJson().replace("\"content\":", "\"x\":" + member + ",\"content\":");
  }
}
