package org.entente.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.Random;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON without ambiguity and within limits (RFC 8259; threat model S12, S14). */
class JsonReaderTest {
  private final JsonReader reader = new JsonReader(Limits.defaults());

  @Test
  void everyKindOfValueIsRead() {
    JsonObject json =
        reader.read(
            "{\"s\":\"é\\u00e9\\ud83d\\ude00\",\"i\":-1,\"b\":12345678901234567890,\"d\":1.50,"
                + "\"t\":true,\"n\":null,\"a\":[1,\"x\",null,{}],\"o\":{\"p\":1}}");

    assertThat(json.getString("s")).isEqualTo("éé😀");
    assertThat(json.integer("i")).contains(-1L);
    assertThat(json.value("b")).isEqualTo(new BigInteger("12345678901234567890"));
    assertThat(json.value("d")).isEqualTo(new BigDecimal("1.50"));
    assertThat(json.bool("t")).contains(true);
    assertThat(json.has("n")).isFalse();
    assertThat(json.names()).contains("n");
    assertThat(json.array("a").orElseThrow())
        .hasSize(4)
        .contains(1L, "x", null, JsonObject.empty());
    assertThat(json.getObject("o").integer("p")).contains(1L);
  }

  @Test
  void whatIsReadIsWrittenAgainAsItCame() {
    String json =
        "{\"z\":1.50,\"a\":[1,null,true],\"ü\":\"/\\\"\\\\\\n\",\"o\":{\"b\":{},\"a\":[]}}";

    assertThat(reader.read(json).toJson()).isEqualTo(json);
    assertThat(reader.read(json.getBytes(UTF_8)).toBytes()).isEqualTo(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"o\":{\"a\":1,\"b\":2,\"a\":3}}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"x\":[{\"a\":1,\"a\":1}]}"
      })
  void aMemberThatAppearsTwiceIsRefused(String json) {
    assertRefused(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{}x", "{},", "{}]", "{}\0", "{}//", "{}\u00a0"})
  void textBehindTheObjectIsRefused(String json) {
    assertRefused(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        ".5",
        "1.",
        "0x1",
        "1e",
        "'x'",
        "TRUE",
        "undefined",
        "1 2",
        "\"\t\"",
        "\"\\x\"",
        "// c\n1",
        "/* c */1",
        ""
      })
  void aValueThatRfc8259DoesNotHaveIsRefused(String value) {
    assertRefused("{\"a\":" + value + "}");
    assertRefused("{\"a\":[" + value + ",1]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "[{}]",
        "1",
        "\"x\"",
        "null",
        "true",
        "{",
        "}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":[1,]}"
      })
  void whatIsNoObjectIsRefused(String json) {
    assertRefused(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00", "\\ude00\\ud83d", "\\ud83dx", "\\ud83d\\u0041"})
  void aLoneSurrogateIsRefused(String escape) {
    assertRefused("{\"a\":\"" + escape + "\"}");
    assertRefused("{\"" + escape + "\":1}");
  }

  @Test
  void aLoneSurrogateInTextIsRefused() {
    assertRefused("{\"a\":\"\ud800\"}");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[][] sequences = {
      {(byte) 0xff},
      {(byte) 0xc0, (byte) 0x80}, // overlong
      {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // a surrogate
      {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, // beyond U+10FFFF
      {(byte) 0xe2, (byte) 0x82}, // cut short
    };

    for (byte[] sequence : sequences) {
      byte[] json = new byte[8 + sequence.length];
      System.arraycopy("{\"a\":\"".getBytes(UTF_8), 0, json, 0, 6);
      System.arraycopy(sequence, 0, json, 6, sequence.length);
      json[json.length - 2] = '"';
      json[json.length - 1] = '}';
      assertRefused(json);
    }
  }

  @Test
  void theReplacementCharacterItselfIsLegal() {
    assertThat(reader.read("{\"a\":\"\ufffd\"}".getBytes(UTF_8)).getString("a"))
        .isEqualTo("\ufffd");
  }

  @Test
  void aByteOrderMarkIsRefused() {
    assertRefused("\ufeff{}");
    assertRefused("\ufeff{}".getBytes(UTF_8));
  }

  @Test
  void otherEncodingsAreRefused() {
    for (Charset charset :
        new Charset[] {
          UTF_16, UTF_16BE, UTF_16LE, Charset.forName("UTF-32"), Charset.forName("UTF-32LE")
        }) {
      assertRefused("{\"a\":1}".getBytes(charset));
    }
  }

  @Test
  void nestingUpToTheLimitIsReadAndNoDeeper() {
    assertThat(reader.read("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}").names()).hasSize(1);
    assertRefused("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}");
    assertThat(reader.read("{\"a\":".repeat(63) + "{}" + "}".repeat(63)).names()).hasSize(1);
    assertRefused("{\"a\":".repeat(64) + "{}" + "}".repeat(64));
    assertRefused("{\"a\":" + "[".repeat(500_000));
  }

  @Test
  void tokensUpToTheLimitAreReadAndNoMore() {
    String most = "{\"a\":[" + "1,".repeat(49_990) + "1]}";

    assertThat(reader.read(most).array("a").orElseThrow()).hasSize(49_991);
    assertRefused("{\"a\":[" + "1,".repeat(50_000) + "1]}");
  }

  @Test
  void aNameUpToTheLimitIsReadAndNoLonger() {
    assertThat(reader.read("{\"" + "n".repeat(256) + "\":1}").names()).hasSize(1);
    assertRefused("{\"" + "n".repeat(257) + "\":1}");
    assertRefused("{\"" + "n".repeat(100_000) + "\":1}");
  }

  @Test
  void aNumberUpToTheLimitIsReadAndNoLonger() {
    assertThat(reader.read("{\"a\":" + "9".repeat(20) + "}").value("a"))
        .isEqualTo(new BigInteger("9".repeat(20)));
    assertRefused("{\"a\":" + "9".repeat(21) + "}");
    assertRefused("{\"a\":1." + "9".repeat(40) + "}");
    assertRefused("{\"a\":" + "9".repeat(500_000) + "}");
  }

  @Test
  void anEnormousExponentDoesNoHarm() {
    JsonObject json = reader.read("{\"a\":1e999,\"b\":1e-9999}");

    assertThat(json.toJson()).hasSizeLessThan(100);
    assertRefused("{\"a\":1e-999999999}");
  }

  @Test
  void aMessageUpToTheLimitIsReadAndNoLonger() {
    JsonReader strict = new JsonReader(Limits.defaults().with(Limit.MESSAGE_BYTES, 10));

    assertThat(strict.read("{\"a\":\"12\"}").getString("a")).isEqualTo("12");
    assertThat(strict.read("{\"a\":\"12\"}".getBytes(UTF_8)).getString("a")).isEqualTo("12");
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> strict.read("{\"a\":\"123\"}"));
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> strict.read("{\"a\":\"é2\"}".getBytes(UTF_8)));
  }

  @Test
  void mutatedInputIsReadOrRefusedWithOneKindOfException() {
    byte[] json =
        "{\"a\":[1,-2.5e3,true,null,\"é\\u00e9\\n\"],\"o\":{\"p\":\"q\"}}".getBytes(UTF_8);
    Random random = new Random(12);
    for (int i = 0; i < 50_000; i++) {
      byte[] mutated = json.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      try {
        String written = reader.read(mutated).toJson();
        assertThat(reader.read(written).toJson()).isEqualTo(written);
      } catch (InvalidMessageException e) {
        assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.MALFORMED);
      }
    }
  }

  private void assertRefused(String json) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> reader.read(json))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.MALFORMED));
  }

  private void assertRefused(byte[] json) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> reader.read(json))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.MALFORMED));
  }
}
