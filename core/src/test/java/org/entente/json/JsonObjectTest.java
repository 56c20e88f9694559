package org.entente.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  private final JsonObject json =
      JsonObject.builder()
          .put("text", "canary")
          .put("number", 7)
          .put("flag", false)
          .put("object", JsonObject.builder().put("a", 1L).build())
          .put("strings", List.of("a", "b"))
          .put("objects", List.of(JsonObject.empty()))
          .put("mixed", Arrays.asList("a", null))
          .put("absent", Optional.empty())
          .put("present", Optional.of("x"))
          .build();

  @Test
  void membersKeepTheirOrderAndAbsentOnesAreLeftOut() {
    assertThat(json.toJson())
        .isEqualTo(
            "{\"text\":\"canary\",\"number\":7,\"flag\":false,\"object\":{\"a\":1},"
                + "\"strings\":[\"a\",\"b\"],\"objects\":[{}],\"mixed\":[\"a\",null],"
                + "\"present\":\"x\"}");
  }

  @Test
  void aMissingMemberIsEmptyOrRefused() {
    assertThat(json.string("nothing")).isEmpty();
    assertThat(json.strings("nothing")).isEmpty();
    assertThat(json.objects("nothing")).isEmpty();
    assertRefused(() -> json.getString("nothing"));
    assertRefused(() -> json.getObject("nothing"));
  }

  @Test
  void aMemberOfAnotherTypeIsRefused() {
    assertRefused(() -> json.string("number"));
    assertRefused(() -> json.integer("text"));
    assertRefused(() -> json.bool("text"));
    assertRefused(() -> json.object("strings"));
    assertRefused(() -> json.array("object"));
    assertRefused(() -> json.strings("objects"));
    assertRefused(() -> json.strings("mixed"));
    assertRefused(() -> json.objects("strings"));
  }

  @Test
  void aRefusalNamesTheMemberAndNotItsContent() {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> json.integer("text"))
        .withMessageContaining("text")
        .withMessageNotContaining("canary");
  }

  @Test
  void nothingChangesIt() {
    List<String> list = new ArrayList<>(List.of("a"));
    JsonObject.Builder builder = JsonObject.builder().put("list", list);
    JsonObject built = builder.build();

    list.add("b");
    builder.put("more", 1);

    assertThat(built.toJson()).isEqualTo("{\"list\":[\"a\"]}");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> built.array("list").orElseThrow().add("c"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> built.names().remove("list"));
  }

  @Test
  void membersCanBeTakenOutAndPutTogether() {
    JsonObject rest = json.without(Set.of("text", "strings", "objects", "mixed", "object"));

    assertThat(rest.toJson()).isEqualTo("{\"number\":7,\"flag\":false,\"present\":\"x\"}");
    assertThat(JsonObject.builder().put("a", 1).putAll(rest).build().names())
        .containsExactly("a", "number", "flag", "present");
  }

  @Test
  void theOrderOfMembersMakesNoDifferenceToEquality() {
    JsonObject one = JsonObject.builder().put("a", 1).put("b", 2).build();
    JsonObject other = JsonObject.builder().put("b", 2L).put("a", 1L).build();

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(JsonObject.empty());
  }

  @Test
  void aValueThatIsNoJsonIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonObject.builder().put("a", new Object()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonObject.builder().put("a", List.of(1.5)));
  }

  @Test
  void itsTextShowsNoContent() {
    assertThat(json.toString()).doesNotContain("canary").doesNotContain("text");
  }

  private static void assertRefused(ThrowingCallable access) {
    assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(access);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12e2147483647", "100e2147483646", "1e-2000000000", "1e20000", "1e99999999999"})
  void aNumberThatCouldNotBeWrittenAgainIsRefused(String number) {
    JsonReader reader = new JsonReader(Limits.defaults());

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> reader.read("{\"n\":" + number + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5e0", "5.0", "-0e0", "1e5", "12e-1", "1234567890123456789e5", "0.5"})
  void aNumberReadsAsItWasReadBefore(String number) {
    JsonReader reader = new JsonReader(Limits.defaults().with(Limit.JSON_NUMBER_DIGITS, 100));
    JsonObject first = reader.read("{\"n\":" + number + "}");

    assertThat(reader.read(first.toJson())).isEqualTo(first);
  }
}
