package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who says much is told little, and leaves little behind. */
class TalkativePeersTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aReportOfThePeerMakesNoLineOfItsOwn() {
    Connection inviter = alice.connections().invite();
    TestPeer peer = new TestPeer(world.random(), "memory://bob");
    alice.receive(peer.auth(peer.request(world.id(), inviter.invitation())));
    world.run();
    Message report =
        peer.message(world.id(), ProblemReport.TYPE, inviter.ourDid())
            .parentThread(new ThreadId(inviter.thread()))
            .body(new ProblemReport("e.p.req", Optional.of("a\u2028warning: b")).body())
            .build();
    alice.receive(peer.auth(report));
    assertThat(alice.connections().diagnose(inviter.id()).toString()).doesNotContain("\u2028");
  }

  @Test
  void problemReportsOfAPeerAreBounded() {
    Connection inviter = alice.connections().invite();
    TestPeer peer = new TestPeer(world.random(), "memory://bob");
    alice.receive(peer.auth(peer.request(world.id(), inviter.invitation())));
    world.run();
    alice.receive(peer.auth(peer.text(world.id(), "hello", inviter.ourDid())));
    for (int i = 0; i < 300; i++) {
      Message report =
          peer.message(world.id(), ProblemReport.TYPE, inviter.ourDid())
              .parentThread(new ThreadId(inviter.thread()))
              .body(new ProblemReport("w.m", Optional.empty()).body())
              .build();
      alice.receive(peer.auth(report));
    }
    world.run();
    assertThat(alice.agent().events().after(0, 10_000).size()).isLessThan(100);
  }

  @Test
  void aRefusedRequesterIsToldOnce() {
    World.Pair pair = world.connect(alice, bob);
    TestPeer peer = new TestPeer(world.random(), "memory://victim");
    byte[] request = peer.auth(peer.request(world.id(), pair.inviter().invitation()));
    alice.tap().line(Tap.answering(Answer.accepted()));
    int before = alice.tap().sent().size();
    for (int i = 0; i < 40; i++) {
      Receipt.Kind kind = alice.receive(request);
      world.pass(Duration.ofSeconds(6));
      assertThat(kind).isEqualTo(Receipt.Kind.REFUSED);
    }
    assertThat(alice.tap().sent().size() - before).as("copies of the report").isEqualTo(1);
  }

  @Test
  void theDidOfAnOpenInvitationIsNotGivenUp() {
    Invitation invitation =
        alice
            .agent()
            .invitations()
            .create(InvitationOptions.defaults().unlimitedUses())
            .invitation();
    TestPeer carol = new TestPeer(world.random(), "memory://carol");
    TestPeer dave = new TestPeer(world.random(), "memory://dave");
    alice.tap().line(Tap.answering(Answer.accepted()));
    alice.receive(carol.auth(carol.request(world.id(), invitation)));
    world.run();
    Connection withCarol = Oracles.all(alice).get(0);
    alice.receive(dave.auth(dave.request(world.id(), invitation)));
    world.run();
    alice.connections().end(withCarol.id());
    world.run();
    List<byte[]> sent = alice.tap().sent();
    assertThat(
            carol.unpack(sent.get(sent.size() - 1)).rotation().map(r -> r.prior() + " " + r.next()))
        .isNotEqualTo(Optional.of(invitation.from() + " " + Optional.empty()));
  }
}
