package org.entente;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.entente.connection.Connection;
import org.entente.message.Message;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedMessageTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final TestPeer peer = new TestPeer(world.random(), "memory://peer");
  private final Connection atAlice = alice.connections().invite();
  private final Message request = peer.request("r1", atAlice.invitation());

  @AfterEach
  void close() {
    assertThat(alice.receive(peer.auth(request))).isEqualTo(Receipt.Kind.ACCEPTED);
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}",
        "[]",
        "null",
        "\"text\"",
        "{\"id\":\"a\",\"id\":\"b\",\"type\":\"t\"}",
        "{\"protected\":\"\",\"recipients\":[],\"iv\":\"\",\"ciphertext\":\"\",\"tag\":\"\"}",
        "{\"payload\":\"\",\"signatures\":[]}",
        "{\"ciphertext\":1}",
        "{} {}",
        "{\"id\":\"a b\",\"type\":\"t\"}"
      })
  void whatIsNoMessageIsMalformed(String text) {
    assertUntouched(text.getBytes(UTF_8), Receipt.Kind.MALFORMED);
  }

  @Test
  void bytesThatAreNoTextAreMalformed() {
    assertUntouched(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}, Receipt.Kind.MALFORMED);
    assertUntouched("{}".getBytes(UTF_16), Receipt.Kind.MALFORMED);
  }

  @Test
  void aMessageThatIsTooLargeIsMalformed() {
    byte[] tooLarge = new byte[(1 << 20) + 1];
    Arrays.fill(tooLarge, (byte) ' ');

    assertUntouched(tooLarge, Receipt.Kind.MALFORMED);
  }

  @Test
  void aMessageThatIsTooDeepIsMalformed() {
    String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
    String deepArray = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

    assertUntouched(deep.getBytes(UTF_8), Receipt.Kind.MALFORMED);
    assertUntouched(deepArray.getBytes(UTF_8), Receipt.Kind.MALFORMED);
  }

  @Test
  void whatIsMalformedInsideAnEnvelopeIsRefusedOrMalformed() {
    for (String inner :
        List.of("", "{", "[]", "{\"id\":\"a\",\"id\":\"b\",\"type\":\"t\"}", "{}", "\u0000")) {
      assertUntouched(
          peer.authBytes(inner.getBytes(UTF_8), atAlice.ourDid()),
          Receipt.Kind.MALFORMED,
          Receipt.Kind.REFUSED);
    }
  }

  @Test
  void aTruncatedMessageIsMalformed() {
    byte[] packed = peer.auth(request);

    for (int length = 0; length < packed.length; length += 7) {
      assertUntouched(Arrays.copyOf(packed, length), Receipt.Kind.MALFORMED);
    }
  }

  @Test
  void aMessageWithAnyBitTurnedIsNotTaken() {
    byte[] packed = peer.auth(request);
    Random random = new Random(11);

    for (int i = 0; i < 1000; i++) {
      byte[] turned = packed.clone();
      turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));
      assertUntouched(
          turned, Receipt.Kind.MALFORMED, Receipt.Kind.REFUSED, Receipt.Kind.NOT_FOR_US);
    }
  }

  @Test
  void aMessageForSomebodyElseIsNotForUs() {
    TestPeer other = new TestPeer(world.random(), "memory://other");

    assertUntouched(peer.auth(peer.text("m1", "hello", other.did())), Receipt.Kind.NOT_FOR_US);
  }

  @Test
  void tenThousandRefusedMessagesLeaveNothingBehind() {
    byte[] tampered = peer.auth(request);
    tampered[tampered.length - 10] ^= 1;
    byte[] plain = peer.plain(request);
    world.run();
    int before = alice.storage().commits();
    int events = alice.storage().events("default", 0, 1000).size();

    for (int i = 0; i < 5000; i++) {
      assertThat(alice.receive(plain)).isEqualTo(Receipt.Kind.REFUSED);
      assertThat(alice.receive(tampered)).isNotEqualTo(Receipt.Kind.ACCEPTED);
    }
    world.run();

    assertThat(alice.storage().commits()).isEqualTo(before);
    assertThat(alice.storage().events("default", 0, 1000)).hasSize(events);
    assertThat(alice.outbox()).isZero();
  }

  private void assertUntouched(byte[] packed, Receipt.Kind... kinds) {
    int before = alice.storage().commits();

    assertThat(alice.receive(packed)).isIn((Object[]) kinds);

    assertThat(alice.storage().commits()).isEqualTo(before);
  }
}
