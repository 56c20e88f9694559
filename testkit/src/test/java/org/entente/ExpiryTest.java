package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationState;
import org.entente.message.Message;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invitations whose time is over, and what is said to whoever comes too late. */
class ExpiryTest {
  private static final InvitationOptions SHORT =
      InvitationOptions.defaults().expiresIn(Duration.ofMinutes(10));

  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anUnusedInvitationExpiresByItself() {
    Connection connection = alice.connections().invite(SHORT);
    IssuedInvitation several = alice.agent().invitations().create(SHORT.uses(3));

    world.pass(Duration.ofMinutes(9));
    assertThat(alice.now(connection).state()).isEqualTo(ConnectionState.INVITATION_GENERATED);
    world.pass(Duration.ofMinutes(2));

    assertThat(alice.now(connection).state()).isEqualTo(ConnectionState.INVITATION_EXPIRED);
    assertThat(alice.states())
        .containsExactly(ConnectionState.INVITATION_GENERATED, ConnectionState.INVITATION_EXPIRED);
    assertThat(alice.agent().invitations().get(connection.id()).state())
        .isEqualTo(InvitationState.EXPIRED);
    assertThat(alice.agent().invitations().get(several.id()).state())
        .isEqualTo(InvitationState.EXPIRED);
    assertThat(world.driver().nextDue()).as("nothing is waited for any more").isEmpty();
  }

  @Test
  void anInvitationExpiresWhileNobodyRuns() {
    Connection connection = alice.connections().invite(SHORT);
    alice.die();
    world.pass(Duration.ofDays(1));

    alice.reopen();
    world.run();

    assertThat(alice.now(connection).state()).isEqualTo(ConnectionState.INVITATION_EXPIRED);
  }

  @Test
  void aUsedInvitationDoesNotExpire() {
    Connection connection = alice.connections().invite(SHORT);
    bob.connections().accept(connection.invitation());
    world.run();

    world.pass(Duration.ofHours(1));

    assertThat(alice.now(connection).isEstablished()).isTrue();
    assertThat(alice.agent().invitations().get(connection.id()).state())
        .isEqualTo(InvitationState.USED);
  }

  @Test
  void anInviteeWhoComesTooLateStopsAtOnce() {
    Connection connection = alice.connections().invite(SHORT);
    world.network().cut("alice");
    Connection late = bob.connections().accept(connection.invitation());
    world.pass(Duration.ofMinutes(10).plusSeconds(30));

    world.network().mend("alice");
    bob.connections().retry(late.id());
    world.run();

    Connection refused = bob.now(late);
    assertThat(refused.state()).isEqualTo(ConnectionState.PROBLEM_REPORT_RECEIVED);
    assertThat(refused.peerReport().orElseThrow().code()).isEqualTo("e.p.req.time");
    assertThat(refused.nextAttempt()).isEmpty();
    assertThat(bob.outbox()).isZero();
    assertThat(Oracles.all(alice)).hasSize(1);
  }

  @Test
  void theAnswerOverHttpTellsNothing() {
    TestPeer mallory = new TestPeer(world.random(), "memory://mallory");
    Connection expired = alice.connections().invite(SHORT);
    Connection used = alice.connections().invite();
    bob.connections().accept(used.invitation());
    world.pass(Duration.ofMinutes(11));

    for (Connection over : java.util.List.of(expired, used)) {
      assertThat(alice.receive(mallory.auth(mallory.request("r1", over.invitation()))))
          .isEqualTo(Receipt.Kind.REFUSED);
    }
    Message unknown =
        mallory.request("r1", used.invitation()).toBuilder()
            .thread(new ThreadId("unknown"))
            .parentThread(new ThreadId("unknown"))
            .build();
    assertThat(alice.receive(mallory.auth(unknown))).isEqualTo(Receipt.Kind.REFUSED);
  }

  @Test
  void eachStrangerIsToldOnceAndTenInAll() {
    Connection expired = alice.connections().invite(SHORT);
    world.pass(Duration.ofMinutes(11));
    alice.tap().line(Tap.answering(org.entente.transport.Answer.accepted()));

    IntStream.range(0, 15)
        .forEach(
            i -> {
              TestPeer stranger = new TestPeer(world.random(), "memory://stranger" + i);
              alice.receive(stranger.auth(stranger.request("r1", expired.invitation())));
              alice.receive(stranger.auth(stranger.request("r2", expired.invitation())));
            });
    world.run();

    assertThat(alice.tap().endpoints()).doesNotHaveDuplicates().hasSize(10);
  }

  @Test
  void theReportSaysWhyAndNamesTheThread() {
    TestPeer late = new TestPeer(world.random(), "memory://late");
    Connection expired = alice.connections().invite(SHORT);
    world.pass(Duration.ofMinutes(11));
    alice.tap().line(Tap.answering(org.entente.transport.Answer.accepted()));

    alice.receive(late.auth(late.request("r1", expired.invitation())));
    world.run();

    Message report = late.unpack(alice.tap().sent().get(0)).message();
    assertThat(ProblemReport.read(report).code()).isEqualTo("e.p.req.time");
    assertThat(report.parentThread()).contains(new ThreadId(expired.thread()));
    assertThat(report.from()).contains(expired.invitation().from());
  }

  @Test
  void aReporteeWhoCannotBeReachedIsNotTriedForEver() {
    TestPeer victim = new TestPeer(world.random(), "memory://victim");
    Connection expired = alice.connections().invite(SHORT);
    world.pass(Duration.ofMinutes(11));
    alice.tap().line(Tap.answering(org.entente.transport.Answer.tryLater("nobody there")));

    alice.receive(victim.auth(victim.request("r1", expired.invitation())));
    world.pass(Duration.ofHours(25));

    assertThat(alice.tap().sent()).hasSizeBetween(20, 40);
    assertThat(alice.agent().outbox().givenUp(0, 10)).hasSize(1);
  }

  @Test
  void whoDidNotEncryptToTheInvitationIsToldNothing() {
    TestPeer stranger = new TestPeer(world.random(), "memory://stranger");
    Connection expired = alice.connections().invite(SHORT);
    Connection other = alice.connections().invite();
    world.pass(Duration.ofMinutes(11));

    alice.receive(
        stranger.authTo(stranger.request("r1", expired.invitation()), other.invitation().from()));
    world.run();

    assertThat(alice.tap().sent()).isEmpty();
    assertThat(alice.outbox()).isZero();
  }
}
