package org.entente.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.entente.Vectors;
import org.entente.did.Did;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Out-of-band 2.0 invitations, in every form in which they go around. */
class InvitationTest {
  // the encoded text has "+", "/" and "=" in standard base64
  private static final String JSON =
      "{\"id\":\"a743702a-13cc-4026-b35e-4ce4a426d636\","
          + "\"type\":\"https://didcomm.org/out-of-band/2.0/invitation\","
          + "\"from\":\"did:peer:2.Ez6LS\",\"body\":{\"goal\":\"?>?>?>~~~~ÿÿÿ\"},\"x\":[1]}";
  private static final String STANDARD = Base64.getEncoder().encodeToString(JSON.getBytes(UTF_8));
  private static final String PADDED = Base64.getUrlEncoder().encodeToString(JSON.getBytes(UTF_8));
  private static final String ENCODED = PADDED.replace("=", "");

  @Test
  void theExampleHasEveryDifficultCharacter() {
    assertThat(STANDARD).contains("+", "/", "=");
  }

  @Test
  void everyFormSaysTheSame() {
    String broken = ENCODED.replaceAll("(.{60})", "$1\r\n\t ");
    String escaped = STANDARD.replace("+", "%2B").replace("/", "%2f").replace("=", "%3D");
    List<String> forms =
        List.of(
            JSON,
            "  " + JSON + "\n",
            ENCODED,
            PADDED,
            STANDARD,
            STANDARD.replace("=", ""),
            broken,
            "\n" + ENCODED + "\n",
            "_oob=" + ENCODED,
            "?_oob=" + ENCODED,
            "https://h/path?_oob=" + ENCODED,
            "https://h/path?_oob=" + PADDED,
            "https://h/path?_oob=" + STANDARD,
            "https://h/path?_oob=" + escaped,
            "https://h?a=b&_oob=" + ENCODED + "&c=d",
            "https://h?a=b&_oob=" + PADDED + "#fragment",
            "https://h/#_oob=" + ENCODED,
            "https://h/?x=1#_oob=" + ENCODED,
            "https://h/?x_oob=1&_oob=" + ENCODED,
            "didcomm://invite?_oob=" + ENCODED);

    for (String form : forms) {
      Invitation invitation = Invitation.parse(form);
      assertThat(invitation.encoded()).isEqualTo(ENCODED);
      assertThat(invitation.toJson().toJson()).isEqualTo(JSON);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is empty",
        "'   '|is empty",
        "https://h/path|no _oob parameter",
        "https://h/path?x_oob=AAAA|no _oob parameter",
        "https://h/path?_oobid=123|short one",
        "not an invitation!|garbled",
        "AAAAA|garbled",
        "é|garbled",
        "AAAA|not a readable",
        "W10|not a readable",
        "{|not a readable",
        "https://h?_oob=|not a readable"
      })
  void whatCannotBeReadIsRefusedWithAHint(String text, String hint) {
    assertThatExceptionOfType(InvalidInvitationException.class)
        .isThrownBy(() -> Invitation.parse(text))
        .withMessageContaining(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}|id",
        "{'type':'T','from':'F'}|id",
        "{'id':'','type':'T','from':'F'}|id",
        "{'id':'a b','type':'T','from':'F'}|id",
        "{'id':7,'type':'T','from':'F'}|id",
        "{'id':'1','from':'F'}|type",
        "{'id':'1','type':'https://didcomm.org/out-of-band/1.0/invitation','from':'F'}|out-of-band 2",
        "{'id':'1','type':'https://didcomm.org/out-of-band/2.0/request','from':'F'}|out-of-band 2",
        "{'id':'1','type':'https://didcomm.org/connections/1.0/invitation','from':'F'}|out-of-band 2",
        "{'id':'1','type':'T'}|from",
        "{'id':'1','type':'T','from':'alice'}|no DID",
        "{'id':'1','type':'T','from':'F#key-1'}|no DID",
        "{'id':'1','type':'T','from':'F','body':[]}|body",
        "{'id':'1','type':'T','from':'F','body':{'accept':'didcomm/v2'}}|accept",
        "{'id':'1','type':'T','from':'F','body':{'accept':[7]}}|accept",
        "{'id':'1','type':'T','from':'F','body':{'accept':['didcomm/aip2;env=rfc19']}}|DIDComm v2",
        "{'id':'1','type':'T','from':'F','expires_time':'soon'}|expires_time",
        "{'id':'1','type':'T','from':'F','expires_time':-1}|expires_time",
        "{'id':'1','type':'T','from':'F','expires_time':1.5}|expires_time",
        "{'id':'1','type':'T','from':'F','expires_time':253402300800}|expires_time",
        "{'id':'1','type':'T','from':'F','attachments':{}}|attachments",
        "{'id':'1','id':'2','type':'T','from':'F'}|twice"
      })
  void whatIsNotUsableIsRefusedWithTheReason(String json, String reason) {
    String text = expand(json);

    assertThatExceptionOfType(InvalidInvitationException.class)
        .isThrownBy(() -> Invitation.parse(text))
        .withMessageContaining(reason)
        .withMessageNotContaining("did:x:y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id':'1','type':'T','from':'F'}",
        "{'id':'1','type':'https://didcomm.org/out-of-band/2.1/invitation','from':'F'}",
        "{'id':'1','type':'T','from':'F','body':null}",
        "{'id':'1','type':'T','from':'F','body':{'accept':null,'goal':7,'goal_code':[]}}",
        "{'id':'1','type':'T','from':'F','body':{'accept':['didcomm/aip1','didcomm/v2']}}",
        "{'id':'1','type':'T','from':'F','body':{'accept':['didcomm/v2;x=y']}}",
        "{'id':'1','type':'T','from':'F','created_time':'whenever','label':{}}",
        "{'id':'1','type':'T','from':'F','attachments':[{'id':'request-0','data':{'json':'text'}}]}"
      })
  void whatIsUnusualIsTakenAndKept(String json) {
    String text = expand(json);

    Invitation invitation = Invitation.parse(text);

    assertThat(invitation.toJson().toJson()).isEqualTo(text);
    assertThat(invitation.goal()).isEmpty();
    assertThat(invitation.goalCode()).isEmpty();
  }

  @Test
  void theSpecificationsExampleIsRead() {
    Invitation invitation =
        Invitation.parse(
            Vectors.read("didcomm-v2/spec-examples.json").getObject("oob").getString("url"));

    assertThat(invitation.from()).isEqualTo(new Did("did:example:alice"));
    assertThat(invitation.attachments())
        .singleElement()
        .satisfies(a -> assertThat(a.id()).contains("request-0"))
        .satisfies(a -> assertThat(a.data().string("json")).isPresent());
  }

  @Test
  void theGoalCodeMayBeInCamelCase() {
    String json = expand("{'id':'1','type':'T','from':'F','body':{'goalCode':'c','goal':'g'}}");

    assertThat(Invitation.parse(json).goalCode()).contains("c");
    assertThat(Invitation.parse(json).goal()).contains("g");
  }

  @Test
  void anInvitationBeyondTheLimitIsRefusedBeforeItIsDecoded() {
    Limits limits = Limits.defaults().with(Limit.INVITATION_CHARS, ENCODED.length());

    assertThat(Invitation.parse(ENCODED, limits).encoded()).isEqualTo(ENCODED);
    assertThatExceptionOfType(InvalidInvitationException.class)
        .isThrownBy(() -> Invitation.parse(ENCODED + "A", limits))
        .withMessageContaining("longer than");
    assertThatExceptionOfType(InvalidInvitationException.class)
        .isThrownBy(() -> Invitation.parse("A".repeat((64 << 10) + 1)))
        .withMessageContaining("longer than 65536");
  }

  @Test
  void itExpiresByTheInvitersClockAndTheSkew() {
    Instant made = Instant.ofEpochSecond(1_700_000_000);
    Instant end = made.plusSeconds(3600);
    Duration skew = Duration.ofSeconds(60);

    Invitation invitation = Invitation.parse(builder().expires(made, end).build().encoded());

    assertThat(invitation.expiresTime()).contains(end);
    assertThat(invitation.isExpired(end.plusSeconds(60), skew)).isFalse();
    assertThat(invitation.isExpired(end.plusSeconds(61), skew)).isTrue();
    assertThat(builder().build().isExpired(Instant.MAX, skew)).isFalse();
  }

  @Test
  void whatIsBuiltHasTheMembersThatPrismNeedsInItsOrder() {
    Invitation invitation =
        builder()
            .accept(List.of("didcomm/v2"))
            .expires(Instant.ofEpochSecond(1), Instant.ofEpochSecond(2))
            .goal("g")
            .goalCode("c")
            .build();

    assertThat(invitation.toJson().toJson())
        .isEqualTo(
            "{\"id\":\"1\",\"type\":\"https://didcomm.org/out-of-band/2.0/invitation\","
                + "\"from\":\"did:x:y\",\"body\":{\"goal_code\":\"c\",\"goal\":\"g\","
                + "\"accept\":[\"didcomm/v2\"]},\"created_time\":1,\"expires_time\":2}");
    assertThat(Invitation.parse(invitation.encoded())).isEqualTo(invitation);
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/invite,https://h/invite?_oob=",
    "https://h/invite?a=b,https://h/invite?a=b&_oob=",
    "https://h/invite?,https://h/invite?_oob=",
    "https://h,https://h?_oob="
  })
  void theLinkEndsInTheValue(String base, String start) {
    Invitation invitation = builder().build();

    String url = invitation.toUrl(URI.create(base));

    assertThat(url).isEqualTo(start + invitation.encoded());
    assertThat(Invitation.parse(url)).isEqualTo(invitation);
  }

  @Test
  void aBaseWithAFragmentIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().build().toUrl(URI.create("https://h/#here")));
  }

  @Test
  void anIdThatPrismCannotReadIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Invitation.builder("a b", new Did("did:x:y")).build());
  }

  @Test
  void itsTextShowsTheIdOnly() {
    assertThat(builder().goal("canary").build()).hasToString("Invitation(1)");
  }

  @Test
  void mutatedTextIsReadOrRefusedWithOneKindOfException() {
    Random random = new Random(9);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("https://h?_oob=" + ENCODED);
      for (int n = random.nextInt(3); n >= 0; n--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
      }
      try {
        assertThat(Invitation.parse(text.toString()).id()).isNotEmpty();
      } catch (InvalidInvitationException e) {
        assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(200);
      }
    }
  }

  private static Invitation.Builder builder() {
    return Invitation.builder("1", new Did("did:x:y"));
  }

  private static String expand(String json) {
    return json.replace('\'', '"')
        .replace("\"T\"", "\"https://didcomm.org/out-of-band/2.0/invitation\"")
        .replace("\"F", "\"did:x:y");
  }
}
