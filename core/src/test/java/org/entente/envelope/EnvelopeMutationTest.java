package org.entente.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.envelope.ContentEncryption.A256CBC_HS512;
import static org.entente.envelope.ContentEncryption.A256GCM;
import static org.entente.envelope.ContentEncryption.XC20P;
import static org.entente.envelope.SignatureAlgorithm.EDDSA;
import static org.entente.envelope.SignatureAlgorithm.ES256;
import static org.entente.envelope.SignatureAlgorithm.ES256K;
import static org.entente.envelope.Wrap.anoncrypt;
import static org.entente.envelope.Wrap.authcrypt;
import static org.entente.envelope.Wrap.forward;
import static org.entente.envelope.Wrap.message;
import static org.entente.envelope.Wrap.signed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.entente.did.Curve;
import org.entente.envelope.Wrap.Part;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of every form of envelope every field of every layer is changed in every way: it is refused, or
 * one of the few changes that {@link StillValid} names, and then what is told is true.
 */
@TestInstance(Lifecycle.PER_CLASS)
class EnvelopeMutationTest {
  private static final List<Curve> X25519 = List.of(Curve.X25519);

  private final Set<StillValid> reasons = new HashSet<>();
  private int tried;

  static Stream<Specimen> forms() {
    return Stream.of(
        Specimen.peers("plaintext", message(false)),
        Specimen.peers("signed", message(false), signed(EDDSA)),
        Specimen.peers("authcrypt", message(true), authcrypt()),
        Specimen.peers("anoncrypt", message(false), anoncrypt(A256CBC_HS512)),
        Specimen.peers("anoncrypt, GCM", message(false), anoncrypt(A256GCM)),
        Specimen.peers("anoncrypt, XC20P", message(false), anoncrypt(XC20P)),
        Specimen.peers(
            "anoncrypt(authcrypt)", message(false), authcrypt(), anoncrypt(A256CBC_HS512)),
        Specimen.peers(
            "anoncrypt(authcrypt), GCM", message(false), authcrypt(), anoncrypt(A256GCM)),
        Specimen.peers(
            "anoncrypt(authcrypt), XC20P", message(false), authcrypt(), anoncrypt(XC20P)),
        Specimen.peers("anoncrypt(sign)", message(true), signed(EDDSA), anoncrypt(A256CBC_HS512)),
        Specimen.peers("anoncrypt(sign), GCM", message(false), signed(EDDSA), anoncrypt(A256GCM)),
        Specimen.peers("anoncrypt(sign), XC20P", message(false), signed(EDDSA), anoncrypt(XC20P)),
        Specimen.peers("authcrypt(sign)", message(false), signed(EDDSA), authcrypt()),
        Specimen.peers(
            "anoncrypt(authcrypt(sign))",
            message(false),
            signed(EDDSA),
            authcrypt(),
            anoncrypt(A256CBC_HS512)),
        Specimen.peers(
            "forward of authcrypt", message(false), authcrypt(), forward(), anoncrypt(XC20P)),
        Specimen.peers("authcrypt, flattened", message(false), authcrypt().flattened("recipients")),
        Specimen.on(
            Curve.ED25519,
            List.of(Curve.X25519, Curve.X25519),
            "authcrypt for two keys",
            message(false),
            authcrypt()),
        Specimen.on(
            Curve.P256, List.of(Curve.P256), "authcrypt on P-256", message(false), authcrypt()),
        Specimen.on(
            Curve.P256,
            List.of(Curve.P384),
            "anoncrypt(sign) on P-384",
            message(false),
            signed(ES256),
            anoncrypt(A256GCM)),
        Specimen.on(
            Curve.ED25519, List.of(Curve.P521), "authcrypt on P-521", message(false), authcrypt()),
        Specimen.peers("EdDSA, flattened", message(false), signed(EDDSA).flattened("signatures")),
        Specimen.on(Curve.P256, X25519, "ES256", message(false), signed(ES256)),
        Specimen.on(
            Curve.P256,
            X25519,
            "ES256, flattened",
            message(false),
            signed(ES256).flattened("signatures")),
        Specimen.on(Curve.SECP256K1, X25519, "ES256K", message(false), signed(ES256K)),
        Specimen.on(
            Curve.SECP256K1,
            X25519,
            "ES256K, flattened",
            message(false),
            signed(ES256K).flattened("signatures")));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyChangeIsRefusedOrHonest(Specimen specimen) {
    Telling telling = new Telling(specimen);
    Envelopes recipient = specimen.exchange().to.envelopes();
    List<String> wrong = new ArrayList<>();
    List<Tampered> all = all(specimen);

    for (Tampered tampered : all) {
      Specimen.Made made = tampered.made();
      Optional<Unpacked> told = unpack(recipient, tampered, made.packed());
      Optional<StillValid> reason = StillValid.find(tampered);
      reason.ifPresent(reasons::add);
      boolean mustBeTold = reason.isPresent();
      if (told.isPresent() != mustBeTold && !StillValid.leavesToMediator(tampered)) {
        wrong.add((mustBeTold ? "refused: " : "taken: ") + tampered);
      }
      told.ifPresent(unpacked -> telling.assertHonest(tampered, made, unpacked));
    }

    tried += all.size();
    System.out.println(all.size() + " mutations of " + specimen);
    assertThat(wrong).isEmpty();
  }

  @AfterAll
  void thousandsWereTriedAndNothingIsPermittedInVain() {
    System.out.println(tried + " mutations in all");
    assertThat(tried).isGreaterThan(50_000);
    assertThat(reasons).containsExactlyInAnyOrderElementsOf(StillValid.all().toList());
  }

  /** Refused or told; anything else fails the test. */
  private static Optional<Unpacked> unpack(Envelopes recipient, Tampered tampered, String packed) {
    try {
      return Optional.of(recipient.unpack(packed.getBytes(UTF_8)));
    } catch (InvalidMessageException e) {
      assertThat(e).as(tampered.toString()).hasNoCause();
      return Optional.empty();
    } catch (RuntimeException e) {
      throw new AssertionError(tampered + " is neither refused nor taken", e);
    }
  }

  private static List<Tampered> all(Specimen specimen) {
    List<Tampered> all = new ArrayList<>();
    for (int layer = 0; layer < specimen.layers.size(); layer++) {
      for (Map.Entry<Part, String> part : specimen.parts(layer).entrySet()) {
        List<JsonObject> strangers = specimen.strangers(layer, part.getKey());
        Sink sink = new Sink(specimen, layer, part.getKey(), part.getValue(), all);
        JsonObject document = Field.json(part.getValue());
        Field.walk(
            document,
            (path, member) -> {
              if (member.isPresent()) {
                sink.change(new Field(document, path, member.get(), strangers));
              } else if (part.getKey() != Part.TEXTS) {
                sink.extend(document, path);
              }
            });
      }
    }
    return all;
  }

  private record Sink(Specimen specimen, int layer, Part part, String valid, List<Tampered> all) {
    void change(Field field) {
      for (Mutation mutation : Mutation.OF_MEMBERS) {
        if (part != Part.TEXTS || mutation.isSpelling()) {
          mutation.change().apply(field).ifPresent(text -> add(field, mutation.name(), text));
        }
      }
    }

    void extend(JsonObject document, List<Object> path) {
      for (Mutation.Extra extra : Mutation.EXTRA) {
        Field field = new Field(document, path, extra.member(), List.of());
        if (!field.isThere()) {
          add(field, "extra", field.with(extra.raw()));
          add(field, "extra null", field.with("null"));
        }
      }
    }

    private void add(Field field, String how, String document) {
      if (!document.equals(valid)) {
        all.add(Tampered.of(specimen, layer, part, field, how, document));
      }
    }
  }
}
