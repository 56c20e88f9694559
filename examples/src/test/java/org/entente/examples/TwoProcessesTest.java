package org.entente.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.keys.KeyProtector;
import org.entente.storage.h2.H2Storage;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inviter and Invitee in processes of their own, over loopback HTTP, each with an H2 file. */
class TwoProcessesTest {
  private int inviterPort;
  private int inviteePort;
  private @TempDir Path directory;

  @BeforeEach
  void findFreePorts() throws IOException {
    try (ServerSocket first = new ServerSocket(0);
        ServerSocket second = new ServerSocket(0)) {
      inviterPort = first.getLocalPort();
      inviteePort = second.getLocalPort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"current", "prism-2023"})
  void theyConnectAndTalk(String profile) throws Exception {
    try (SampleProcess inviter = startInviter("--profile", profile, "--send", "Welcome")) {
      String link = inviter.await("invitation: ").substring("invitation: ".length());
      try (SampleProcess invitee = startInvitee(link, "--send", "Hello")) {
        inviter.await("message: Hello");
        invitee.await("message: Welcome");

        assertThat(inviter.exitStatus()).isZero();
        assertThat(invitee.exitStatus()).isZero();
        assertThat(inviter.lines().get(0)).startsWith("invitation: ");
        assertThat(inviter.states())
            .containsExactly(
                "InvitationGenerated",
                "ConnectionRequestReceived",
                "ConnectionResponsePending",
                "ConnectionResponseSent");
        assertThat(invitee.states())
            .startsWith("InvitationReceived", "ConnectionRequestPending")
            .endsWith("ConnectionResponseReceived");
        assertThat(inviter.lines()).anyMatch(line -> line.startsWith("established: did:peer:2"));
      }
    }
    assertThatBothEndedWithOneConnection();
  }

  @ParameterizedTest
  @CsvSource({
    "current, InvitationGenerated",
    "prism-2023, ConnectionRequestReceived",
    "current, ConnectionResponsePending",
    "prism-2023, ConnectionResponseSent"
  })
  void anInviterKilledInAnyStateGoesOnWhereItWas(String profile, String state) throws Exception {
    String invitation;
    try (SampleProcess inviter = startInviter("--profile", profile)) {
      invitation = inviter.await("invitation: ");
      String link = invitation.substring("invitation: ".length());
      if (state.equals("InvitationGenerated")) {
        inviter.await("state: " + state);
        inviter.kill();
      }
      try (SampleProcess invitee = startInvitee(link)) {
        if (!state.equals("InvitationGenerated")) {
          inviter.await("state: " + state);
          inviter.kill();
        }
        try (SampleProcess again = startInviter("--profile", profile)) {
          assertThat(again.await("invitation: ")).isEqualTo(invitation);
          again.await("established: ");
          invitee.await("established: ");

          assertThat(again.exitStatus()).isZero();
          assertThat(invitee.exitStatus()).isZero();
          assertThat(again.states()).endsWith("ConnectionResponseSent");
        }
      }
    }
    assertThatBothEndedWithOneConnection();
  }

  @ParameterizedTest
  @CsvSource({
    "prism-2023, InvitationReceived",
    "current, ConnectionRequestPending",
    "prism-2023, ConnectionRequestSent",
    "current, ConnectionResponseReceived"
  })
  void anInviteeKilledInAnyStateGoesOnWhereItWas(String profile, String state) throws Exception {
    try (SampleProcess inviter = startInviter("--profile", profile)) {
      String link = inviter.await("invitation: ").substring("invitation: ".length());
      try (SampleProcess invitee = startInvitee(link)) {
        // the response can overtake the news that the request was delivered
        invitee.await("state: " + state, "state: ConnectionResponseReceived");
        invitee.kill();
      }
      try (SampleProcess again = startInvitee(link)) {
        again.await("established: ");
        inviter.await("established: ");

        assertThat(again.exitStatus()).isZero();
        assertThat(inviter.exitStatus()).isZero();
        assertThat(again.states()).endsWith("ConnectionResponseReceived");
      }
    }
    assertThatBothEndedWithOneConnection();
  }

  @Test
  void theInvitationMayComeOnStandardInput() throws Exception {
    try (SampleProcess inviter = startInviter();
        SampleProcess invitee = startInvitee("-")) {
      invitee.writeInput(inviter.await("invitation: ").substring("invitation: ".length()) + "\n");

      assertThat(invitee.exitStatus()).isZero();
      assertThat(inviter.exitStatus()).isZero();
    }
  }

  private SampleProcess startInviter(String... more) throws IOException {
    return start(Inviter.class, "inviter", inviterPort, more);
  }

  private SampleProcess startInvitee(String invitation, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("--invitation", invitation));
    args.addAll(List.of(more));
    return start(Invitee.class, "invitee", inviteePort, args.toArray(String[]::new));
  }

  private SampleProcess start(Class<?> main, String name, int port, String... more)
      throws IOException {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--port", String.valueOf(port), "--stay", "3", "--timeout", "90"));
    args.addAll(List.of("--data", directory.resolve(name).toString()));
    args.addAll(List.of(more));
    return SampleProcess.start(main, args);
  }

  private void assertThatBothEndedWithOneConnection() throws IOException {
    Connection inviter = onlyConnection("inviter");
    Connection invitee = onlyConnection("invitee");

    assertThat(inviter.state()).isEqualTo(ConnectionState.CONNECTION_RESPONSE_SENT);
    assertThat(invitee.state()).isEqualTo(ConnectionState.CONNECTION_RESPONSE_RECEIVED);
    assertThat(inviter.theirDid()).contains(invitee.ourDid());
    assertThat(invitee.theirDid()).contains(inviter.ourDid());
  }

  private Connection onlyConnection(String name) throws IOException {
    Path data = directory.resolve(name);
    try (KeyProtector key = KeyFile.protector(data.resolve("agent.key"), new SecureRandom());
        InMemoryNetwork network = new InMemoryNetwork();
        Agent agent =
            Agent.builder(name)
                .storage(H2Storage.at(data.resolve("agent")).protector(key).open())
                .transport(network.join(name))
                .build()) {
      List<Connection> connections = agent.connections().list().connections();
      assertThat(connections).hasSize(1);
      return connections.get(0);
    }
  }
}
