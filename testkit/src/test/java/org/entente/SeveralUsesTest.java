package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationNotFoundException;
import org.entente.connection.InvitationNotOpenException;
import org.entente.connection.InvitationQuery;
import org.entente.connection.InvitationState;
import org.entente.message.BasicMessage;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invitations that several may use, and how invitations are listed and taken back. */
class SeveralUsesTest {
  private final World world = new World();
  private final Party alice = world.party("alice");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void neverMoreThanAreAllowedConnect() {
    List<Party> guests = guests(5);
    IssuedInvitation party = create(InvitationOptions.defaults().label("party").uses(3));

    List<Connection> accepted = acceptAll(guests, party);
    world.run();

    List<ConnectionState> states = states(guests, accepted);
    assertThat(states)
        .filteredOn(state -> state == ConnectionState.CONNECTION_RESPONSE_RECEIVED)
        .hasSize(3);
    assertThat(states)
        .filteredOn(state -> state == ConnectionState.PROBLEM_REPORT_RECEIVED)
        .hasSize(2);
    assertThat(Oracles.all(alice)).hasSize(3).allMatch(Connection::isEstablished);
    IssuedInvitation used = alice.agent().invitations().get(party.id());
    assertThat(used.state()).isEqualTo(InvitationState.USED);
    assertThat(used.uses()).isEqualTo(3);
    assertThat(used.usesAllowed()).isEqualTo(OptionalInt.of(3));
  }

  @Test
  void eachRequesterHasAConnectionOfItsOwnWithADidForItAlone() {
    List<Party> guests = guests(3);
    IssuedInvitation party = create(InvitationOptions.defaults().label("party").unlimitedUses());

    List<Connection> accepted = acceptAll(guests, party);
    world.run();

    List<Connection> atAlice = Oracles.all(alice);
    assertThat(atAlice).extracting(Connection::ourDid).doesNotHaveDuplicates().hasSize(3);
    assertThat(atAlice)
        .allSatisfy(
            connection -> {
              assertThat(connection.ourDid()).isNotEqualTo(party.invitation().from());
              assertThat(connection.label()).contains("party");
              assertThat(connection.thread()).isEqualTo(party.id());
            });
    for (int i = 0; i < 3; i++) {
      Connection invitee = guests.get(i).now(accepted.get(i));
      Connection inviter =
          atAlice.stream()
              .filter(c -> c.theirDid().orElseThrow().equals(invitee.ourDid()))
              .findFirst()
              .orElseThrow();
      Oracles.assertMirrored(inviter, invitee);
    }
    assertThat(alice.agent().invitations().get(party.id()).state()).isEqualTo(InvitationState.OPEN);
  }

  @Test
  void messagesGoBothWaysAndTheStatementOfTheMoveIsDroppedOnceThePeerKnows() {
    Party bob = world.party("bob");
    IssuedInvitation party = create(InvitationOptions.defaults().uses(2));
    Connection toAlice = bob.connections().accept(party.invitation());
    world.run();
    Connection toBob = Oracles.all(alice).get(0);
    assertThat(toBob.fromPrior()).isPresent();

    alice.messages().send(toBob.id(), new BasicMessage("welcome"));
    world.run();
    bob.messages().send(toAlice.id(), new BasicMessage("thanks"));
    world.run();

    assertThat(bob.heard()).containsExactly("welcome");
    assertThat(alice.heard()).containsExactly("thanks");
    assertThat(alice.now(toBob).fromPrior()).isEmpty();
  }

  @Test
  void aLostResponseIsAskedForAgainAndNobodyIsConnectedTwice() {
    Party bob = world.party("bob");
    IssuedInvitation party = create(InvitationOptions.defaults().uses(2));
    alice.tap().next(Tap.arrivingBut(org.entente.transport.Answer.accepted()));
    bob.connections().accept(party.invitation());
    alice.tap().next(Tap.answering(org.entente.transport.Answer.accepted()));
    world.pass(Duration.ofMinutes(5));

    assertThat(Oracles.all(bob)).allMatch(Connection::isEstablished);
    assertThat(Oracles.all(alice)).hasSize(1);
    assertThat(alice.agent().invitations().get(party.id()).uses()).isEqualTo(1);
  }

  @Test
  void aPeerThatDoesNotFollowIsAnsweredFromTheInvitationsDid() {
    TestPeer old = new TestPeer(world.random(), "memory://old");
    IssuedInvitation party = create(InvitationOptions.defaults().uses(2));

    assertThat(alice.receive(old.auth(old.request("r1", party.invitation()))))
        .isEqualTo(Receipt.Kind.ACCEPTED);
    assertThat(alice.receive(old.auth(old.request("r1", party.invitation()))))
        .isEqualTo(Receipt.Kind.DUPLICATE);
    assertThat(alice.receive(old.auth(old.request("r2", party.invitation()))))
        .isEqualTo(Receipt.Kind.DUPLICATE);

    assertThat(Oracles.all(alice))
        .singleElement()
        .satisfies(c -> assertThat(c.ourDid()).isEqualTo(party.invitation().from()));
    assertThat(alice.agent().invitations().get(party.id()).uses()).isEqualTo(1);
  }

  @Test
  void aRevokedInvitationIsRefusedAndItsConnectionsStay() {
    List<Party> guests = guests(2);
    IssuedInvitation party = create(InvitationOptions.defaults().uses(5));
    guests.get(0).connections().accept(party.invitation());
    world.run();

    IssuedInvitation revoked = alice.agent().invitations().revoke(party.id());
    Connection late = guests.get(1).connections().accept(party.invitation());
    world.run();

    assertThat(revoked.state()).isEqualTo(InvitationState.REVOKED);
    assertThat(guests.get(1).now(late).state()).isEqualTo(ConnectionState.PROBLEM_REPORT_RECEIVED);
    assertThat(Oracles.all(alice)).hasSize(1).allMatch(Connection::isEstablished);
    assertThatThrownBy(() -> alice.agent().invitations().revoke(party.id()))
        .isInstanceOf(InvitationNotOpenException.class)
        .hasMessageContaining("Revoked");
  }

  @Test
  void aRevokedInvitationForOneEndsItsConnection() {
    Connection connection = alice.connections().invite("for one");

    alice.agent().invitations().revoke(connection.id());

    assertThat(alice.now(connection).state()).isEqualTo(ConnectionState.INVITATION_EXPIRED);
    assertThat(alice.now(connection).stopped().orElseThrow().reason()).contains("revoked");
  }

  @Test
  void invitationsAndConnectionsAreListedApart() {
    IssuedInvitation several = create(InvitationOptions.defaults().uses(2));
    Connection forOne = alice.connections().invite();
    create(InvitationOptions.defaults().unlimitedUses());
    InvitationQuery two = InvitationQuery.all().limit(2);

    InvitationPage first = alice.agent().invitations().list(two);
    InvitationPage second = alice.agent().invitations().list(first.next().orElseThrow());

    assertThat(first.invitations()).extracting(IssuedInvitation::id).hasSize(2);
    assertThat(second.invitations()).hasSize(1);
    assertThat(second.next()).isEmpty();
    assertThat(alice.agent().invitations().list().invitations())
        .extracting(IssuedInvitation::id)
        .contains(several.id(), forOne.id())
        .hasSize(3);
    assertThat(alice.connections().list(ConnectionQuery.all()).connections())
        .extracting(Connection::id)
        .containsExactly(forOne.id());
  }

  @Test
  void aDeletedConnectionLeavesTheInvitationAndTheOthers() {
    List<Party> guests = guests(2);
    IssuedInvitation party = create(InvitationOptions.defaults().uses(3));
    List<Connection> accepted = acceptAll(guests, party);
    world.run();
    Connection gone = Oracles.all(alice).get(0);

    alice.connections().delete(gone.id());

    assertThat(Oracles.all(alice)).hasSize(1);
    Party third = world.party("third");
    Connection thirds = third.connections().accept(party.invitation());
    world.run();
    assertThat(third.now(thirds).isEstablished()).isTrue();
    assertThat(accepted).hasSize(2);
  }

  @Test
  void whatCannotBeIsSaid() {
    InvitationOptions two = InvitationOptions.defaults().uses(2);

    assertThatThrownBy(() -> alice.connections().invite(two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invitations().create()");
    assertThatThrownBy(() -> two.uses(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> alice.agent().invitations().get("unknown"))
        .isInstanceOf(InvitationNotFoundException.class);
  }

  private IssuedInvitation create(InvitationOptions options) {
    return alice.agent().invitations().create(options);
  }

  private List<Party> guests(int count) {
    List<Party> guests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      guests.add(world.party("guest" + i));
    }
    return guests;
  }

  private static List<Connection> acceptAll(List<Party> guests, IssuedInvitation party) {
    return guests.stream().map(g -> g.connections().accept(party.invitation())).toList();
  }

  private static List<ConnectionState> states(List<Party> guests, List<Connection> accepted) {
    List<ConnectionState> states = new ArrayList<>();
    for (int i = 0; i < guests.size(); i++) {
      states.add(guests.get(i).now(accepted.get(i)).state());
    }
    return states;
  }
}
