package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.did.Profile;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.ThreadId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request and response as they go over the wire, and how they find their connection. */
class ExchangedMessagesTest {
  private static final String CURRENT = "exchange-current.json";
  private static final String LEGACY = "exchange-legacy.json";

  @ParameterizedTest
  @ValueSource(strings = {CURRENT, LEGACY})
  void theRequestIsThatOfThePrismAgents(String file) {
    Peers peers = Peers.of(file);

    Message request = accept(peers, peers.createdTime("request")).send().orElseThrow();

    assertThat(request.toJson().without(Set.of("entente")).toJson())
        .isEqualTo(peers.exchange.getObject("request").getString("plaintextText"));
    assertThat(request.toJson().getObject("entente").toJson())
        .as("a header of our own, which those agents pass over")
        .isEqualTo("{\"from_prior\":true}");
  }

  @ParameterizedTest
  @ValueSource(strings = {CURRENT, LEGACY})
  void theResponseIsThatOfThePrismAgents(String file) {
    Peers peers = Peers.of(file);

    Message response =
        receive(peers, peers.request(), peers.createdTime("response")).send().orElseThrow();

    assertThat(response.toJson().toJson())
        .isEqualTo(peers.exchange.getObject("response").getString("plaintextText"));
  }

  @ParameterizedTest
  @ValueSource(strings = {CURRENT, LEGACY})
  void bothCanBeMadeAgainFromTheRecord(String file) {
    Peers peers = Peers.of(file);
    Instant time = peers.createdTime("response");
    Outcome accepted = accept(peers, time);
    Outcome received = receive(peers, accepted.send().orElseThrow(), time);

    Message request = ConnectionProtocol.delivering(accepted.connection(), time);
    Message response = ConnectionProtocol.delivering(received.connection(), time);

    assertThat(request.toJson()).isEqualTo(accepted.send().orElseThrow().toJson());
    assertThat(response.toJson()).isEqualTo(received.send().orElseThrow().toJson());
  }

  @Test
  void aConnectionWithNothingToDeliverMakesNoMessage() {
    Connection invited = Peers.current().invited().connection();

    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> ConnectionProtocol.delivering(invited, Peers.NOW));
  }

  @Test
  void whatTheInvitationDoesNotSayTheRequestDoesNotSay() {
    Peers peers = Peers.current();
    JsonObject bare =
        JsonObject.builder()
            .put("id", peers.invitation.id())
            .put("type", Invitation.TYPE.uri())
            .put("from", peers.inviterDid.value())
            .put("body", JsonObject.builder().put("extra", "kept to itself").build())
            .build();

    Message request =
        ConnectionRequest.answering(
            Invitation.of(bare), peers.requestId, peers.inviteeDid, Peers.NOW);

    assertThat(request.body().isEmpty()).isTrue();
    assertThat(request.toJson().toJson()).contains("\"body\":{}").contains("\"attachments\":[]");
  }

  @Test
  void theResponseRepeatsTheRequestsThread() {
    Peers peers = Peers.current();
    Message request = peers.request().toBuilder().thread(new ThreadId("of-the-request")).build();

    Message response = receive(peers, request, Peers.NOW).send().orElseThrow();

    assertThat(response.thread()).contains(new ThreadId("of-the-request"));
    assertThat(response.parentThread()).contains(new ThreadId(peers.invitation.id()));
  }

  @Test
  void aRequestWithoutThreadIsItsOwnThread() {
    Peers peers = Peers.current();
    Message request = Message.parse(peers.plaintext("request").without(Set.of("thid", "pthid")));

    Message response = receive(peers, request, Peers.NOW).send().orElseThrow();

    assertThat(response.thread()).contains(new ThreadId(peers.requestId));
    assertThat(response.parentThread()).contains(new ThreadId(peers.invitation.id()));
  }

  @Test
  void aRequestNamesItsInvitationByThreadThenParentThreadThenId() {
    Message.Builder request = Message.builder("id", ConnectionRequest.TYPE);

    assertThat(ConnectionRequest.invitationIds(request.build())).containsExactly("id");
    request.parentThread(new ThreadId("parent"));
    assertThat(ConnectionRequest.invitationIds(request.build())).containsExactly("parent", "id");
    request.thread(new ThreadId("thread"));
    assertThat(ConnectionRequest.invitationIds(request.build()))
        .containsExactly("thread", "parent", "id");
  }

  @Test
  void aResponseNamesItsInvitationByThreadThenParentThreadAndNeverById() {
    Message.Builder response = Message.builder("id", ConnectionResponse.TYPE);

    assertThat(ConnectionResponse.invitationIds(response.build())).isEmpty();
    response.parentThread(new ThreadId("parent"));
    assertThat(ConnectionResponse.invitationIds(response.build())).containsExactly("parent");
    response.thread(new ThreadId("thread"));
    assertThat(ConnectionResponse.invitationIds(response.build()))
        .containsExactly("thread", "parent");
  }

  @Test
  void oneNameGivenTwiceIsOneCandidate() {
    Peers peers = Peers.current();

    assertThat(ConnectionRequest.invitationIds(peers.request()))
        .isEqualTo(List.of(peers.invitation.id(), peers.requestId));
    assertThat(ConnectionResponse.invitationIds(peers.response()))
        .containsExactly(peers.invitation.id());
  }

  private static Outcome accept(Peers peers, Instant now) {
    return ConnectionProtocol.invitationAccepted(
        peers.invitation,
        Peers.ID,
        peers.inviteeDid,
        Optional.empty(),
        Profile.CURRENT,
        peers.requestId,
        now);
  }

  private static Outcome receive(Peers peers, Message request, Instant now) {
    return ConnectionProtocol.requestReceived(
        peers.invited().connection(),
        request,
        peers.fromInvitee(),
        Verdict.ACCEPT,
        peers.responseId,
        now);
  }
}
