package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionRequest;
import org.entente.connection.ConnectionState;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.ThreadId;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestRefusalTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final TestPeer mallory = new TestPeer(world.random(), "memory://mallory");
  private final Connection first = alice.connections().invite();
  private final Connection second = alice.connections().invite();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aRequestOfAnyoneWithTheInvitationIsTaken() {
    assertThat(alice.receive(mallory.auth(mallory.request("r1", first.invitation()))))
        .isEqualTo(Receipt.Kind.ACCEPTED);
    assertThat(alice.now(first).theirDid()).contains(mallory.did());
  }

  @Test
  void aRequestNamedByItsIdAloneIsTaken() {
    Message request =
        mallory.message(first.id(), ConnectionRequest.TYPE, first.invitation().from()).build();

    assertThat(alice.receive(mallory.auth(request))).isEqualTo(Receipt.Kind.ACCEPTED);
  }

  @Test
  void aRequestForAnUnknownThreadIsRefused() {
    assertRefused(
        mallory.auth(
            mallory.request("r1", first.invitation()).toBuilder()
                .thread(new ThreadId("unknown"))
                .parentThread(new ThreadId("unknown"))
                .build()));
  }

  @Test
  void aRequestEncryptedToTheDidOfAnotherInvitationIsRefused() {
    Message request = mallory.request("r1", first.invitation());
    Invitation other = second.invitation();

    assertRefused(mallory.authTo(request, other.from()));
    assertRefused(mallory.auth(request.toBuilder().to(other.from()).build()));
    assertRefused(
        mallory.authTo(request.toBuilder().to(first.invitation().from()).build(), other.from()));
  }

  @Test
  void aRequestAddressedToSeveralIsRefused() {
    Message request = mallory.request("r1", first.invitation());

    assertRefused(
        mallory.authTo(
            request.toBuilder().to(first.invitation().from(), mallory.did()).build(),
            first.invitation().from()));
    assertRefused(
        mallory.authTo(request.toBuilder().to(List.of()).build(), first.invitation().from()));
  }

  @Test
  void aRequestWhoseThreadsNameTwoInvitationsIsRefused() {
    Message request = mallory.request("r1", first.invitation());

    assertRefused(
        mallory.auth(request.toBuilder().parentThread(new ThreadId(second.id())).build()));
    assertRefused(mallory.auth(request.toBuilder().thread(new ThreadId(second.id())).build()));
  }

  @Test
  void aSecondRequesterIsRefused() {
    TestPeer trudy = new TestPeer(world.random(), "memory://trudy");
    alice.receive(mallory.auth(mallory.request("r1", first.invitation())));
    world.run();

    Connection before = alice.now(first);

    assertThat(alice.receive(trudy.auth(trudy.request("r1", first.invitation()))))
        .isEqualTo(Receipt.Kind.REFUSED);
    assertRefused(trudy.auth(trudy.request("r1", first.invitation())));
    assertRefused(trudy.auth(trudy.request("r2", first.invitation())));
    assertThat(alice.now(first).toJson()).isEqualTo(before.toJson());
  }

  @Test
  void aSecondRequestOfTheSamePeerChangesNothing() {
    byte[] again = mallory.auth(mallory.request("r1", first.invitation()));
    alice.receive(mallory.auth(mallory.request("r1", first.invitation())));

    Connection before = alice.now(first);

    assertThat(alice.receive(again)).isEqualTo(Receipt.Kind.DUPLICATE);
    assertThat(alice.receive(mallory.auth(mallory.request("r2", first.invitation()))))
        .isEqualTo(Receipt.Kind.DUPLICATE);
    assertThat(alice.now(first).toJson()).isEqualTo(before.toJson());
  }

  @Test
  void theSameIdWithOtherContentIsRefused() {
    Message request = mallory.request("r1", first.invitation());
    alice.receive(mallory.auth(request));

    assertRefused(
        mallory.auth(
            request.toBuilder().body(JsonObject.builder().put("goal", "other").build()).build()));
  }

  @Test
  void theSameRequestWithOtherTimesIsTheSame() {
    Message request = mallory.request("r1", first.invitation());
    alice.receive(mallory.auth(request));

    assertThat(
            alice.receive(
                mallory.auth(request.toBuilder().createdTime(world.clock().instant()).build())))
        .isEqualTo(Receipt.Kind.DUPLICATE);
  }

  @Test
  void anotherCannotUseUpTheIdsOfAPeer() {
    TestPeer trudy = new TestPeer(world.random(), "memory://trudy");
    alice.receive(trudy.auth(trudy.request("r1", second.invitation())));

    assertThat(alice.receive(mallory.auth(mallory.request("r1", first.invitation()))))
        .isEqualTo(Receipt.Kind.ACCEPTED);
  }

  @Test
  void aRequestAfterTheInvitationHasExpiredEndsIt() {
    Connection brief =
        alice.connections().invite(InvitationOptions.defaults().expiresIn(Duration.ofMinutes(5)));
    world.pass(Duration.ofMinutes(6));

    Receipt.Kind answer = alice.receive(mallory.auth(mallory.request("r1", brief.invitation())));

    assertThat(answer).isEqualTo(Receipt.Kind.REFUSED);
    assertThat(alice.now(brief).state()).isEqualTo(ConnectionState.INVITATION_EXPIRED);
    assertRefused(mallory.auth(mallory.request("r2", brief.invitation())));
    world.run();
    assertThat(alice.tap().sent()).as("the report").hasSize(1);
  }

  @Test
  void allRefusalsLookAlikeToThePeer() {
    TestPeer trudy = new TestPeer(world.random(), "memory://trudy");
    Connection brief =
        alice.connections().invite(InvitationOptions.defaults().expiresIn(Duration.ofMinutes(5)));
    alice.receive(mallory.auth(mallory.request("r1", first.invitation())));
    world.pass(Duration.ofMinutes(6));

    Receipt used = receipt(trudy.auth(trudy.request("r1", first.invitation())));
    Receipt expired = receipt(trudy.auth(trudy.request("r1", brief.invitation())));
    Receipt unknown =
        receipt(
            trudy.auth(
                trudy.request("r1", second.invitation()).toBuilder()
                    .thread(new ThreadId("x"))
                    .parentThread(new ThreadId("x"))
                    .build()));
    Receipt wrong = receipt(trudy.authTo(trudy.request("r2", second.invitation()), first.ourDid()));

    assertThat(List.of(used, expired, unknown, wrong))
        .allSatisfy(
            receipt -> {
              assertThat(receipt.httpStatus()).isEqualTo(422);
              assertThat(receipt.reply()).isEmpty();
            });
  }

  private Receipt receipt(byte[] packed) {
    return alice.agent().receiver().receive(packed);
  }

  private void assertRefused(byte[] packed) {
    int before = alice.storage().commits();
    Connection firstBefore = alice.now(first);

    assertThat(alice.receive(packed)).isEqualTo(Receipt.Kind.REFUSED);

    assertThat(alice.storage().commits()).isEqualTo(before);
    assertThat(alice.now(first).toJson()).isEqualTo(firstBefore.toJson());
  }
}
