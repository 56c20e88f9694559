package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_RECEIVED;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_PENDING;
import static org.entente.connection.ConnectionState.PROBLEM_REPORT_PENDING;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.connection.ConnectionProtocol.OwnMove;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Message;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
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
    assertThat(outcome.isDeliverySettled()).isFalse();
  }

  @Test
  void theInviterLearnsWhoThePeerIs() {
    Parties parties = new Parties(peers.inviteeDid, peers.inviterDid, Profile.PRISM_2023);

    Connection connection =
        ConnectionProtocol.requestReceived(
                inviter, peers.request(), parties, Verdict.ACCEPT, peers.responseId, Peers.NOW)
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
                inviter, peers.request(), parties, Verdict.ACCEPT, peers.responseId, Peers.NOW));
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
                used,
                peers.request(),
                peers.fromInvitee(),
                Verdict.ACCEPT,
                "another-id",
                Peers.NOW));
  }

  @Test
  void aRequestThatIsPutOffWaitsAndIsAcceptedLater() {
    Outcome deferred = receive(Verdict.DEFER);

    assertThat(deferred.connection().state()).isEqualTo(CONNECTION_REQUEST_RECEIVED);
    assertThat(deferred.connection().theirDid()).contains(peers.inviteeDid);
    assertThat(deferred.send()).isEmpty();

    Outcome accepted = ConnectionProtocol.requestAccepted(deferred.connection(), Peers.NOW);

    assertThat(accepted.connection().state()).isEqualTo(CONNECTION_RESPONSE_PENDING);
    assertThat(accepted.send())
        .map(Message::toJson)
        .isEqualTo(receive(peers.request()).send().map(Message::toJson));
  }

  @Test
  void aRequestThatIsDeclinedIsAnsweredWithAReport() {
    Outcome outcome = receive(Verdict.DECLINE);

    assertThat(outcome.connection().state()).isEqualTo(PROBLEM_REPORT_PENDING);
    assertThat(outcome.connection().stopped()).map(Stopped::reason).contains("e.p.req.declined");
    Message report = outcome.send().orElseThrow();
    assertThat(ProblemReport.read(report).code()).isEqualTo("e.p.req.declined");
    assertThat(report.parentThread()).map(ThreadId::value).contains(peers.invitation.id());
    assertThat(report.thread()).isEmpty();
    assertThat(report.to()).containsExactly(peers.inviteeDid);
    assertThat(report.id()).isEqualTo(peers.responseId);
  }

  @Test
  void oneOfSeveralHasAConnectionOfItsOwnWithTheDidThatWeTookForIt() {
    OwnMove move = new OwnMove(Peers.STRANGER, "a statement");

    Outcome outcome = receiveOneOfSeveral(Optional.of(move));

    Connection connection = outcome.connection();
    assertThat(connection.id()).isEqualTo("its-own-id");
    assertThat(connection.thread()).isEqualTo(peers.invitation.id());
    assertThat(connection.ourDid()).isEqualTo(Peers.STRANGER);
    assertThat(connection.fromPrior()).contains("a statement");
    assertThat(connection.version()).isEqualTo(1);
    assertThat(outcome.steps())
        .extracting(Outcome.Step::event)
        .containsExactly(ConnectionEvent.REQUEST_RECEIVED, ConnectionEvent.REQUEST_ACCEPTED);
    assertThat(outcome.send().orElseThrow().from()).contains(Peers.STRANGER);
  }

  @Test
  void oneOfSeveralThatCannotFollowUsIsAnsweredFromTheInvitationsDid() {
    Connection connection = receiveOneOfSeveral(Optional.empty()).connection();

    assertThat(connection.ourDid()).isEqualTo(peers.inviterDid);
    assertThat(connection.fromPrior()).isEmpty();
  }

  @Test
  void onlyWhoSaysSoFollowsUs() {
    Message ours = peers.accepted().send().orElseThrow();

    assertThat(ConnectionProtocol.followsMoves(ours)).isTrue();
    assertThat(ConnectionProtocol.followsMoves(peers.request())).isFalse();
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
        inviter, request, peers.fromInvitee(), Verdict.ACCEPT, peers.responseId, Peers.NOW);
  }

  private Outcome receive(Verdict verdict) {
    return ConnectionProtocol.requestReceived(
        inviter, peers.request(), peers.fromInvitee(), verdict, peers.responseId, Peers.NOW);
  }

  private Outcome receiveOneOfSeveral(Optional<OwnMove> move) {
    return ConnectionProtocol.requestOfOneReceived(
        peers.invitation,
        Optional.of("ours"),
        "its-own-id",
        move,
        peers.request(),
        peers.fromInvitee(),
        Verdict.ACCEPT,
        peers.responseId,
        Peers.NOW);
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
