package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObjectJSON;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.UnprotectedHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.bc.BouncyCastleProviderSingleton;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.entente.did.DidUrl;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signed envelopes between Entente and Nimbus JOSE+JWT, an independent implementation of JOSE. */
class NimbusSignatureTest {
  private static final Map<Curve, JWSAlgorithm> ALGS =
      Map.of(
          Curve.Ed25519, JWSAlgorithm.EdDSA,
          Curve.P_256, JWSAlgorithm.ES256,
          Curve.SECP256K1, JWSAlgorithm.ES256K);
  private static final Map<Curve, NimbusParty> ALICES = new ConcurrentHashMap<>();
  private static final NimbusParty BOB =
      new NimbusParty("bob-verifies", List.of(Curve.X25519), List.of());
  private static final Set<String> TRIED = Collections.synchronizedSet(new TreeSet<>());

  /** What is tried, in both directions. */
  private record Combination(Curve curve, boolean general, boolean kidProtected) {
    NimbusParty alice() {
      return ALICES.computeIfAbsent(
          curve, c -> new NimbusParty("alice-signs-" + c, List.of(), List.of(c)));
    }

    JWK key() {
      return alice().authentication.get(0);
    }

    JWSHeader.Builder header() {
      return NimbusSignatureTest.header(key());
    }

    Message message() {
      return Message.builder("1234", Plaintexts.TYPE).from(alice().did).to(BOB.did).build();
    }

    void tried(String direction) {
      TRIED.add(
          String.format(
              "%-6s  %-9s  kid %-11s  %s",
              ALGS.get(curve),
              general ? "general" : "flattened",
              kidProtected ? "protected" : "unprotected",
              direction));
    }
  }

  static Stream<Combination> combinations() {
    List<Combination> all = new ArrayList<>();
    for (Curve curve : ALGS.keySet()) {
      for (boolean general : new boolean[] {true, false}) {
        for (boolean kidProtected : new boolean[] {true, false}) {
          all.add(new Combination(curve, general, kidProtected));
        }
      }
    }
    return all.stream();
  }

  // We only write the general serialization with an unprotected kid; the flattened one has the same
  // signature.
  static Stream<Combination> ours() {
    return combinations().filter(combination -> !combination.kidProtected());
  }

  @ParameterizedTest
  @MethodSource("ours")
  void nimbusVerifiesWhatWeSign(Combination combination) throws Exception {
    JsonObject signed =
        Forge.json(combination.alice().envelopes.pack(combination.message(), Packing.signed()));
    JWSObjectJSON jws =
        JWSObjectJSON.parse((combination.general() ? signed : flattened(signed)).toJson());

    assertThat(jws.getSignatures()).hasSize(1);
    JWSObjectJSON.Signature signature = jws.getSignatures().get(0);
    assertThat(signature.getHeader().getAlgorithm()).isEqualTo(ALGS.get(combination.curve()));
    assertThat(signature.getUnprotectedHeader().getKeyID()).isEqualTo(combination.key().getKeyID());
    assertThat(signature.verify(verifier(combination.key()))).isTrue();
    assertThat(Forge.json(jws.getPayload().toBytes())).isEqualTo(combination.message().toJson());
    combination.tried("Entente to Nimbus");
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void weVerifyWhatNimbusSigns(Combination combination) throws Exception {
    JWSObjectJSON jws = new JWSObjectJSON(new Payload(combination.message().toJson().toBytes()));
    String kid = combination.key().getKeyID();
    if (combination.kidProtected()) {
      jws.sign(combination.header().keyID(kid).build(), signer(combination.key()));
    } else {
      jws.sign(combination.header().build(), kid(kid), signer(combination.key()));
    }
    String text = combination.general() ? jws.serializeGeneral() : jws.serializeFlattened();

    Unpacked unpacked = BOB.envelopes.unpack(text.getBytes(StandardCharsets.UTF_8));

    assertThat(unpacked.message().toJson()).isEqualTo(combination.message().toJson());
    assertThat(unpacked.protection().signer()).isEqualTo(DidUrl.parse(kid));
    combination.tried("Nimbus to Entente");
  }

  @Test
  void weVerifyEachOfSeveralSignaturesOfNimbus() throws Exception {
    List<Curve> curves = List.copyOf(ALGS.keySet());
    List<Curve> twice = Stream.concat(curves.stream(), curves.stream()).limit(4).toList();
    NimbusParty alice = new NimbusParty("alice-signs-often", List.of(), twice);
    Message message = Message.builder("1234", Plaintexts.TYPE).from(alice.did).to(BOB.did).build();
    JWSObjectJSON jws = new JWSObjectJSON(new Payload(message.toJson().toBytes()));
    for (JWK key : alice.authentication) {
      jws.sign(header(key).build(), kid(key.getKeyID()), signer(key));
    }
    JsonObject json = Forge.json(jws.serializeGeneral().getBytes(StandardCharsets.UTF_8));

    assertThat(BOB.envelopes.unpack(json.toBytes()).protection().signers())
        .hasSize(twice.size())
        .extracting(DidUrl::toString)
        .isEqualTo(alice.authentication.stream().map(JWK::getKeyID).toList());
    for (int i = 0; i < twice.size(); i++) {
      assertThat(Refusals.refusal(BOB.envelopes, withoutSignature(json, i)).code())
          .isEqualTo("e.p.trust.crypto");
    }
    TRIED.add(twice.size() + " signatures, general, Nimbus to Entente");
  }

  @Test
  void eachReadsTheOthersSignatureInsideEncryption() throws Exception {
    Combination combination = new Combination(Curve.Ed25519, true, false);
    Message message = combination.message();
    JWK bobsKey = BOB.agreement.get(0);

    byte[] ours = combination.alice().envelopes.pack(message, Packing.signedAnoncrypt());
    byte[] signed = Nimbus.decrypt(Forge.json(ours), bobsKey, null);
    JWSObjectJSON jws = JWSObjectJSON.parse(new String(signed, StandardCharsets.UTF_8));
    assertThat(jws.getSignatures().get(0).verify(verifier(combination.key()))).isTrue();

    JWSObjectJSON theirs = new JWSObjectJSON(new Payload(message.toJson().toBytes()));
    theirs.sign(
        combination.header().build(), kid(combination.key().getKeyID()), signer(combination.key()));
    byte[] text = theirs.serializeGeneral().getBytes(StandardCharsets.UTF_8);
    JsonObject encrypted = Nimbus.encrypt(text, EncryptionMethod.A256GCM, null, BOB.agreement);
    Protection protection = BOB.envelopes.unpack(encrypted.toBytes()).protection();

    assertThat(protection.author()).contains(combination.alice().did);
    assertThat(protection.isNonRepudiable()).isTrue();
    TRIED.add("EdDSA inside ECDH-ES+A256KW, both ways");
  }

  @AfterAll
  static void printWhatWasTried() {
    System.out.println("Nimbus JOSE+JWT, signed envelopes:");
    TRIED.forEach(line -> System.out.println("  " + line));
  }

  private static JWSHeader.Builder header(JWK key) {
    Curve curve =
        key.getKeyType().equals(KeyType.OKP)
            ? key.toOctetKeyPair().getCurve()
            : key.toECKey().getCurve();
    return new JWSHeader.Builder(ALGS.get(curve)).type(new JOSEObjectType(MediaTypes.SIGNED));
  }

  private static UnprotectedHeader kid(String kid) {
    return new UnprotectedHeader.Builder().keyID(kid).build();
  }

  private static JWSSigner signer(JWK key) throws JOSEException {
    if (key.getKeyType().equals(KeyType.OKP)) {
      return new Ed25519Signer(key.toOctetKeyPair());
    }
    ECDSASigner signer = new ECDSASigner(key.toECKey());
    signer.getJCAContext().setProvider(BouncyCastleProviderSingleton.getInstance());
    return signer;
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    if (key.getKeyType().equals(KeyType.OKP)) {
      return new Ed25519Verifier(key.toOctetKeyPair().toPublicJWK());
    }
    ECDSAVerifier verifier = new ECDSAVerifier(key.toECKey().toPublicJWK());
    verifier.getJCAContext().setProvider(BouncyCastleProviderSingleton.getInstance());
    return verifier;
  }

  private static JsonObject flattened(JsonObject general) {
    return JsonObject.builder()
        .put("payload", general.getString("payload"))
        .putAll(general.objects("signatures").get(0))
        .build();
  }

  private static byte[] withoutSignature(JsonObject json, int index) {
    List<JsonObject> signatures = new ArrayList<>(json.objects("signatures"));
    signatures.set(index, Forge.with(signatures.get(index), "signature", "A".repeat(86)));
    return Forge.with(json, "signatures", signatures).toBytes();
  }
}
