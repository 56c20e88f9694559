package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.connection.IllegalTransitionException;
import org.entente.connection.RequestPolicy;
import org.entente.connection.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody, or a rule, decides with whom we connect. */
class RequestPolicyTest {
  private final World world = new World();
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aRequestThatIsPutOffWaitsForApproval() {
    Party alice = alice(RequestPolicy.manual());
    World.Pair pair = world.connect(alice, bob);
    assertThat(pair.inviter().state()).isEqualTo(ConnectionState.CONNECTION_REQUEST_RECEIVED);
    assertThat(pair.inviter().theirDid()).contains(pair.invitee().ourDid());
    assertThat(pair.invitee().state()).isEqualTo(ConnectionState.CONNECTION_REQUEST_SENT);

    alice.connections().approve(pair.inviter().id());
    world.run();

    World.Pair now = World.now(alice, bob, pair);
    Oracles.assertMirrored(now.inviter(), now.invitee());
  }

  @Test
  void aRequestThatIsPutOffAndRejectedIsReported() {
    Party alice = alice(RequestPolicy.manual());
    World.Pair pair = world.connect(alice, bob);

    alice.connections().reject(pair.inviter().id());
    world.run();

    World.Pair now = World.now(alice, bob, pair);
    assertThat(now.inviter().state()).isEqualTo(ConnectionState.PROBLEM_REPORT_SENT);
    assertThat(now.invitee().state()).isEqualTo(ConnectionState.PROBLEM_REPORT_RECEIVED);
    assertThat(now.invitee().peerReport().orElseThrow().code()).isEqualTo("e.p.req.declined");
    assertThat(alice.states())
        .containsSequence(
            ConnectionState.CONNECTION_REQUEST_RECEIVED,
            ConnectionState.PROBLEM_REPORT_PENDING,
            ConnectionState.PROBLEM_REPORT_SENT);
  }

  @Test
  void anApprovalSurvivesADeathInBetween() {
    Party alice = alice(RequestPolicy.manual());
    World.Pair pair = world.connect(alice, bob);
    alice.die();
    alice.reopen();

    alice.connections().approve(pair.inviter().id());
    world.run();

    assertThat(bob.now(pair.invitee()).isEstablished()).isTrue();
  }

  @Test
  void aRequestThatNobodyDecidesAboutIsStoppedInTheEndAndCanStillBeApproved() {
    Party alice = alice(RequestPolicy.manual());
    World.Pair pair = world.connect(alice, bob);

    world.pass(Duration.ofHours(25));
    Connection stopped = alice.now(pair.inviter());
    assertThat(stopped.state()).isEqualTo(ConnectionState.CONNECTION_REQUEST_RECEIVED);
    assertThat(stopped.stopped().orElseThrow().reason()).contains("nobody decided");
    assertThat(bob.now(pair.invitee()).stopped()).isPresent();
    Oracles.assertAllIsDone(world);

    alice.connections().approve(stopped.id());
    world.run();
    World.Pair now = World.now(alice, bob, pair);
    Oracles.assertMirrored(now.inviter(), now.invitee());
  }

  @Test
  void aPolicySeesWhoAsksAndMayDecline() {
    Party alice =
        alice(
            request -> {
              assertThat(request.label()).contains("from bob");
              assertThat(request.message().from()).contains(request.requester());
              return Verdict.DECLINE;
            });

    World.Pair pair = world.connect(alice, bob);

    assertThat(pair.inviter().state()).isEqualTo(ConnectionState.PROBLEM_REPORT_SENT);
    assertThat(pair.invitee().state()).isEqualTo(ConnectionState.PROBLEM_REPORT_RECEIVED);
  }

  @Test
  void aPolicyThatDeclinesOneOfSeveralLeavesTheInvitationOpenAndKeepsNothing() {
    boolean[] declines = {true};
    Party alice = alice(request -> declines[0] ? Verdict.DECLINE : Verdict.ACCEPT);
    IssuedInvitation party =
        alice.agent().invitations().create(InvitationOptions.defaults().uses(1).uses(2));
    Connection first = bob.connections().accept(party.invitation());
    world.run();
    assertThat(bob.now(first).state()).isEqualTo(ConnectionState.PROBLEM_REPORT_RECEIVED);
    assertThat(Oracles.all(alice)).isEmpty();

    declines[0] = false;
    Party carol = world.party("carol");
    Connection second = carol.connections().accept(party.invitation());
    world.run();

    assertThat(carol.now(second).isEstablished()).isTrue();
    assertThat(alice.agent().invitations().get(party.id()).uses()).isEqualTo(1);
  }

  @Test
  void aPolicyThatThrowsHasTheRequesterTryAgain() {
    boolean[] broken = {true};
    Party alice =
        alice(
            request -> {
              if (broken[0]) {
                throw new IllegalStateException("not now");
              }
              return Verdict.ACCEPT;
            });
    World.Pair pair = world.connect(alice, bob);
    assertThat(pair.inviter().state()).isEqualTo(ConnectionState.INVITATION_GENERATED);

    broken[0] = false;
    world.pass(Duration.ofMinutes(1));

    World.Pair now = World.now(alice, bob, pair);
    Oracles.assertMirrored(now.inviter(), now.invitee());
  }

  @Test
  void oneOfSeveralMayBePutOffToo() {
    Party alice = alice(RequestPolicy.manual());
    IssuedInvitation party =
        alice.agent().invitations().create(InvitationOptions.defaults().uses(2));
    Connection accepted = bob.connections().accept(party.invitation());
    world.pass(Duration.ofMinutes(1));
    Connection waiting = Oracles.all(alice).get(0);
    assertThat(waiting.state()).isEqualTo(ConnectionState.CONNECTION_REQUEST_RECEIVED);

    alice.connections().approve(waiting.id());
    world.run();

    Oracles.assertMirrored(alice.now(waiting), bob.now(accepted));
  }

  @Test
  void thereMustBeARequestToDecideAbout() {
    Party alice = alice(RequestPolicy.automatic());
    World.Pair pair = world.connect(alice, bob);

    assertThatThrownBy(() -> alice.connections().approve(pair.inviter().id()))
        .isInstanceOf(IllegalTransitionException.class);
    assertThatThrownBy(() -> alice.connections().reject(pair.inviter().id()))
        .isInstanceOf(IllegalTransitionException.class);
  }

  private Party alice(RequestPolicy policy) {
    return world.party("alice", settings -> settings.requestPolicy(policy));
  }
}
