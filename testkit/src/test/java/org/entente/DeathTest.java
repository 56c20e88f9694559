package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.entente.WatchedStorage.Side;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.message.BasicMessage;
import org.entente.storage.StorageException;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One test for each row of the table of deaths in the architecture page. */
class DeathTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void beforeTheCommitOfACall() {
    diesIn(alice, Side.BEFORE, () -> alice.connections().invite());

    assertThat(alice.connections().list().connections()).isEmpty();
    assertThat(alice.agent().invitations().list().invitations()).isEmpty();
  }

  @Test
  void afterTheCommitOfACall() {
    Connection invited = alice.connections().invite();
    diesIn(bob, Side.AFTER, () -> bob.connections().accept(invited.invitation()));

    world.pass(Duration.ofMinutes(1));

    assertConnected(invited);
  }

  @Test
  void beforeTheCommitOfWhatCameIn() {
    Connection invited = alice.connections().invite();
    alice.storage().dieAtNextCommit(Side.BEFORE, () -> later(alice));
    bob.connections().accept(invited.invitation());
    world.run();
    assertThat(alice.now(invited).state()).isEqualTo(ConnectionState.INVITATION_GENERATED);

    world.pass(Duration.ofMinutes(1));

    assertConnected(invited);
  }

  @Test
  void afterTheCommitOfWhatCameInBeforeItIsAcknowledged() {
    TestPeer peer = new TestPeer(world.random(), "memory://peer");
    Connection invited = alice.connections().invite();
    byte[] request = peer.auth(peer.request("r1", invited.invitation()));
    alice.storage().dieAtNextCommit(Side.AFTER, () -> later(alice));

    assertThat(alice.receive(request)).isEqualTo(Receipt.Kind.BUSY);
    world.run();

    assertThat(alice.receive(request)).isEqualTo(Receipt.Kind.DUPLICATE);
    assertThat(alice.now(invited).state()).isEqualTo(ConnectionState.CONNECTION_RESPONSE_PENDING);
  }

  @Test
  void afterItIsAcknowledgedBeforeItsAnswerIsSent() {
    Connection invited = alice.connections().invite();
    alice
        .tap()
        .line(
            (onward, endpoint, packed) -> {
              alice.die();
              return new CompletableFuture<>();
            });
    bob.connections().accept(invited.invitation());
    world.run();
    assertThat(bob.connections().list().connections())
        .allMatch(c -> c.state() == ConnectionState.CONNECTION_REQUEST_SENT);
    world.pass(Duration.ofMinutes(1));

    alice.reopen();
    world.pass(Duration.ofMinutes(1));

    assertConnected(invited);
  }

  @Test
  void afterSendingBeforeItIsNoted() {
    World.Pair pair = world.connect(alice, bob);
    alice
        .tap()
        .line(
            (onward, endpoint, packed) -> {
              var unused = onward.send(endpoint, packed);
              alice.die();
              return new CompletableFuture<>();
            });
    alice.messages().send(pair.inviter().id(), new BasicMessage("once"));
    world.run();
    assertThat(bob.heard()).containsExactly("once");
    world.pass(Duration.ofMinutes(1));

    alice.reopen();
    world.pass(Duration.ofMinutes(1));

    assertThat(alice.tap().sent()).as("it is sent again").hasSize(1);
    assertThat(bob.heard()).as("and recognised").containsExactly("once");
    assertThat(alice.outbox()).isZero();
  }

  @Test
  void beforeTheCommitThatNotesADelivery() {
    Connection invited = alice.connections().invite();
    Connection accepted = bob.connections().accept(invited.invitation());
    bob.storage().dieAtNextCommit(Side.BEFORE, () -> later(bob));
    world.run();
    world.pass(Duration.ofMinutes(2));

    assertConnected(invited);
    assertThat(bob.now(accepted).isEstablished()).isTrue();
  }

  @Test
  void afterADeliveryIsNotedWithAResponseThatNeverComes() {
    Connection invited = alice.connections().invite();
    alice.tap().next(Tap.answering(org.entente.transport.Answer.accepted())); // lost after a 2xx
    bob.connections().accept(invited.invitation());
    world.run();
    bob.die();
    world.pass(Duration.ofMinutes(1));

    bob.reopen();
    world.pass(Duration.ofMinutes(1));

    assertConnected(invited);
  }

  @Test
  void whileAHandlerRuns() {
    World.Pair pair = world.connect(alice, bob);
    alice.handler().close();
    List<String> begun = new ArrayList<>();
    alice
        .messages()
        .onReceived(
            BasicMessage.KIND,
            (from, text) -> {
              begun.add(text.content());
              alice.storage().dieAtNextCommit(Side.BEFORE, () -> later(alice));
            });
    bob.messages().send(pair.invitee().id(), new BasicMessage("hello"));
    world.run();
    assertThat(begun).containsExactly("hello");

    world.pass(Duration.ofMinutes(1));

    assertThat(alice.heard()).as("it is handed over again").containsExactly("hello");
    assertThat(alice.agent().inbox().waiting(0, 9)).isEmpty();
  }

  @Test
  void whileAFollowerIsTold() {
    List<ConnectionChange> told = new ArrayList<>();
    alice
        .agent()
        .events()
        .follow(
            "f",
            change -> {
              told.add(change);
              if (told.size() == 2) {
                alice.die();
              }
            });
    world.accept(alice, bob);
    world.run();
    int before = told.size();
    alice.reopen();

    alice.agent().events().follow("f", told::add);
    world.pass(Duration.ofMinutes(2));

    assertThat(before).isLessThan(told.size());
    assertThat(told).containsAll(alice.agent().events().after(0, 100));
  }

  @Test
  void whenATimeHasComeBeforeItIsLookedAt() {
    Connection brief =
        alice.connections().invite(InvitationOptions.defaults().expiresIn(Duration.ofMinutes(5)));
    alice.storage().dieAtNextCommit(Side.BEFORE, () -> later(alice));

    world.pass(Duration.ofMinutes(7));

    assertThat(alice.now(brief).state()).isEqualTo(ConnectionState.INVITATION_EXPIRED);
  }

  private void assertConnected(Connection invited) {
    Connection inviter = alice.now(invited);
    List<Connection> invitees =
        bob.connections().list(ConnectionQuery.all().thread(invited.thread())).connections();
    assertThat(invitees).hasSize(1);
    Oracles.assertMirrored(inviter, invitees.get(0));
    Oracles.assertAllIsDone(world);
  }

  private void diesIn(Party party, Side side, Runnable call) {
    party.storage().dieAtNextCommit(side, () -> later(party));
    assertThatThrownBy(call::run).isInstanceOf(StorageException.class);
    world.run();
  }

  private void later(Party party) {
    world
        .driver()
        .schedule(
            Duration.ZERO,
            () -> {
              party.die();
              party.reopen();
            });
  }
}
