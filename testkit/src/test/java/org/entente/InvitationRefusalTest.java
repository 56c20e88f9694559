package org.entente;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.connection.Connection;
import org.entente.connection.InvitationAlreadyUsedException;
import org.entente.connection.InvitationExistsException;
import org.entente.connection.InvitationExpiredException;
import org.entente.connection.OwnInvitationException;
import org.entente.did.Did;
import org.entente.exception.EntenteException;
import org.entente.json.Base64Url;
import org.entente.message.InvalidInvitationException;
import org.entente.message.Invitation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationRefusalTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");
  private final TestPeer inviter = new TestPeer(world.random(), "memory://inviter");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void invitationsAreReadInEveryFormThatTheyArePassedAroundIn() {
    for (int form = 0; form < 4; form++) {
      Invitation invitation = alice.connections().invite().invitation();
      String link = invitation.toUrl(URI.create("https://alice.example/invite"));

      switch (form) {
        case 0 -> bob.connections().accept(link);
        case 1 -> bob.connections().accept(URI.create(link));
        case 2 -> bob.connections().accept(invitation.toJson().toJson());
        default -> bob.connections().accept("  " + invitation.encoded() + "\n");
      }
    }
    world.run();

    assertThat(Oracles.all(bob)).hasSize(4).allMatch(Connection::isEstablished);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "hello",
        "https://alice.example/invite",
        "https://alice.example/invite?_oobid=1",
        "https://alice.example/invite?_oob=",
        "https://alice.example/invite?_oob=%%%",
        "{}",
        "{\"id\":1}",
        "[]",
        "null",
        "\u0000\u0001\u0002"
      })
  void whatIsNoInvitationIsRefused(String text) {
    assertRefused(InvalidInvitationException.class, () -> bob.connections().accept(text));
  }

  @Test
  void aTruncatedInvitationIsRefusedWhereverItIsCut() {
    String whole = alice.connections().invite().invitation().encoded();

    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertRefused(InvalidInvitationException.class, () -> bob.connections().accept(cut));
    }
  }

  @Test
  void anInvitationWithAnyByteChangedIsRefusedOrStillOne() {
    Random random = new Random(7);
    byte[] json = alice.connections().invite().invitation().toJson().toBytes();

    for (int i = 0; i < 300; i++) {
      byte[] changed = json.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      int before = bob.storage().commits();
      try {
        bob.connections().accept(Base64Url.encode(changed));
      } catch (EntenteException e) {
        assertThat(e)
            .isInstanceOfAny(
                InvalidInvitationException.class, InvitationAlreadyUsedException.class);
        assertThat(bob.storage().commits()).isEqualTo(before);
      }
    }
  }

  @Test
  void anInvitationThatIsTooLongIsRefused() {
    String text = " ".repeat(70_000) + alice.connections().invite().invitation().encoded();

    assertRefused(InvalidInvitationException.class, () -> bob.connections().accept(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"t\":\"other\",\"s\":\"memory://inviter\"}",
        "{\"t\":\"dm\",\"s\":\"https://inviter.example\"}",
        "{\"t\":\"dm\",\"s\":{\"uri\":\"inviter\",\"a\":[\"didcomm/v2\"]}}",
        "{\"t\":\"dm\",\"s\":{\"uri\":\"memory://inviter\",\"a\":[\"didcomm/aip1\"]}}",
        "{\"t\":\"dm\",\"s\":{\"uri\":\"memory://x\",\"r\":[\"did:example:mediator#key-1\"]}}",
        "{\"t\":\"dm\",\"s\":{\"uri\":\"memory://a b\"}}"
      })
  void anInviterWhoCannotBeReachedIsRefused(String service) {
    assertRefused(
        InvalidInvitationException.class,
        () -> bob.connections().accept(invitation(withService(service))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"did:web:inviter.example", "did:prism:123", "did:peer:1zQm", "did:peer:2"})
  void anInviterWhoseDidIsNotUnderstoodIsRefused(String did) {
    assertRefused(
        InvalidInvitationException.class, () -> bob.connections().accept(invitation(new Did(did))));
  }

  @Test
  void anInviterWithoutAKeyToEncryptToIsRefused() {
    String did = inviter.did().value();
    Did unusable = new Did("did:peer:2" + did.substring(did.indexOf(".V")));

    assertRefused(
        InvalidInvitationException.class, () -> bob.connections().accept(invitation(unusable)));
  }

  @Test
  void anExpiredInvitationIsRefusedButForADifferenceOfClocks() {
    Invitation brief =
        alice
            .connections()
            .invite(InvitationOptions.defaults().expiresIn(Duration.ofMinutes(5)))
            .invitation();
    world.pass(Duration.ofMinutes(6).plusSeconds(1));

    assertRefused(InvitationExpiredException.class, () -> bob.connections().accept(brief));
  }

  @Test
  void anInvitationThatExpiredWithinTheDifferenceOfClocksIsTried() {
    Invitation brief =
        Invitation.builder(world.id(), alice.connections().invite().ourDid())
            .expires(world.clock().instant(), world.clock().instant().plusSeconds(300))
            .build();
    world.pass(Duration.ofSeconds(330));

    Connection accepted = bob.connections().accept(brief);
    world.run();

    assertThat(bob.now(accepted).attempts()).isPositive();
    assertThat(bob.now(accepted).stopped()).isEmpty();
  }

  @Test
  void ownInvitationsAreNotAccepted() {
    Invitation own = alice.connections().invite().invitation();

    assertThatThrownBy(() -> alice.connections().accept(own))
        .isInstanceOf(OwnInvitationException.class);
    assertThat(Oracles.all(alice)).hasSize(1);
  }

  @Test
  void anInvitationIsAcceptedOnce() {
    Invitation invitation = alice.connections().invite().invitation();
    Connection accepted = bob.connections().accept(invitation);

    assertRefused(InvitationAlreadyUsedException.class, () -> bob.connections().accept(invitation));
    assertThatThrownBy(() -> bob.connections().accept(invitation))
        .isInstanceOfSatisfying(
            InvitationAlreadyUsedException.class,
            e -> assertThat(e.connectionId()).isEqualTo(accepted.id()));
  }

  @Test
  void anIdIsInvitedWithOnce() {
    String id = world.id();
    alice.connections().invite(InvitationOptions.defaults().id(id));
    int before = Oracles.all(alice).size();

    assertThatThrownBy(() -> alice.connections().invite(InvitationOptions.defaults().id(id)))
        .isInstanceOf(InvitationExistsException.class);
    assertThatThrownBy(() -> alice.connections().invite(InvitationOptions.defaults().id("no uuid")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Oracles.all(alice)).hasSize(before);
  }

  private Did withService(String service) {
    String did = inviter.did().value();
    String keys = did.substring(0, did.indexOf(".S"));
    return new Did(
        service.isEmpty() ? keys : keys + ".S" + Base64Url.encode(service.getBytes(UTF_8)));
  }

  private Invitation invitation(Did from) {
    return Invitation.builder(world.id(), from).build();
  }

  private void assertRefused(Class<? extends EntenteException> kind, ThrowingCallable accepting) {
    int before = bob.storage().commits();

    assertThatThrownBy(accepting).isInstanceOf(kind);

    assertThat(bob.storage().commits()).isEqualTo(before);
  }
}
