package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.connection.Ending;
import org.entente.connection.RequestPolicy;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who comes back after days finds what it needs. */
class LongAbsenceTest {
  private static final InvitationOptions WEEK =
      InvitationOptions.defaults().expiresIn(Duration.ofDays(7));

  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anInviteeThatIsBackAfterThreeDaysConnects() {
    Connection inviter = alice.connections().invite(WEEK);
    Connection invitee = bob.connections().accept(inviter.invitation());
    alice.tap().line(Tap.answering(Answer.tryLater("down")));
    world.pass(Duration.ofMinutes(1));
    bob.die();
    turnHourly(alice, 72);
    alice.tap().line(Tap.OPEN);
    bob.reopen();
    world.pass(Duration.ofDays(3));

    assertThat(alice.now(inviter).isEstablished()).isTrue();
    assertThat(bob.now(invitee).isEstablished()).isTrue();
  }

  @Test
  void aResponseThatWasLostIsSentAgainAfterDays() {
    Connection inviter = alice.connections().invite(WEEK);
    Connection invitee = bob.connections().accept(inviter.invitation());
    alice.tap().line(Tap.answering(Answer.accepted())); // lost behind a mediator
    world.pass(Duration.ofMinutes(1));
    bob.die();
    turnHourly(alice, 72);
    alice.tap().line(Tap.OPEN);
    bob.reopen();
    world.pass(Duration.ofDays(3));

    assertThat(alice.now(inviter).isEstablished()).isTrue();
    assertThat(bob.now(invitee).isEstablished()).isTrue();
  }

  @Test
  void aRejectionThatWasLostIsSaidAgain() {
    Party carol = world.party("carol", s -> s.requestPolicy(RequestPolicy.manual()));
    World.Pair pair = world.connect(carol, bob);
    carol.connections().reject(pair.inviter().id());
    carol.tap().next(Tap.answering(Answer.accepted())); // 2xx, and lost
    world.pass(Duration.ofHours(23));

    assertThat(carol.now(pair.inviter()).state()).isEqualTo(ConnectionState.PROBLEM_REPORT_SENT);
    assertThat(bob.now(pair.invitee()).state()).isEqualTo(ConnectionState.PROBLEM_REPORT_RECEIVED);
  }

  @Test
  void aRetryAfterDaysIsAnswered() {
    World.Pair pair = world.accept(alice, bob);
    alice.tap().line(Tap.answering(Answer.tryLater("down")));
    world.pass(Duration.ofMinutes(1));
    bob.die();
    turnHourly(alice, 72);
    alice.tap().line(Tap.OPEN);
    bob.reopen();
    world.pass(Duration.ofMinutes(1));
    bob.connections().retry(pair.invitee().id());
    world.pass(Duration.ofHours(20));
    assertThat(alice.now(pair.inviter()).isEstablished()).isTrue();
    assertThat(bob.now(pair.invitee()).isEstablished()).isTrue();
  }

  @Test
  void anEndingBehindALostResponseIsHeard() {
    Invitation invitation =
        alice.agent().invitations().create(InvitationOptions.defaults().uses(2)).invitation();
    Connection invitee = bob.connections().accept(invitation);
    alice.tap().line(Tap.answering(Answer.accepted())); // lost
    world.pass(Duration.ofHours(3));
    alice.tap().line(Tap.OPEN);
    Connection inviter = Oracles.all(alice).get(0);
    alice.connections().end(inviter.id());
    world.pass(Duration.ofHours(15));
    assertThat(bob.now(invitee).ending()).contains(Ending.BY_PEER);
  }

  @Test
  void whatWaitedThroughALongDeathIsHandedOver() {
    World.Pair pair = world.connect(alice, bob);
    alice.handler().close();
    bob.messages().send(pair.invitee().id(), new BasicMessage("hello"));
    world.run();
    alice.die();
    world.clock().advance(Duration.ofDays(2));
    List<String> heard = new ArrayList<>();
    Agent again =
        world
            .builder("alice")
            .sharedStorage(alice.storage())
            .sharedTransport(new Tap(world.network().join("alice")))
            .build();
    world.run(); // a driver with threads is as fast
    again.messages().onReceived(BasicMessage.KIND, (from, text) -> heard.add(text.content()));
    world.run();
    assertThat(again.inbox().givenUp(0, 10)).isEmpty();
    assertThat(heard).containsExactly("hello");
  }

  @Test
  void aFarewellThatWasLostIsSaidAgainAfterItsDeadline() {
    World.Pair pair = world.connect(alice, bob);
    alice.tap().next(Tap.answering(Answer.accepted())); // 2xx, and lost
    alice.connections().end(pair.inviter().id());
    world.run();
    turnHourly(alice, 26);
    bob.messages().send(pair.invitee().id(), new BasicMessage("hello"));
    world.pass(Duration.ofHours(3));
    assertThat(alice.agent().outbox().givenUp(0, 10)).isEmpty();
    assertThat(bob.now(pair.invitee()).ending()).isPresent();
  }

  @Test
  void aFarewellBehindWhatCouldNotBeDeliveredIsTried() {
    World.Pair pair = world.connect(alice, bob);
    alice.tap().line(Tap.answering(Answer.tryLater("busy")));
    alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    alice.connections().end(pair.inviter().id());
    world.pass(Duration.ofHours(24).minusSeconds(1));
    alice.tap().line(Tap.OPEN);
    world.pass(Duration.ofHours(10));
    assertThat(bob.now(pair.invitee()).ending()).isPresent();
  }

  @Test
  void aRequestThatWasGivenUpIsKept() {
    Connection inviter =
        alice.connections().invite(InvitationOptions.defaults().expiresIn(Duration.ofDays(60)));
    world.network().cut("alice");
    Connection invitee = bob.connections().accept(inviter.invitation());
    world.pass(Duration.ofDays(30).minusMinutes(50));
    turnHourly(bob, 2);
    assertThat(bob.now(invitee).stopped()).isPresent();
    assertThat(bob.agent().outbox().givenUp(0, 10)).hasSize(1);
  }

  private void turn(Party party) {
    party.connections().invite(WEEK);
    world.run();
  }

  /** As a driver with threads does every five seconds. */
  private void turnHourly(Party party, int hours) {
    for (int i = 0; i < hours; i++) {
      world.pass(Duration.ofHours(1));
      turn(party);
    }
  }
}
