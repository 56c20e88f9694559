package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_RECEIVED;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_PENDING;
import static org.entente.connection.ConnectionState.INVITATION_EXPIRED;
import static org.entente.connection.ConnectionState.INVITATION_GENERATED;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.connection.ConnectionProtocol.Parties;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An inviter gets a request. */
class RequestReceivedTest {
  private final Peers peers = Peers.current();
  private final Connection inviter = peers.invited().connection();

  @Test
  void aRequestIsAcceptedInOneChange() {
    Outcome outcome = receive(peers.request());

    assertThat(outcome.steps())
        .extracting(Outcome.Step::event)
        .containsExactly(ConnectionEvent.REQUEST_RECEIVED, ConnectionEvent.REQUEST_ACCEPTED);
    assertThat(outcome.steps())
        .extracting(step -> step.connection().state())
        .containsExactly(CONNECTION_REQUEST_RECEIVED, CONNECTION_RESPONSE_PENDING);
    assertThat(outcome.steps())
        .extracting(step -> step.connection().eventCount())
        .containsExactly(2L, 3L);
    assertThat(outcome.steps())
        .extracting(step -> step.connection().version())
        .containsExactly(2L, 2L);
    assertThat(outcome.refusal()).isEmpty();
    assertThat(outcome.isDeliverySettled()).isFalse();
  }

  @Test
  void theInviterLearnsWhoThePeerIs() {
    Parties parties = new Parties(peers.inviteeDid, peers.inviterDid, Profile.PRISM_2023);

    Connection connection =
        ConnectionProtocol.requestReceived(
                inviter, peers.request(), parties, peers.responseId, Peers.NOW)
            .connection();

    assertThat(connection.theirDid()).contains(peers.inviteeDid);
    assertThat(connection.profile()).isEqualTo(Profile.PRISM_2023);
    assertThat(connection.deliveryId()).contains(peers.responseId);
    assertThat(connection.ourDid()).isEqualTo(peers.inviterDid);
    assertThat(connection.label()).contains("ours");
    assertThat(connection.thread()).isEqualTo(peers.invitation.id());
    assertThat(connection.updatedTime()).contains(Peers.NOW);
    assertThat(connection.isEstablished()).isFalse();
  }

  @Test
  void theResponseGoesToTheProvenAuthorAndNotToWhomTheMessageNames() {
    Message request = peers.request().toBuilder().from(Peers.STRANGER).build();

    Message response = receive(request).send().orElseThrow();

    assertThat(response.to()).containsExactly(peers.inviteeDid);
    assertThat(response.from()).contains(peers.inviterDid);
  }

  @Test
  void aRequestEncryptedToAnotherDidOfOursIsRefused() {
    Parties parties = new Parties(peers.inviteeDid, Peers.STRANGER, Profile.CURRENT);

    refused(
        "e.p.trust",
        () ->
            ConnectionProtocol.requestReceived(
                inviter, peers.request(), parties, peers.responseId, Peers.NOW));
  }

  @Test
  void aRequestThatNamesOtherRecipientsIsRefused() {
    Message toNobody = peers.request().toBuilder().to().build();
    Message toAnother = peers.request().toBuilder().to(Peers.STRANGER).build();
    Message toBoth = peers.request().toBuilder().to(peers.inviterDid, Peers.STRANGER).build();

    for (Message request : List.of(toNobody, toAnother, toBoth)) {
      refused("e.p.trust", () -> receive(request));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ConnectionState.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "INVITATION_GENERATED")
  void aSecondRequestOnOneInvitationIsRefused(ConnectionState state) {
    Connection used = peers.inviter(state);

    refused(
        "e.p.req",
        () ->
            ConnectionProtocol.requestReceived(
                used, peers.request(), peers.fromInvitee(), "another-id", Peers.NOW));
  }

  @Test
  void aRequestAfterTheInvitationsTimeEndsTheInvitationAndIsRefused() {
    Connection expiring = expiringAt(Peers.NOW);

    Outcome outcome = receive(expiring, Peers.NOW.plusNanos(1000));

    assertThat(outcome.connection().state()).isEqualTo(INVITATION_EXPIRED);
    assertThat(outcome.connection().theirDid()).isEmpty();
    assertThat(outcome.refusal()).contains("the invitation has expired");
    assertThat(outcome.send()).isEmpty();
    assertThat(outcome.steps()).hasSize(1);
  }

  @Test
  void aRequestInTheInvitationsLastMomentIsInTime() {
    Outcome outcome = receive(expiringAt(Peers.NOW), Peers.NOW);

    assertThat(outcome.connection().state()).isEqualTo(CONNECTION_RESPONSE_PENDING);
    assertThat(outcome.refusal()).isEmpty();
  }

  @Test
  void theClocksOfThePeerDoNotMatter() {
    Message late =
        peers.request().toBuilder()
            .createdTime(Peers.NOW.minusSeconds(14 * 3600))
            .expiresTime(Peers.NOW.minusSeconds(13 * 3600))
            .build();

    assertThat(receive(late).connection().state()).isEqualTo(CONNECTION_RESPONSE_PENDING);
  }

  private Outcome receive(Message request) {
    return ConnectionProtocol.requestReceived(
        inviter, request, peers.fromInvitee(), peers.responseId, Peers.NOW);
  }

  private Outcome receive(Connection connection, Instant now) {
    return ConnectionProtocol.requestReceived(
        connection, peers.request(), peers.fromInvitee(), peers.responseId, now);
  }

  private Connection expiringAt(Instant time) {
    Invitation invitation =
        Invitation.builder(peers.invitation.id(), peers.inviterDid)
            .expires(time.minusSeconds(300), time)
            .build();
    Connection connection =
        ConnectionProtocol.invitationCreated(
                invitation, Optional.empty(), Profile.CURRENT, time.minusSeconds(300))
            .connection();
    assertThat(connection.state()).isEqualTo(INVITATION_GENERATED);
    assertThat(connection.deadline()).contains(time);
    return connection;
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.REFUSED);
              assertThat(e.code()).isEqualTo(code);
            });
  }
}
