package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.did.Did;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.MessageType;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer goes by another DID, or by another name of the same (DIDComm v2 §DID Rotation; S33). */
class RotationTest {
  private static final MessageType EMPTY = new MessageType("https://didcomm.org/empty/1.0/empty");

  private final World world = new World();
  private final Party alice = world.party("alice");
  private final TestPeer bob = new TestPeer(world.random(), "memory://bob");
  private final TestPeer moved = new TestPeer(world.random(), "memory://moved");
  private final TestPeer again = new TestPeer(world.random(), "memory://again");
  private final TestPeer mallory = new TestPeer(world.random(), "memory://mallory");
  private final Connection atAlice = alice.connections().invite();

  @AfterEach
  void close() {
    world.close();
  }

  private void connect() {
    alice.tap().line(Tap.answering(Answer.accepted()));
    alice.receive(bob.auth(bob.request("r1", atAlice.invitation())));
    world.run();
    assertThat(alice.now(atAlice).isEstablished()).isTrue();
  }

  @Test
  void aPeerWhoHasMovedIsKnownByTheNewDid() {
    connect();

    assertThat(alice.receive(fromMoved("m1"))).isEqualTo(Receipt.Kind.ACCEPTED);
    world.run();

    assertThat(alice.heard()).containsExactly("m1");
    assertThat(alice.now(atAlice).theirDid()).contains(moved.did());
    assertThat(alice.now(atAlice).state()).isEqualTo(ConnectionState.CONNECTION_RESPONSE_SENT);
    assertThat(alice.changes())
        .last()
        .extracting(c -> c.theirDid().orElseThrow())
        .isEqualTo(moved.did());
  }

  @Test
  void theMessageThatSaysSoIsTakenOnce() {
    connect();
    alice.receive(fromMoved("m1"));

    assertThat(alice.receive(fromMoved("m1"))).isEqualTo(Receipt.Kind.DUPLICATE);
    world.run();

    assertThat(alice.heard()).containsExactly("m1");
  }

  @Test
  void theStatementMayBeRepeated() {
    connect();
    alice.receive(fromMoved("m1"));
    long version = alice.now(atAlice).version();

    assertThat(alice.receive(fromMoved("m2"))).isEqualTo(Receipt.Kind.ACCEPTED);
    world.run();

    assertThat(alice.heard()).containsExactly("m1", "m2");
    assertThat(alice.now(atAlice).version()).isEqualTo(version);
  }

  @Test
  void theOldDidIsNotHeardAnyMore() {
    connect();
    alice.receive(fromMoved("m1"));

    assertRefused(bob.auth(bob.text("m2", "still me", atAlice.ourDid())));
  }

  @Test
  void anEmptyMessageSaysItToo() {
    connect();
    Message empty =
        moved.message("e1", EMPTY, atAlice.ourDid()).fromPrior(bob.fromPrior(moved.did())).build();

    assertThat(alice.receive(moved.auth(empty))).isEqualTo(Receipt.Kind.ACCEPTED);

    assertThat(alice.now(atAlice).theirDid()).contains(moved.did());
    assertThat(alice.receive(moved.auth(moved.message("e2", EMPTY, atAlice.ourDid()).build())))
        .isEqualTo(Receipt.Kind.DUPLICATE);
  }

  @Test
  void soDoesAResponseThatComesAgain() {
    Connection accepted = accept(bob);
    alice.receive(bob.auth(bob.response("a1", accepted.thread(), accepted.ourDid())));
    Message again =
        moved.response("a1", accepted.thread(), accepted.ourDid()).toBuilder()
            .fromPrior(bob.fromPrior(moved.did()))
            .build();

    assertThat(alice.receive(moved.auth(again))).isEqualTo(Receipt.Kind.ACCEPTED);

    assertThat(alice.now(accepted).theirDid()).contains(moved.did());
    assertThat(alice.now(accepted).isEstablished()).isTrue();
  }

  @Test
  void soDoesAProblemReport() {
    connect();

    assertThat(alice.receive(moved.auth(problemOfMoved(atAlice)))).isEqualTo(Receipt.Kind.ACCEPTED);

    assertThat(alice.now(atAlice).theirDid()).contains(moved.did());
    assertThat(alice.now(atAlice).isEstablished()).isTrue();
  }

  @Test
  void anInviterMayRefuseByAnotherDid() {
    Connection accepted = accept(bob);

    assertThat(alice.receive(moved.auth(problemOfMoved(accepted))))
        .isEqualTo(Receipt.Kind.ACCEPTED);

    assertThat(alice.now(accepted).state()).isEqualTo(ConnectionState.PROBLEM_REPORT_RECEIVED);
    assertThat(alice.now(accepted).theirDid()).contains(moved.did());
  }

  @Test
  void aConnectionIsEstablishedOnce() {
    List<Connection> established = new ArrayList<>();
    alice.connections().onEstablished(established::add);
    connect();

    alice.receive(fromMoved("m1"));
    world.run();

    assertThat(established).hasSize(1);
  }

  @Test
  void anEmptyMessageOfAStrangerIsRefused() {
    connect();

    assertRefused(mallory.auth(mallory.message("e1", EMPTY, atAlice.ourDid()).build()));
  }

  @Test
  void whatWaitsIsSentToTheNewDid() {
    connect();
    alice.tap().line(Tap.answering(Answer.tryLater("not now")));
    alice.messages().send(atAlice.id(), new BasicMessage("wait for me"));
    world.run();
    alice.receive(fromMoved("m1"));
    alice.tap().line(Tap.answering(Answer.accepted()));
    world.run();

    List<byte[]> sent = alice.tap().sent();
    Message arrived = moved.unpack(sent.get(sent.size() - 1)).message();
    assertThat(arrived.to()).containsExactly(moved.did());
    assertThat(arrived.body().getString("content")).isEqualTo("wait for me");
    assertThat(alice.tap().endpoints()).last().hasToString("memory://moved");
    assertThat(alice.outbox()).isZero();
  }

  @Test
  void whatWaitsIsSentByTheNamesOfKeysThatThePeerUsesNow() {
    alice.tap().line(Tap.answering(Answer.accepted()));
    alice.receive(bob.authByOldKeyNames(bob.request("r1", atAlice.invitation())));
    world.run();
    alice.tap().line(Tap.answering(Answer.tryLater("not now")));
    alice.messages().send(atAlice.id(), new BasicMessage("one"));
    alice.messages().send(atAlice.id(), new BasicMessage("two, not tried yet"));
    world.run();
    assertThat(alice.now(atAlice).profile()).isEqualTo(Profile.PRISM_2023);

    alice.receive(fromMoved("m1"));
    alice.tap().line(Tap.answering(Answer.accepted()));
    world.run();

    List<byte[]> sent = alice.tap().sent();
    Message last = moved.unpack(sent.get(sent.size() - 1)).message();
    assertThat(last.body().getString("content")).isEqualTo("two, not tried yet");
  }

  @Test
  void aStatementAboutAnotherThanThePeerIsRefused() {
    connect();

    assertRefused(saying(moved, mallory.fromPrior(moved.did())));
    assertThat(alice.now(atAlice).theirDid()).contains(bob.did());
  }

  @Test
  void aStatementThatThePeerHasNotSignedIsRefused() {
    connect();
    Did next = mallory.did();

    assertRefused(saying(mallory, mallory.fromPrior(bob.did(), next, mallory.did() + "#key-2")));
    assertRefused(saying(mallory, mallory.fromPrior(bob.did(), next, bob.did() + "#key-2")));
    assertRefused(saying(mallory, mallory.fromPrior(bob.did(), next, bob.did() + "#key-1")));
  }

  @Test
  void aStatementAboutAnotherNewDidThanTheAuthorsIsRefused() {
    connect();

    assertRefused(saying(mallory, bob.fromPrior(moved.did())));
  }

  @Test
  void anOldStatementBringsNobodyBack() {
    connect();
    byte[] first = fromMoved("m1");
    alice.receive(first);
    alice.receive(saying(again, moved.fromPrior(again.did())));
    assertThat(alice.now(atAlice).theirDid()).contains(again.did());

    alice.receive(first);
    assertRefused(fromMoved("m3"));

    assertThat(alice.now(atAlice).theirDid()).contains(again.did());
  }

  @Test
  void aStatementForAnotherConnectionIsRefused() {
    connect();
    Connection other = alice.connections().invite();
    alice.receive(mallory.auth(mallory.request("r2", other.invitation())));
    world.run();
    Message message =
        moved.text("m1", "hello", other.ourDid()).toBuilder()
            .fromPrior(bob.fromPrior(moved.did()))
            .build();

    assertRefused(moved.auth(message));

    assertThat(alice.now(other).theirDid()).contains(mallory.did());
    assertThat(alice.now(atAlice).theirDid()).contains(bob.did());
  }

  @Test
  void anInviterMayAnswerByAnotherDid() {
    Connection accepted = accept(bob);
    Message response =
        moved.response("a1", accepted.thread(), accepted.ourDid()).toBuilder()
            .fromPrior(bob.fromPrior(moved.did()))
            .build();

    assertThat(alice.receive(moved.auth(response))).isEqualTo(Receipt.Kind.ACCEPTED);

    assertThat(alice.now(accepted).isEstablished()).isTrue();
    assertThat(alice.now(accepted).theirDid()).contains(moved.did());
  }

  @Test
  void nobodyElseAnswersForTheInviter() {
    Connection accepted = accept(bob);
    Message response =
        mallory.response("a1", accepted.thread(), accepted.ourDid()).toBuilder()
            .fromPrior(moved.fromPrior(mallory.did()))
            .build();

    assertRefused(mallory.auth(response));

    assertThat(alice.now(accepted).isEstablished()).isFalse();
    assertThat(alice.now(accepted).theirDid()).contains(bob.did());
  }

  @Test
  void aPeerMayUseTheShortNamesOfBoth() {
    connect();

    assertThat(alice.receive(bob.authByShortNames(bob.text("m1", "short", atAlice.ourDid()))))
        .isEqualTo(Receipt.Kind.ACCEPTED);
    assertThat(alice.receive(bob.auth(bob.text("m1", "short", atAlice.ourDid()))))
        .isEqualTo(Receipt.Kind.DUPLICATE);
    world.run();

    assertThat(alice.heard()).containsExactly("short");
    assertThat(alice.now(atAlice).theirDid()).contains(bob.did());
  }

  @Test
  void aPeerOfNumalgo4IntroducesItselfByItsLongForm() {
    TestPeer dora = TestPeer.ofNumalgo4(world.random(), "memory://dora");
    alice.tap().line(Tap.answering(Answer.accepted()));

    assertRefused(dora.authByShortNames(dora.request("r1", atAlice.invitation())));
    alice.receive(dora.auth(dora.request("r1", atAlice.invitation())));
    world.run();
    alice.receive(dora.authByShortNames(dora.text("m1", "short", atAlice.ourDid())));
    world.run();

    assertThat(alice.now(atAlice).theirDid()).contains(dora.did());
    assertThat(alice.heard()).containsExactly("short");
    Message response = dora.unpack(alice.tap().sent().get(0)).message();
    assertThat(response.to()).containsExactly(dora.did());
  }

  @Test
  void aStrangerMayNot() {
    byte[] request = bob.authByShortNames(bob.request("r1", atAlice.invitation()));

    assertRefused(request);
    // although its long form was seen
    alice.receive(bob.auth(bob.text("m1", "nobody asked", atAlice.ourDid())));
    assertRefused(request);

    assertThat(alice.now(atAlice).state()).isEqualTo(ConnectionState.INVITATION_GENERATED);
  }

  @Test
  void aPeerMovesToADidByItsLongFormOnly() {
    connect();
    String statement = bob.fromPrior(PeerDid.canonical(moved.did()));
    Message message =
        moved.text("m1", "short", atAlice.ourDid()).toBuilder().fromPrior(statement).build();
    alice.receive(moved.auth(moved.text("m0", "nobody asked", atAlice.ourDid())));

    assertRefused(moved.authByShortNames(message));

    assertThat(alice.now(atAlice).theirDid()).contains(bob.did());
  }

  private Connection accept(TestPeer inviter) {
    alice.tap().line(Tap.answering(Answer.accepted()));
    Invitation invitation = Invitation.builder(world.id(), inviter.did()).build();
    Connection accepted = alice.connections().accept(invitation);
    world.run();
    return alice.now(accepted);
  }

  private Message problemOfMoved(Connection connection) {
    return moved
        .message("p1", ProblemReport.TYPE, connection.ourDid())
        .parentThread(new ThreadId(connection.thread()))
        .body(new ProblemReport("e.p.req", Optional.empty()).body())
        .fromPrior(bob.fromPrior(moved.did()))
        .build();
  }

  private byte[] fromMoved(String id) {
    Message text =
        moved.text(id, id, atAlice.ourDid()).toBuilder()
            .fromPrior(bob.fromPrior(moved.did()))
            .build();
    return moved.auth(text);
  }

  private byte[] saying(TestPeer author, String fromPrior) {
    return author.auth(
        author.text(world.id(), "hello", atAlice.ourDid()).toBuilder()
            .fromPrior(fromPrior)
            .build());
  }

  private void assertRefused(byte[] packed) {
    world.run();
    int changes = alice.changes().size();
    assertThat(alice.receive(packed)).isEqualTo(Receipt.Kind.REFUSED);
    world.run();
    assertThat(alice.changes()).hasSize(changes);
  }
}
