package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.util.BigIntegers;
import org.entente.Vectors;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.keys.DataKey;
import org.entente.keys.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Project Wycheproof's tests of curves, through the classes that read keys and agree, sign and
 * verify; its README fixes the policies. None is skipped but curves that are not in use.
 */
class WycheproofCurvesTest {
  private static final CurveArithmetic ARITHMETIC = CurveArithmetic.standard();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SealedDidKeyManager keyManager =
      new SealedDidKeyManager("default", DataKey.generate(RANDOM), ARITHMETIC, RANDOM);

  @ParameterizedTest
  @CsvSource({
    "ecdh_secp256r1_ecpoint_test.json, P256, 355",
    "ecdh_secp384r1_ecpoint_test.json, P384, 790",
    "ecdh_secp521r1_ecpoint_test.json, P521, 661"
  })
  void encodedPointsAreAgreedWithOnlyIfTheyAreOnTheCurve(String file, Curve curve, int count) {
    List<JsonObject> tests = tests(file);
    for (JsonObject test : tests) {
      Secret ours = privateKey(curve, hex(test, "private"));
      Optional<PublicJwk> theirs = point(curve, hex(test, "public"));
      // a compressed point is "acceptable", and that is how a did:peer writes it
      if (test.getString("result").equals("invalid")) {
        assertThat(theirs).as(label(test)).isEmpty();
      } else {
        assertThat(ARITHMETIC.agree(ours, theirs.orElseThrow()).expose())
            .as(label(test))
            .isEqualTo(hex(test, "shared"));
      }
    }
    assertCount(file, tests, count);
  }

  @ParameterizedTest
  @CsvSource({
    "ecdh_secp256r1_webcrypto_test.json, P256, 353",
    "ecdh_secp384r1_webcrypto_test.json, P384, 794",
    "ecdh_secp521r1_webcrypto_test.json, P521, 655"
  })
  void jwksAreAgreedWithOnlyIfTheyAreOnTheCurve(String file, Curve curve, int count) {
    List<JsonObject> tests = tests(file);
    for (JsonObject test : tests) {
      JsonObject own = test.getObject("private");
      Secret ours = privateKey(curve, Base64Url.decode(own.getString("d")));
      if (test.getString("result").equals("valid")) {
        assertThat(agree(curve, ours, test)).as(label(test)).isEqualTo(hex(test, "shared"));
        assertThat(ARITHMETIC.publicKey(curve, ours).toJson())
            .as(label(test))
            .isEqualTo(own.without(Set.of("d", "kid")));
      } else {
        assertThatExceptionOfType(InvalidMessageException.class)
            .as(label(test))
            .isThrownBy(() -> agree(curve, ours, test));
      }
    }
    assertCount(file, tests, count);
  }

  @ParameterizedTest
  @CsvSource({
    "ecdh_secp256r1_webcrypto_test.json, 330",
    "ecdh_secp384r1_webcrypto_test.json, 771",
    "ecdh_secp521r1_webcrypto_test.json, 632"
  })
  void theSamePointInMoreOrFewerBytesIsNoKey(String file, int count) {
    int points = 0;
    int shorter = 0;
    for (JsonObject test : tests(file)) {
      if (test.getString("result").equals("valid")) {
        points++;
        JsonObject jwk = test.getObject("public");
        for (String name : List.of("x", "y")) {
          byte[] number = Base64Url.decode(jwk.getString(name));
          byte[] longer = new byte[number.length + 1];
          System.arraycopy(number, 0, longer, 1, number.length);
          assertNoKey(test, jwk, name, longer);
          if (number[0] == 0) {
            assertNoKey(test, jwk, name, Arrays.copyOfRange(number, 1, number.length));
            shorter++;
          }
        }
      }
    }
    System.out.printf(
        "Wycheproof %s, coordinates in more and fewer bytes: %d and %d refused%n",
        file, 2 * points, shorter);
    assertThat(points).isEqualTo(count);
    assertThat(shorter).isPositive();
  }

  @Test
  void x25519AsJwk() {
    List<JsonObject> tests = tests("x25519_jwk_test.json");
    int refused = 0;
    for (JsonObject test : tests) {
      Secret ours = Secret.takeOver(Base64Url.decode(test.getObject("private").getString("d")));
      if (test.getString("result").equals("invalid")
          || test.strings("flags").contains("ZeroSharedSecret")) {
        refused++;
        assertThatExceptionOfType(InvalidMessageException.class)
            .as(label(test))
            .isThrownBy(() -> agree(Curve.X25519, ours, test));
      } else {
        assertThat(agree(Curve.X25519, ours, test)).as(label(test)).isEqualTo(hex(test, "shared"));
      }
    }
    assertThat(refused).isEqualTo(13 + 31);
    assertCount("x25519_jwk_test.json", tests, 531);
  }

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256_p1363_test.json, P256, 262",
    "ecdsa_secp256k1_sha256_p1363_test.json, SECP256K1, 252"
  })
  void signaturesVerifyOnlyIfTheyAreValid(String file, Curve curve, int count) {
    int run = 0;
    for (JsonObject group : Vectors.wycheproof(file).objects("testGroups")) {
      byte[] uncompressed = hex(group.getObject("publicKey"), "uncompressed");
      PublicJwk key = point(curve, uncompressed).orElseThrow();
      for (JsonObject test : group.objects("tests")) {
        run++;
        assertThat(ARITHMETIC.verify(key, hex(test, "msg"), hex(test, "sig")))
            .as(label(test))
            .isEqualTo(test.getString("result").equals("valid"));
      }
    }
    System.out.println("Wycheproof " + file + ": " + run + " run, 0 skipped");
    assertThat(run).isEqualTo(count);
  }

  @Test
  void theCurvesAreThePublishedOnes() {
    Map<String, Curve> ours =
        Map.of(
            "secp256r1", Curve.P256,
            "secp384r1", Curve.P384,
            "secp521r1", Curve.P521,
            "secp256k1", Curve.SECP256K1);
    int run = 0;
    int skipped = 0;
    for (JsonObject test : tests("ec_prime_order_curves_test.json")) {
      Curve curve = ours.get(test.getString("name"));
      if (curve == null) {
        skipped++;
        continue; // a curve that no DIDComm message uses
      }
      run++;
      EcCurve.Parameters parameters = EcCurve.get(curve).parameters();
      assertThat(parameters.p()).isEqualTo(number(test, "p"));
      assertThat(parameters.n()).isEqualTo(number(test, "n"));
      assertThat(parameters.a()).isEqualTo(number(test, "a"));
      assertThat(parameters.b()).isEqualTo(number(test, "b"));
      assertThat(parameters.gx()).isEqualTo(number(test, "gx"));
      assertThat(parameters.gy()).isEqualTo(number(test, "gy"));
      assertThat(test.getInteger("h")).isEqualTo(1);
    }
    System.out.printf(
        "Wycheproof ec_prime_order_curves_test.json: %d run, %d skipped (curves not in use)%n",
        run, skipped);
    assertThat(run).isEqualTo(4);
    assertThat(skipped).isEqualTo(22);
  }

  private static void assertNoKey(JsonObject test, JsonObject jwk, String name, byte[] number) {
    JsonObject other = JsonObject.builder().putAll(jwk).put(name, Base64Url.encode(number)).build();
    assertThatExceptionOfType(InvalidMessageException.class)
        .as(label(test))
        .isThrownBy(() -> PublicJwk.parse(other));
  }

  // through the manager, which is where a key on another curve is refused
  private byte[] agree(Curve curve, Secret ours, JsonObject test) {
    OwnKey own = keyManager.importKey(curve, ours);
    return keyManager.agree(own, PublicJwk.parse(test.getObject("public"))).expose();
  }

  /** A point as it is encoded in the two forms that we read: compressed, and as x and y. */
  private static Optional<PublicJwk> point(Curve curve, byte[] encoded) {
    int length = EcCurve.get(curve).coordinateBytes();
    if (encoded.length != 2 * length + 1 || encoded[0] != 4) {
      return PublicJwk.find(curve, encoded);
    }
    JsonObject jwk =
        JsonObject.builder()
            .put("kty", "EC")
            .put("crv", curve.joseName())
            .put("x", Base64Url.encode(Arrays.copyOfRange(encoded, 1, length + 1)))
            .put("y", Base64Url.encode(Arrays.copyOfRange(encoded, length + 1, encoded.length)))
            .build();
    try {
      return Optional.of(PublicJwk.parse(jwk));
    } catch (InvalidMessageException e) {
      return Optional.empty();
    }
  }

  // the files write the number as short or as long as it happens to be
  private static Secret privateKey(Curve curve, byte[] number) {
    return Secret.takeOver(
        BigIntegers.asUnsignedByteArray(
            EcCurve.get(curve).coordinateBytes(), new BigInteger(1, number)));
  }

  private static List<JsonObject> tests(String file) {
    return Vectors.wycheproof(file).objects("testGroups").stream()
        .flatMap(group -> group.objects("tests").stream())
        .toList();
  }

  private static void assertCount(String file, List<JsonObject> tests, int count) {
    System.out.println("Wycheproof " + file + ": " + tests.size() + " run, 0 skipped");
    assertThat(tests).hasSize(count);
  }

  private static String label(JsonObject test) {
    return "tcId " + test.getInteger("tcId") + ' ' + test.getString("comment");
  }

  private static BigInteger number(JsonObject test, String name) {
    return new BigInteger(test.getString(name), 16);
  }

  private static byte[] hex(JsonObject json, String name) {
    return HexFormat.of().parseHex(json.getString(name));
  }
}
