package org.entente.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entente.examples.qr.QrCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the samples make of wrong calls and of a world that does not cooperate. */
class CommandLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense 1",
        "--port",
        "--port eighty",
        "--port 70000",
        "--port 8080 --port 8081",
        "--endpoint ftp://host/",
        "--profile aries",
        "--stay -1",
        "--qr --qr",
        "--qr yes",
        "--data d --passphrase-env ENTENTE_NO_SUCH_VARIABLE"
      })
  void aWrongCallEndsWithTwoAndTheUsage(String args) throws Exception {
    try (SampleProcess inviter = SampleProcess.start(Inviter.class, List.of(args.split(" ")))) {
      assertThat(inviter.exitStatus()).isEqualTo(2);
      assertThat(inviter.errors()).contains("error: ").contains("usage: Inviter");
      assertThat(inviter.lines()).isEmpty();
    }
  }

  @Test
  void aGarbledInvitationEndsWithOneAndOneLine() throws Exception {
    try (SampleProcess invitee =
        SampleProcess.start(Invitee.class, List.of("--invitation", "garbage"))) {
      assertThat(invitee.exitStatus()).isOne();
      assertThat(invitee.errors().strip()).startsWith("error: ").hasLineCount(1);
    }
  }

  @Test
  void aPortInUseEndsWithOneAndOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SampleProcess inviter =
            SampleProcess.start(
                Inviter.class, List.of("--port", String.valueOf(taken.getLocalPort())))) {
      assertThat(inviter.exitStatus()).isOne();
      assertThat(inviter.errors().strip())
          .startsWith("error: ")
          .contains(String.valueOf(taken.getLocalPort()))
          .hasLineCount(1);
    }
  }

  @Test
  void nobodyAcceptingInTimeEndsWithOneAndOneLine() throws Exception {
    try (SampleProcess inviter =
        SampleProcess.start(Inviter.class, List.of("--port", freePort(), "--timeout", "1"))) {
      assertThat(inviter.exitStatus()).isOne();
      assertThat(inviter.states()).containsExactly("InvitationGenerated");
      assertThat(inviter.errors().strip()).contains("InvitationGenerated").hasLineCount(1);
    }
  }

  @Test
  void theInvitationIsDrawnBelowItsLineIfAskedFor() throws Exception {
    try (SampleProcess inviter =
        SampleProcess.start(
            Inviter.class, List.of("--qr", "--port", freePort(), "--timeout", "1"))) {
      assertThat(inviter.exitStatus()).isOne();
      List<String> lines = inviter.lines();
      String link = lines.get(0).substring("invitation: ".length());
      String drawn = QrCode.of(link).toText();
      assertThat(String.join("\n", lines.subList(1, lines.size() - 1)) + "\n").isEqualTo(drawn);
      assertThat(inviter.states()).containsExactly("InvitationGenerated");
    }
  }

  @ParameterizedTest
  @CsvSource({"500, Phones may not read this QR code", "1600, No QR code: "})
  void aLinkTooLongForPhonesIsSaidToBe(int length, String warning) throws Exception {
    String port = freePort();
    String endpoint = "http://127.0.0.1:" + port + "/" + "x".repeat(length);
    try (SampleProcess inviter =
        SampleProcess.start(
            Inviter.class,
            List.of("--qr", "--port", port, "--endpoint", endpoint, "--timeout", "1"))) {
      assertThat(inviter.exitStatus()).isOne();
      assertThat(inviter.lines()).anyMatch(line -> line.startsWith(warning));
      assertThat(inviter.lines()).endsWith("state: InvitationGenerated");
    }
  }

  @Test
  void aDataDirectoryThatCannotBeUsedEndsWithOneAndOneLine(@TempDir Path directory)
      throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    try (SampleProcess inviter =
        SampleProcess.start(Inviter.class, List.of("--data", file.toString()))) {
      assertThat(inviter.exitStatus()).isOne();
      assertThat(inviter.errors().strip()).contains("error: ").hasLineCount(1);
    }
  }

  @Test
  void aPeersTextCannotForgeALine() {
    String text = Output.printable("hi\r\nstate: ConnectionResponseSent\u202Eevil\u0007");

    assertThat(text).isEqualTo("hi  state: ConnectionResponseSent evil ");
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return String.valueOf(socket.getLocalPort());
    }
  }
}
