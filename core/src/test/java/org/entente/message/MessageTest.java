package org.entente.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.did.Did;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plaintext messages (DIDComm v2 §Plaintext Message Structure). */
class MessageTest {
  private static final JsonReader READER = new JsonReader(Limits.defaults());
  private static final MessageType TYPE =
      new MessageType("https://didcomm.org/basicmessage/2.0/message");

  @Test
  void membersAreWrittenInTheOrderOfThePrismAgents() {
    Message message =
        Message.builder("1", TYPE)
            .headers(JsonObject.builder().put("lang", "en").build())
            .fromPrior("jwt")
            .parentThread(new ThreadId("p"))
            .thread(new ThreadId("t"))
            .attachments(List.of())
            .body(JsonObject.builder().put("content", "hi").build())
            .expiresTime(Instant.ofEpochSecond(2))
            .createdTime(Instant.ofEpochMilli(1_999))
            .to(new Did("did:x:b"))
            .from(new Did("did:x:a"))
            .build();

    assertThat(message.toJson().toJson())
        .isEqualTo(
            "{\"id\":\"1\",\"typ\":\"application/didcomm-plain+json\","
                + "\"type\":\"https://didcomm.org/basicmessage/2.0/message\","
                + "\"from\":\"did:x:a\",\"to\":[\"did:x:b\"],\"created_time\":1,"
                + "\"expires_time\":2,\"body\":{\"content\":\"hi\"},\"attachments\":[],"
                + "\"thid\":\"t\",\"pthid\":\"p\",\"from_prior\":\"jwt\",\"lang\":\"en\"}");
  }

  @Test
  void whatIsNotSetIsNotWritten() {
    assertThat(Message.builder("1", TYPE).build().toJson().toJson())
        .isEqualTo(
            "{\"id\":\"1\",\"typ\":\"application/didcomm-plain+json\","
                + "\"type\":\"https://didcomm.org/basicmessage/2.0/message\",\"body\":{}}");
  }

  @Test
  void whatIsOptionalMayBeAbsentOrNull() {
    Message message =
        parse("'from':null,'to':null,'body':null,'thid':null,'attachments':null,'typ':null");

    assertThat(message.from()).isEmpty();
    assertThat(message.to()).isEmpty();
    assertThat(message.body().isEmpty()).isTrue();
    assertThat(message.thread()).isEmpty();
    assertThat(message.createdTime()).isEmpty();
    assertThat(message.attachments()).isEmpty();
    assertThat(message.fromPrior()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'please_ack':true",
        "'please_ack':['']",
        "'ack':'1'",
        "'ack':['1','2']",
        "'return_route':'all'",
        "'x':{'y':[1,null]}"
      })
  void headersThatAreNotKnownHereAreKeptWhateverTheirType(String header) {
    Message message = parse(header);

    assertThat(message.headers().names()).hasSize(1);
    assertThat(message.toJson().toJson()).contains(header.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'attachments':[{'id':'1','media_type':'text/plain','data':{'base64':'aGk='}}]",
        "'attachments':[{'id':'1','data':{'json':'text','jws':null,'hash':null}}]",
        "'attachments':[{'data':'no object','id':7}]",
        "'attachments':[{}]"
      })
  void attachmentsAreKeptAsTheyCame(String attachments) {
    Message message = parse(attachments);

    assertThat(message.attachments()).hasSize(1);
    assertThat(message.attachments().get(0).data()).isNotNull();
    assertThat(message.toJson().toJson()).contains(attachments.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'typ':'application/didcomm-plain+json'", "'typ':'didcomm-plain+json'"})
  void theMediaTypeMayBeShortened(String typ) {
    assertThat(parse(typ).id()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'typ':'application/didcomm-encrypted+json'",
        "'typ':7",
        "'from':'did:x:a#key-1'",
        "'from':'alice'",
        "'from':['did:x:a']",
        "'to':'did:x:b'",
        "'to':['did:x:b#key-1']",
        "'to':[null]",
        "'to':[7]",
        "'body':'text'",
        "'body':[]",
        "'thid':''",
        "'thid':'a b'",
        "'thid':7",
        "'pthid':'a/b'",
        "'from_prior':{}",
        "'attachments':{}",
        "'attachments':['x']",
        "'attachments':[null]"
      })
  void anotherFormIsRefused(String member) {
    assertRefused(() -> parse(member));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'id':'1'}",
        "{'type':'t'}",
        "{'id':'','type':'t'}",
        "{'id':7,'type':'t'}",
        "{'id':'a b','type':'t'}",
        "{'id':'1','type':''}",
        "{'id':'1','type':['t']}"
      })
  void idAndTypeAreNeeded(String json) {
    assertRefused(() -> Message.parse(READER.read(json.replace('\'', '"'))));
  }

  @Test
  void idsAndTypesAreReadUpToTheirLongestLength() {
    String json = "{\"id\":\"%s\",\"type\":\"%s\"}";

    assertThat(Message.parse(READER.read(json.formatted("x".repeat(128), "t".repeat(512)))).id())
        .hasSize(128);
    assertRefused(() -> Message.parse(READER.read(json.formatted("x".repeat(129), "t"))));
    assertRefused(() -> Message.parse(READER.read(json.formatted("x", "t".repeat(513)))));
  }

  @Test
  void thirtyTwoAttachmentsAreReadAndOneMoreIsRefused() {
    assertThat(parse("'attachments':[" + "{},".repeat(31) + "{}]").attachments()).hasSize(32);
    assertRefused(() -> parse("'attachments':[" + "{},".repeat(32) + "{}]"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_700_000_000, 253_402_300_799L})
  void aTimeIsAnIntegerUpToTheEndOfTheYear9999(long seconds) {
    Message message = parse("'created_time':" + seconds + ",'expires_time':" + seconds);

    assertThat(message.createdTime()).contains(Instant.ofEpochSecond(seconds));
    assertThat(message.expiresTime()).contains(Instant.ofEpochSecond(seconds));
  }

  /** Tricks with times (threat model S34). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "253402300800",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999",
        "1.0",
        "1.5",
        "1e9",
        "1e999",
        "-1e999",
        "-0.0",
        "'1700000000'",
        "'soon'",
        "true",
        "[1]",
        "{}"
      })
  void aTimeOfAnotherFormIsRefused(String value) {
    assertRefused(() -> parse("'created_time':" + value));
    assertRefused(() -> parse("'expires_time':" + value));
  }

  @Test
  void aRefusalDoesNotQuoteTheMessage() {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> parse("'from':'canary'"))
        .withMessageNotContaining("canary");
  }

  @Test
  void itsTextShowsNoContent() {
    Message message = parse("'body':{'content':'canary'},'goal':'canary'");

    assertThat(message).hasToString("Message(1)");
  }

  @Test
  void aHeaderWithItsOwnMethodCannotBeSetAsAnother() {
    JsonObject headers = JsonObject.builder().put("from", "did:x:mallory").build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Message.builder("1", TYPE).headers(headers))
        .withMessageContaining("from");
    assertThatIllegalArgumentException().isThrownBy(() -> Message.builder("a b", TYPE));
  }

  private static Message parse(String members) {
    return Message.parse(
        READER.read(("{'id':'1','type':'" + TYPE.uri() + "'," + members + "}").replace('\'', '"')));
  }

  private static void assertRefused(ThrowingCallable parse) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(parse)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.MALFORMED));
  }
}
