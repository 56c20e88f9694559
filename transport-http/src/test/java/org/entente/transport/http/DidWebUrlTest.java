package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.entente.did.Did;
import org.entente.did.DidResolutionException;
import org.entente.exception.EntenteException;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples of the specification first. */
class DidWebUrlTest {
  @ParameterizedTest
  @CsvSource({
    "did:web:w3c-ccg.github.io, https://w3c-ccg.github.io/.well-known/did.json",
    "did:web:w3c-ccg.github.io:user:alice, https://w3c-ccg.github.io/user/alice/did.json",
    "did:web:example.com%3A3000:user:alice, https://example.com:3000/user/alice/did.json",
    "did:web:example.com%3a3000, https://example.com:3000/.well-known/did.json",
    "did:web:Example.COM:User, https://Example.COM/User/did.json",
    "did:web:example.com:a%20b:%C3%A9, https://example.com/a%20b/%C3%A9/did.json",
    "did:web:example.com:a.b:..c:..., https://example.com/a.b/..c/.../did.json",
    "did:web:example.com:.well-known, https://example.com/.well-known/did.json",
  })
  void theUrlIsTheOneOfTheSpecification(String did, String url) {
    assertThat(DidWebUrl.of(new Did(did))).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:web:127.0.0.1",
        "did:web:8.8.8.8",
        "did:web:2130706433",
        "did:web:0x7f.1",
        "did:web:0x7f000001",
        "did:web:%5B%3A%3A1%5D",
        "did:web:user%40example.com",
        "did:web:example.com%40127.0.0.1",
        "did:web:example.com%2F",
        "did:web:example.com%3F",
        "did:web:example.com%23",
        "did:web:example.com%00",
        "did:web:ex%61mple.com",
        "did:web:example..com",
        "did:web:-example.com",
        "did:web:example_com",
        "did:web:example.com=",
        "did:web:.",
        "did:web:%3A443",
        "did:web:example.com%3A",
        "did:web:example.com%3A0",
        "did:web:example.com%3A65536",
        "did:web:example.com%3A443443",
        "did:web:example.com%3A+443",
        "did:web:example.com%3A443%3A443",
        "did:web::example.com",
        "did:web:example.com::a",
        "did:web:example.com:.",
        "did:web:example.com:..",
        "did:web:example.com:a:..:b",
        "did:web:example.com:%2e",
        "did:web:example.com:%2E.",
        "did:web:example.com:.%2e:b",
        "did:web:example.com:a%2Fb",
        "did:web:example.com:%2f%2fa",
        "did:web:example.com:a%5Cb",
        "did:web:example.com:a%3Fb",
        "did:web:example.com:a%23b",
        "did:web:example.com:a%40b",
        "did:web:example.com:a%0d%0aX",
        "did:web:example.com:a%00",
        "did:web:example.com:a%1F",
        "did:web:example.com:a%7F",
        "did:web:example.com:%252e%252e",
        "did:web:example.com:a%",
        "did:web:example.com:a%2",
        "did:web:example.com:a%zz",
        "did:webs:example.com",
      })
  void whatIsNoPlainHostAndPathIsRefused(String text) {
    // what the syntax of a DID excludes never comes as far as the resolver
    Did.parse(text).ifPresent(DidWebUrlTest::assertRefused);
  }

  @Test
  void aUrlThatIsTooLongIsRefused() {
    assertRefused(new Did("did:web:example.com:" + "a".repeat(8000)));
    assertRefused(new Did("did:web:example.com" + ":a".repeat(4000)));
    assertRefused(new Did("did:web:" + "a".repeat(8000)));
    assertRefused(new Did("did:web:" + "a.".repeat(130) + "example"));
  }

  @Test
  void whateverTheDidTheUrlIsHttpsAndTheRefusalItsOwn() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String alphabet = "aZ09.-_:%=2e2F3A5c40";
    int urls = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("did:web:");
      for (int length = 1 + random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      if (Did.parse(text.toString()).isPresent()) {
        try {
          Target target = target(new Did(text.toString()));
          urls++;
          assertThat(target.scheme()).as("seed %d: %s", seed, text).isEqualTo("https");
          assertThat(target.pathAndQuery())
              .as("seed %d: %s", seed, text)
              .matches("(/[^/?#@\\\\]+)+/did\\.json")
              .doesNotContain("/./", "/../");
        } catch (DidResolutionException | UndeliverableException e) {
          assertThat(e.getMessage()).as("seed %d: %s", seed, text).isNotEmpty();
        }
      }
    }
    assertThat(urls).isPositive();
  }

  private static void assertRefused(Did did) {
    assertThatExceptionOfType(EntenteException.class)
        .isThrownBy(() -> target(did))
        .satisfies(
            e ->
                assertThat(e)
                    .isInstanceOfAny(DidResolutionException.class, UndeliverableException.class));
  }

  private static Target target(Did did) {
    return Target.of(DidWebUrl.of(did), Limits.defaults());
  }
}
