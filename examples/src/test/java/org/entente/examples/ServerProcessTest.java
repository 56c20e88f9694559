package org.entente.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.entente.examples.agentserver.AgentServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample backend as a process of its own. */
class ServerProcessTest {
  @Test
  void theUsageIsPrintedOnDemand() throws Exception {
    try (SampleProcess server = SampleProcess.start(AgentServer.class, List.of("--help"))) {
      assertThat(server.exitStatus()).isZero();
      assertThat(server.lines().get(0)).startsWith("usage: AgentServer [--port 8080]");
    }
  }

  @Test
  void aWrongCallEndsWithTwoAndTheUsage() throws Exception {
    try (SampleProcess server =
        SampleProcess.start(AgentServer.class, List.of("--bind", "0.0.0.0"))) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.errors()).contains("error: ", "--api-key-env", "usage: AgentServer");
    }
  }

  @Test
  void aPortInUseEndsWithOneAndOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      try (SampleProcess server = SampleProcess.start(AgentServer.class, List.of("--port", port))) {
        assertThat(server.exitStatus()).isOne();
        assertThat(server.errors().strip()).startsWith("error: port " + port).hasLineCount(1);
      }
    }
  }

  @Test
  void dataInUseEndsWithOneAndSaysSo(@TempDir Path data) throws Exception {
    List<String> args = List.of("--port", "0", "--data", data.toString());
    try (SampleProcess first = SampleProcess.start(AgentServer.class, args)) {
      assertThat(first.await("api: ")).startsWith("api: http://127.0.0.1:");
      try (SampleProcess second = SampleProcess.start(AgentServer.class, args)) {
        assertThat(second.exitStatus()).isOne();
        assertThat(second.errors().strip().lines().filter(line -> line.startsWith("error: ")))
            .singleElement()
            .asString()
            .contains("in use by another process");
      }
    }
  }
}
