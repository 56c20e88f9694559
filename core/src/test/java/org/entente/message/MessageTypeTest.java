package org.entente.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTypeTest {
  private static final MessageType PING =
      new MessageType("https://didcomm.org/trust-ping/2.0/ping");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://didcomm.org/trust-ping/2.0/ping",
        "https://didcomm.org/trust-ping/2.1/ping",
        "https://didcomm.org/trust-ping/2.999/ping"
      })
  void everyMinorVersionUnderstandsTheOthers(String uri) {
    assertThat(new MessageType(uri).isCompatibleWith(PING)).isTrue();
    assertThat(new MessageType(uri).family()).isEqualTo(PING.family());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://didcomm.org/trust-ping/3.0/ping",
        "https://didcomm.org/trust-ping/2.0/ping-response",
        "https://didcomm.org/trust-ping/2/ping",
        "https://didcomm.org/trust-ping/2.0/ping/",
        "https://didcomm.org/trust-ping/2.0/Ping",
        "https://didcomm.org/basicmessage/2.0/ping",
        "https://evil.example/trust-ping/2.0/ping",
        "http://didcomm.org/trust-ping/2.0/ping",
        "trust-ping/2.0/ping",
        ""
      })
  void anythingElseIsAnotherType(String uri) {
    assertThat(new MessageType(uri).isCompatibleWith(PING)).isFalse();
  }

  @Test
  void aTextOutsideTheGrammarIsItsOwnFamily() {
    MessageType odd = new MessageType("urn:odd");

    assertThat(odd.family()).isEqualTo("urn:odd");
    assertThat(odd.isCompatibleWith(new MessageType("urn:odd"))).isTrue();
    assertThat(odd).hasToString("urn:odd");
  }

  @Test
  void aHostileTextIsJudgedWithoutDelay() {
    String hostile = "/".repeat(511);

    assertThat(new MessageType(hostile).family()).isEqualTo(hostile);
    assertThat(new MessageType("a/".repeat(30_000) + "1.0/x").family()).hasSize(60_005);
  }
}
