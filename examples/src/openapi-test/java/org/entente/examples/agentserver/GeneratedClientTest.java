package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.generated.ApiClient;
import org.entente.generated.ApiException;
import org.entente.generated.api.ConnectionsManagementApi;
import org.entente.generated.api.MessagesApi;
import org.entente.generated.api.SystemApi;
import org.entente.generated.model.AcceptConnectionInvitationRequest;
import org.entente.generated.model.Connection;
import org.entente.generated.model.ConnectionRole;
import org.entente.generated.model.ConnectionState;
import org.entente.generated.model.ConnectionsPage;
import org.entente.generated.model.CreateConnectionRequest;
import org.entente.generated.model.Message;
import org.entente.generated.model.SendMessageRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walk, with a client that is generated from the description of the API. */
@Timeout(120)
class GeneratedClientTest {
  private static final String KEY = "a key of the test";

  private final Servers servers = new Servers();

  @AfterEach
  void close() {
    servers.close();
  }

  @ParameterizedTest
  @CsvSource({"prism-2023,/prism-agent", "current,/cloud-agent", "current,''"})
  void twoAgentsConnectAndTalk(String profile, String basePath) throws Exception {
    AgentServer alice = start(profile, basePath);
    AgentServer bob = start(profile, basePath);
    ConnectionsManagementApi atAlice = new ConnectionsManagementApi(client(alice, KEY));
    ConnectionsManagementApi atBob = new ConnectionsManagementApi(client(bob, KEY));

    Connection invited = atAlice.createConnection(new CreateConnectionRequest().label("Bob"));
    assertThat(invited.getState()).isEqualTo(ConnectionState.INVITATION_GENERATED);
    assertThat(invited.getRole()).isEqualTo(ConnectionRole.INVITER);
    assertThat(invited.getLabel()).isEqualTo("Bob");
    assertThat(invited.getMetaRetries()).isEqualTo(profile.equals("current") ? 5 : null);
    assertThat(invited.getCreatedAt().toInstant()).isBeforeOrEqualTo(Instant.now());
    String link = invited.getInvitation().getInvitationUrl().toString();
    Connection accepted =
        atBob.acceptConnectionInvitation(new AcceptConnectionInvitationRequest().invitation(link));
    Connection inviter =
        established(alice, invited.getConnectionId(), ConnectionState.CONNECTION_RESPONSE_SENT);
    Connection invitee =
        established(bob, accepted.getConnectionId(), ConnectionState.CONNECTION_RESPONSE_RECEIVED);

    assertThat(inviter.getMyDid()).isNotNull().isEqualTo(invitee.getTheirDid());
    assertThat(inviter.getTheirDid()).isNotNull().isEqualTo(invitee.getMyDid());
    ConnectionsPage page = atAlice.getConnections(null, 1, invited.getThid(), null, null);
    assertThat(page.getContents()).containsExactly(inviter);
    assertThat(page.getNext()).isNull();
    Message sent =
        new MessagesApi(client(alice, KEY))
            .sendMessage(inviter.getConnectionId(), new SendMessageRequest().content("hello"));
    assertThat(sent.getDirection()).isEqualTo(Message.DirectionEnum.SENT);
    assertThat(received(bob, invitee.getConnectionId())).isEqualTo("hello");
    assertThat(atAlice.diagnoseConnection(inviter.getConnectionId()).getSummary()).isNotBlank();
    atAlice.deleteConnection(inviter.getConnectionId());
    assertThatThrownBy(() -> atAlice.getConnection(inviter.getConnectionId()))
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.getCode()).isEqualTo(404));
  }

  @ParameterizedTest
  @CsvSource({"prism-2023", "current"})
  void whoDoesNotKnowTheKeyIsToldOfHealthAlone(String profile) throws Exception {
    ApiClient stranger = client(start(profile, ""), "another key");

    assertThat(new SystemApi(stranger).getReadiness().getReady()).isTrue();
    assertThat(new SystemApi(stranger).getHealth().getVersion()).isNotBlank();
    assertThatThrownBy(
            () -> new ConnectionsManagementApi(stranger).getConnections(null, null, null, null, null))
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.getCode()).isEqualTo(401));
  }

  private AgentServer start(String profile, String basePath) throws Exception {
    return servers.start(
        Map.of("K", KEY), "--api-key-env", "K", "--profile", profile, "--base-path", basePath);
  }

  private static ApiClient client(AgentServer server, String key) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(server.api().toString());
    client.setRequestInterceptor(request -> request.header("apiKey", key));
    return client;
  }

  private static Connection established(AgentServer server, UUID id, ConnectionState last)
      throws Exception {
    var unused = caller(server).eventsUntil(id.toString(), last.getValue());
    return new ConnectionsManagementApi(client(server, KEY)).getConnection(id);
  }

  private static String received(AgentServer server, UUID id) throws Exception {
    MessagesApi messages = new MessagesApi(client(server, KEY));
    List<Message> all =
        caller(server)
            .await(
                () ->
                    Optional.of(messages.getMessages(id, null, null).getContents())
                        .filter(contents -> !contents.isEmpty()));
    return all.get(0).getContent();
  }

  private static Caller caller(AgentServer server) {
    return new Caller(server.api()).with("apiKey", KEY);
  }
}
