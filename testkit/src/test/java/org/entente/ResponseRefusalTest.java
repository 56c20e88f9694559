package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionResponse;
import org.entente.connection.ConnectionState;
import org.entente.did.Did;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResponseRefusalTest {
  private final World world = new World();
  private final Party bob = world.party("bob");
  private final TestPeer inviter = new TestPeer(world.random(), "memory://inviter");
  private final TestPeer mallory = new TestPeer(world.random(), "memory://mallory");
  private final Invitation invitation = Invitation.builder(world.id(), inviter.did()).build();
  private final Connection atBob = accept(invitation);

  private Connection accept(Invitation invited) {
    bob.tap().line(Tap.answering(Answer.accepted()));
    Connection accepted = bob.connections().accept(invited);
    world.run();
    return bob.now(accepted);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theInvitersResponseIsTaken() {
    Message response = inviter.response("a1", invitation.id(), atBob.ourDid());

    assertThat(bob.receive(inviter.auth(response))).isEqualTo(Receipt.Kind.ACCEPTED);
    assertThat(bob.now(atBob).state()).isEqualTo(ConnectionState.CONNECTION_RESPONSE_RECEIVED);
  }

  @Test
  void aResponseWithParentThreadOnlyIsTaken() {
    Message response =
        inviter
            .message("a1", ConnectionResponse.TYPE, atBob.ourDid())
            .parentThread(new ThreadId(invitation.id()))
            .build();

    assertThat(bob.receive(inviter.auth(response))).isEqualTo(Receipt.Kind.ACCEPTED);
  }

  @Test
  void aSecondResponseIsADuplicateWhateverItsId() {
    bob.receive(inviter.auth(inviter.response("a1", invitation.id(), atBob.ourDid())));
    int before = bob.storage().commits();

    assertThat(bob.receive(inviter.auth(inviter.response("a2", invitation.id(), atBob.ourDid()))))
        .isEqualTo(Receipt.Kind.DUPLICATE);
    assertThat(bob.storage().commits()).isEqualTo(before);
  }

  @Test
  void aResponseOfAThirdPartyIsRefused() {
    assertRefused(mallory.auth(mallory.response("a1", invitation.id(), atBob.ourDid())));
  }

  @Test
  void aResponseThatOnlySaysToBeFromTheInviterIsRefused() {
    Message posing =
        mallory.response("a1", invitation.id(), atBob.ourDid()).toBuilder()
            .from(inviter.did())
            .build();

    assertRefused(mallory.auth(posing));
    assertRefused(mallory.anon(posing));
    assertRefused(mallory.anonSigned(posing));
  }

  @Test
  void aResponseToAnotherOfOurDidsIsRefused() {
    TestPeer other = new TestPeer(world.random(), "memory://other");
    Did ours = accept(Invitation.builder(world.id(), other.did()).build()).ourDid();

    assertRefused(inviter.auth(inviter.response("a1", invitation.id(), ours)));
    assertRefused(inviter.authTo(inviter.response("a1", invitation.id(), atBob.ourDid()), ours));
    assertRefused(inviter.authTo(inviter.response("a1", invitation.id(), ours), atBob.ourDid()));
  }

  @Test
  void aResponseForAnUnknownThreadIsRefused() {
    assertRefused(inviter.auth(inviter.response("a1", "unknown", atBob.ourDid())));
  }

  @Test
  void whatTheInviterSealedForUsIsNotTakenFromAnotherEnvelope() {
    Message response = inviter.response("a1", invitation.id(), mallory.did());
    byte[] signedForMallory = inviter.signed(response);

    // signed for one, and sealed anew for another
    assertRefused(mallory.authBytes(signedForMallory, atBob.ourDid()));
  }

  @Test
  void theInvitersProblemReportEndsTheConnection() {
    assertThat(bob.receive(inviter.auth(report(inviter, "e.p.req.not-accepted"))))
        .isEqualTo(Receipt.Kind.ACCEPTED);

    Connection failed = bob.now(atBob);
    assertThat(failed.state()).isEqualTo(ConnectionState.PROBLEM_REPORT_RECEIVED);
    assertThat(failed.stopped().orElseThrow().reason()).contains("e.p.req.not-accepted");
    assertThat(bob.outbox()).isZero();
  }

  @Test
  void aProblemReportOfAThirdPartyIsRefused() {
    assertRefused(mallory.auth(report(mallory, "e.p.req")));
  }

  @Test
  void aProblemReportIsAnEventAndNoMoreOnceEstablished() {
    bob.receive(inviter.auth(inviter.response("a1", invitation.id(), atBob.ourDid())));
    Connection before = bob.now(atBob);

    assertThat(bob.receive(inviter.auth(report(inviter, "e.p.req"))))
        .isEqualTo(Receipt.Kind.ACCEPTED);

    Connection after = bob.now(atBob);
    assertThat(after.state()).isEqualTo(before.state());
    assertThat(after.isEstablished()).isTrue();
    assertThat(after.peerReport().orElseThrow().code()).isEqualTo("e.p.req");
    assertThat(after.eventCount()).isEqualTo(before.eventCount() + 1);
  }

  @Test
  void aProblemCodeIsNoPlaceForLines() {
    for (String code : List.of("e.p.req\r\nINFO forged", "", "e p", "x".repeat(10_000))) {
      byte[] packed = inviter.auth(report(inviter, code));

      assertThat(bob.receive(packed)).isIn(Receipt.Kind.REFUSED, Receipt.Kind.MALFORMED);
    }
    assertThat(bob.now(atBob).stopped()).isEmpty();
  }

  private Message report(TestPeer from, String code) {
    return from.message("p1", ProblemReport.TYPE, atBob.ourDid())
        .parentThread(new ThreadId(invitation.id()))
        .body(JsonObject.builder().put("code", code).build())
        .build();
  }

  private void assertRefused(byte[] packed) {
    int before = bob.storage().commits();

    assertThat(bob.receive(packed)).isEqualTo(Receipt.Kind.REFUSED);

    assertThat(bob.storage().commits()).isEqualTo(before);
    assertThat(bob.now(atBob).toJson()).isEqualTo(atBob.toJson());
  }
}
