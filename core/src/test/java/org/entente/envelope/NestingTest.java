package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.exception.InvalidMessageException.Kind;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which envelopes may be inside which (DIDComm v2 §Message Layers), outermost first. */
class NestingTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");

  /** What is allowed, and who is then known to have written it. */
  private static final Map<List<String>, Optional<Did>> ALLOWED =
      Map.of(
          List.of(), Optional.empty(),
          List.of("auth"), Optional.of(ALICE.did),
          List.of("anon"), Optional.empty(),
          List.of("sign"), Optional.empty(),
          List.of("anon", "sign"), Optional.of(ALICE.did),
          List.of("anon", "auth"), Optional.of(ALICE.did),
          List.of("auth", "sign"), Optional.of(ALICE.did),
          List.of("anon", "auth", "sign"), Optional.of(ALICE.did));

  static Stream<List<String>> allowed() {
    return ALLOWED.keySet().stream();
  }

  static Stream<List<String>> forbidden() {
    List<List<String>> all = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < all.size() && all.get(i).size() < 4; i++) {
      for (String layer : List.of("anon", "auth", "sign")) {
        List<String> deeper = new ArrayList<>(all.get(i));
        deeper.add(layer);
        all.add(deeper);
      }
    }
    return all.stream().filter(layers -> !ALLOWED.containsKey(layers));
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void theseAreOpened(List<String> layers) {
    Unpacked unpacked = BOB.envelopes().unpack(nested(layers));

    Protection protection = unpacked.protection();
    assertThat(unpacked.message().body()).isEqualTo(Plaintexts.message(ALICE, BOB).body());
    assertThat(protection.author()).isEqualTo(ALLOWED.get(layers));
    assertThat(protection.isEncrypted())
        .isEqualTo(layers.contains("anon") || layers.contains("auth"));
    assertThat(protection.isNonRepudiable()).isEqualTo(layers.contains("sign"));
    assertThat(protection.sender().isPresent()).isEqualTo(layers.contains("auth"));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void allOthersAreRefused(List<String> layers) {
    Kind kind = layers.get(0).equals("sign") ? Kind.MALFORMED : Kind.REFUSED;

    assertThat(Refusals.refusal(BOB, nested(layers)).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void noMoreLayersThanTheLimitAreOpened(List<String> layers) {
    int count = layers.size();
    byte[] packed = nested(layers);

    assertThat(BOB.envelopes(Limits.defaults().with(Limit.ENVELOPE_LAYERS, count)).unpack(packed))
        .isNotNull();
    if (count > 0) {
      Limits fewer = Limits.defaults().with(Limit.ENVELOPE_LAYERS, count - 1);
      assertThat(Refusals.refusal(BOB.envelopes(fewer), packed).getMessage())
          .contains("ENVELOPE_LAYERS");
    }
  }

  @Test
  void theKeysAreThoseOfTheInnermostEnvelope() {
    Peer bob = Peer.withAgreementKeys("bob", 2);
    byte[] inner = Forge.authcrypt(ALICE, bob).seal(Plaintexts.bytes(ALICE, bob));

    byte[] packed = Forge.anoncrypt(bob).second().seal(inner);
    Protection protection = bob.envelopes().unpack(packed).protection();

    assertThat(Forge.json(packed).objects("recipients").get(0).getObject("header"))
        .isEqualTo(JsonObject.builder().put("kid", bob.kid("key-2")).build());
    assertThat(protection.recipient()).contains(new DidUrl(bob.did, "key-1"));
    assertThat(protection.sender()).contains(new DidUrl(ALICE.did, "key-1"));
    assertThat(protection.algorithms())
        .containsExactly("ECDH-ES+A256KW", "A256CBC-HS512", "ECDH-1PU+A256KW", "A256CBC-HS512");
  }

  private static byte[] nested(List<String> layers) {
    byte[] packed = Plaintexts.bytes(ALICE, BOB);
    for (int i = layers.size() - 1; i >= 0; i--) {
      packed =
          switch (layers.get(i)) {
            case "anon" -> Forge.anoncrypt(BOB).seal(packed);
            case "auth" -> Forge.authcrypt(ALICE, BOB).seal(packed);
            default -> Forge.sign(ALICE, packed);
          };
    }
    return packed;
  }
}
