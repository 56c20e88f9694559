package org.entente.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Base64;
import org.entente.did.Did;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardTest {
  private static final Did MEDIATOR = new Did("did:example:mediator");
  private static final String NEXT = "did:example:bob#key-1";
  private static final JsonObject PACKED = json("{\"ciphertext\":\"a\"}");

  @Test
  void aForwardIsWrittenAsTheSpecificationHasIt() {
    Message forward = Forward.of("abc-1", MEDIATOR, NEXT, PACKED);

    assertThat(forward.toJson().toJson())
        .isEqualTo(
            "{\"id\":\"abc-1\",\"typ\":\"application/didcomm-plain+json\","
                + "\"type\":\"https://didcomm.org/routing/2.0/forward\","
                + "\"to\":[\"did:example:mediator\"],"
                + "\"body\":{\"next\":\"did:example:bob#key-1\"},"
                + "\"attachments\":[{\"id\":\"abc-1\","
                + "\"media_type\":\"application/didcomm-encrypted+json\","
                + "\"data\":{\"json\":{\"ciphertext\":\"a\"}}}]}");
  }

  @Test
  void itsTimeIsWrittenInFrontOfItsBody() {
    Message forward =
        Forward.of("1", MEDIATOR, NEXT, PACKED).toBuilder()
            .expiresTime(Instant.ofEpochSecond(1_700_000_000))
            .build();

    assertThat(forward.toJson().toJson())
        .contains("\"to\":[\"did:example:mediator\"],\"expires_time\":1700000000,\"body\":{");
  }

  @Test
  void aForwardIsReadAsItIsWritten() {
    Forward read = Forward.read(Forward.of("1", MEDIATOR, NEXT, PACKED));

    assertThat(read.next()).isEqualTo(NEXT);
    assertThat(read.attachments()).containsExactly(PACKED.toBytes());
  }

  @Test
  void aLaterMinorVersionIsAForwardToo() {
    Message message =
        Message.parse(json(text("{\"json\":{}}").replace("routing/2.0", "routing/2.1")));

    assertThat(Forward.read(message).attachments()).containsExactly("{}".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":\"?\"}", "{\"a\":\"~~\"}", "{\"a\":\"ä\"}", "{}", ""})
  void base64IsReadInEverySpelling(String content) {
    byte[] bytes = content.getBytes(UTF_8);
    for (Base64.Encoder encoder :
        new Base64.Encoder[] {
          Base64.getEncoder(),
          Base64.getEncoder().withoutPadding(),
          Base64.getUrlEncoder(),
          Base64.getUrlEncoder().withoutPadding()
        }) {
      String base64 = encoder.encodeToString(bytes);

      assertThat(read("{\"base64\":\"" + base64 + "\"}").attachments())
          .as(base64)
          .containsExactly(bytes);
    }
  }

  @Test
  void nullsBesideTheContentAreNoContent() {
    assertThat(
            read("{\"json\":{\"a\":1},\"base64\":null,\"jws\":null,\"hash\":null}").attachments())
        .containsExactly("{\"a\":1}".getBytes(UTF_8));
  }

  @Test
  void allAttachmentsAreReadInOrder() {
    Forward read = read("{\"json\":{\"a\":1}}},{\"data\":{\"base64\":\"e30\"}");

    assertThat(read.attachments())
        .containsExactly("{\"a\":1}".getBytes(UTF_8), "{}".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "\"e30\"",
        "{\"links\":[\"https://example.com\"],\"hash\":\"x\"}",
        "{\"json\":\"{}\"}",
        "{\"json\":[{}]}",
        "{\"json\":null}",
        "{\"base64\":{}}",
        "{\"base64\":\"e3*0\"}",
        "{\"base64\":\"e30=e30\"}",
        "{\"base64\":\"e30ee\"}",
        "{\"json\":{},\"base64\":\"e30\"}"
      })
  void anyOtherContentIsRefused(String data) {
    assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> read(data));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "bob", "did:example:", "#key-1", "did:example:bob#", "http://b", "did:a:b?c"})
  void whoeverIsNextIsADidOrAKey(String next) {
    Message message = Message.parse(json(text("{\"json\":{}}").replace(NEXT, next)));

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> Forward.read(message));
    assertThatIllegalArgumentException().isThrownBy(() -> Forward.of("1", MEDIATOR, next, PACKED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"attachments\":[]",
        "\"x\":[]",
        "\"body\":{},\"attachments\":[{\"data\":{\"json\":{}}}]",
        "\"body\":{\"next\":[\"did:a:b\"]},\"attachments\":[{\"data\":{\"json\":{}}}]"
      })
  void nothingMayBeMissing(String members) {
    String body = members.contains("body") ? "" : "\"body\":{\"next\":\"did:a:b\"},";
    String text = "{\"id\":\"1\",\"type\":\"" + Forward.TYPE.uri() + "\"," + body + members + "}";

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> Forward.read(Message.parse(json(text))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://didcomm.org/routing/3.0/forward",
        "https://didcomm.org/routing/2.0/backward",
        "https://example.com/routing/2.0/forward"
      })
  void anotherTypeIsNoForward(String type) {
    Message message = Message.parse(json(text("{\"json\":{}}").replace(Forward.TYPE.uri(), type)));

    assertThat(Forward.isForward(message)).isFalse();
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> Forward.read(message));
  }

  @Test
  void whatIsDoneToTheAttachmentsChangesNothing() {
    Forward forward = read("{\"json\":{}}");

    forward.attachments().get(0)[0] = 'x';

    assertThat(forward.attachments()).containsExactly("{}".getBytes(UTF_8));
  }

  @Test
  void itShowsNeitherWhoNorWhat() {
    assertThat(read("{\"json\":{\"a\":1}}")).hasToString("Forward(1 attachments)");
  }

  private static Forward read(String data) {
    return Forward.read(Message.parse(json(text(data))));
  }

  private static String text(String data) {
    return "{\"id\":\"1\",\"type\":\"https://didcomm.org/routing/2.0/forward\",\"body\":{\"next\":\""
        + NEXT
        + "\"},\"attachments\":[{\"data\":"
        + data
        + "}]}";
  }

  private static JsonObject json(String text) {
    return new JsonReader(Limits.defaults()).read(text);
  }
}
