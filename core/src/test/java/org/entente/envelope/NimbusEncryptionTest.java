package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObjectJSON;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MultiEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
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
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Encrypted envelopes between Entente and Nimbus JOSE+JWT, an independent implementation of JOSE.
 *
 * <p>What Nimbus does not do: with ECDH-1PU anything but A256CBC-HS512, which the draft does not
 * have either; an ephemeral key in the protected header of a JSON serialization, or one for several
 * recipients: both are shown below, and {@link Nimbus} goes around it. Its MultiDecrypter has no
 * ECDH-1PU, so there it is given the compact form for each recipient. Its flattened JSON
 * serialization has no {@code header}, so that is re-framed from the general one.
 */
class NimbusEncryptionTest {
  private static final List<Curve> CURVES =
      List.of(Curve.X25519, Curve.P_256, Curve.P_384, Curve.P_521);
  private static final Map<EncryptionMethod, ContentEncryption> ENCS =
      Map.of(
          EncryptionMethod.A256CBC_HS512, ContentEncryption.A256CBC_HS512,
          EncryptionMethod.A256GCM, ContentEncryption.A256GCM,
          EncryptionMethod.XC20P, ContentEncryption.XC20P);
  private static final NimbusParty ALICE =
      new NimbusParty("alice-encrypts", CURVES, List.of(Curve.Ed25519));
  private static final Map<Combination, NimbusParty> BOBS = new ConcurrentHashMap<>();
  private static final Set<String> TRIED = Collections.synchronizedSet(new TreeSet<>());

  /** What is tried, in both directions. */
  private record Combination(
      boolean authenticated, EncryptionMethod enc, Curve curve, int recipients) {
    JWK sender() {
      return authenticated ? ALICE.agreement.get(CURVES.indexOf(curve)) : null;
    }

    NimbusParty bob() {
      return BOBS.computeIfAbsent(
          this,
          same ->
              new NimbusParty(
                  "bob-" + same.hashCode(), Collections.nCopies(recipients, curve), List.of()));
    }

    Message message() {
      Message.Builder message = Message.builder("1234", Plaintexts.TYPE).to(bob().did);
      return authenticated ? message.from(ALICE.did).build() : message.build();
    }

    Packing packing() {
      return authenticated
          ? Packing.authcrypt()
          : Packing.anoncrypt().contentEncryption(ENCS.get(enc));
    }

    void tried(String direction, int opened) {
      TRIED.add(
          String.format(
              "%-15s  %-13s  %-6s  %d recipient(s)  %-18s  opened %d times",
              authenticated ? "ECDH-1PU+A256KW" : "ECDH-ES+A256KW",
              enc,
              curve,
              recipients,
              direction,
              opened));
    }
  }

  static Stream<Combination> combinations() {
    List<Combination> all = new ArrayList<>();
    for (Curve curve : CURVES) {
      for (int recipients : new int[] {1, 3}) {
        all.add(new Combination(true, EncryptionMethod.A256CBC_HS512, curve, recipients));
        ENCS.keySet().forEach(enc -> all.add(new Combination(false, enc, curve, recipients)));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void nimbusOpensWhatWePack(Combination combination) throws Exception {
    byte[] packed = ALICE.envelopes.pack(combination.message(), combination.packing());

    int opened = 0;
    for (JWK key : combination.bob().agreement) {
      byte[] plaintext = Nimbus.decrypt(Forge.json(packed), key, combination.sender());

      assertThat(Forge.json(plaintext)).isEqualTo(combination.message().toJson());
      opened++;
    }
    assertThat(opened).isEqualTo(combination.recipients());
    combination.tried("Entente to Nimbus", opened);
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void weOpenWhatNimbusPacks(Combination combination) throws Exception {
    NimbusParty bob = combination.bob();
    byte[] plaintext = combination.message().toJson().toBytes();
    JsonObject envelope =
        Nimbus.encrypt(plaintext, combination.enc(), combination.sender(), bob.agreement);

    int opened = 0;
    for (JWK key : bob.agreement) {
      Unpacked unpacked = bob.envelopes(key).unpack(envelope.toBytes());

      assertThat(unpacked.message().toJson()).isEqualTo(combination.message().toJson());
      assertThat(unpacked.protection().recipient()).isEqualTo(DidUrl.parse(key.getKeyID()));
      assertThat(unpacked.protection().isAuthenticated()).isEqualTo(combination.authenticated());
      opened++;
    }
    if (combination.recipients() == 1) {
      Unpacked unpacked = bob.envelopes.unpack(flattened(envelope).toBytes());

      assertThat(unpacked.message().toJson()).isEqualTo(combination.message().toJson());
      opened++;
    }
    combination.tried("Nimbus to Entente", opened);
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void neitherOpensWhatTheOtherPackedIfABitIsChanged(Combination combination) throws Exception {
    NimbusParty bob = combination.bob();
    byte[] plaintext = combination.message().toJson().toBytes();
    JsonObject theirs =
        Nimbus.encrypt(plaintext, combination.enc(), combination.sender(), bob.agreement);
    JsonObject ours =
        Forge.json(ALICE.envelopes.pack(combination.message(), combination.packing()));

    for (String member : List.of("ciphertext", "tag", "iv")) {
      byte[] changed = changed(theirs, member).toBytes();
      assertThat(Refusals.refusal(bob.envelopes, changed).code()).isEqualTo("e.p.trust.crypto");
      assertThatExceptionOfType(JOSEException.class)
          .isThrownBy(
              () ->
                  Nimbus.decrypt(
                      changed(ours, member), bob.agreement.get(0), combination.sender()));
    }
  }

  @Test
  void nimbusOpensTheNestedForms() throws Exception {
    Combination inner = new Combination(true, EncryptionMethod.A256CBC_HS512, Curve.X25519, 1);
    JWK key = inner.bob().agreement.get(0);
    byte[] packed = ALICE.envelopes.pack(inner.message(), Packing.authcryptHidingSender());

    byte[] authcrypt = Nimbus.decrypt(Forge.json(packed), key, null);
    byte[] plaintext = Nimbus.decrypt(Forge.json(authcrypt), key, inner.sender());

    assertThat(Forge.json(plaintext)).isEqualTo(inner.message().toJson());
    TRIED.add("ECDH-1PU+A256KW inside ECDH-ES+A256KW, Entente to Nimbus");
  }

  @Test
  void weOpenTheNestedFormsOfNimbus() throws Exception {
    Combination inner = new Combination(true, EncryptionMethod.A256CBC_HS512, Curve.X25519, 1);
    NimbusParty bob = inner.bob();
    byte[] plaintext = inner.message().toJson().toBytes();

    JsonObject authcrypt = Nimbus.encrypt(plaintext, inner.enc(), inner.sender(), bob.agreement);
    JsonObject hidden =
        Nimbus.encrypt(authcrypt.toBytes(), EncryptionMethod.XC20P, null, bob.agreement);

    Unpacked unpacked = bob.envelopes.unpack(hidden.toBytes());
    assertThat(unpacked.message().toJson()).isEqualTo(inner.message().toJson());
    assertThat(unpacked.protection().isSenderHidden()).isTrue();
    TRIED.add("ECDH-1PU+A256KW inside ECDH-ES+A256KW, Nimbus to Entente");
  }

  @Test
  void ofNimbusTooAuthenticatedEnvelopesTakeA256CbcHs512Only() {
    Combination authcrypt = new Combination(true, EncryptionMethod.A256CBC_HS512, Curve.X25519, 1);

    for (EncryptionMethod enc : List.of(EncryptionMethod.A256GCM, EncryptionMethod.XC20P)) {
      assertThatExceptionOfType(JOSEException.class)
          .isThrownBy(
              () ->
                  Nimbus.encrypt(new byte[1], enc, authcrypt.sender(), authcrypt.bob().agreement));
    }
  }

  @Test
  void nimbusPutsTheEphemeralKeyWhereDidCommHasNone() throws Exception {
    Combination two = new Combination(false, EncryptionMethod.A256CBC_HS512, Curve.X25519, 2);
    JWEHeader header = Nimbus.header(two.enc(), null, two.bob().agreement).build();
    JWEObjectJSON one = new JWEObjectJSON(header, new Payload("{}"));
    one.encrypt(Nimbus.encrypter(null, two.bob().agreement.get(0)));

    assertThat(one.getHeader().getEphemeralPublicKey()).isNull();
    assertThat(one.getRecipients().get(0).getUnprotectedHeader().getParam("epk")).isNotNull();
    byte[] text = one.serializeGeneral().getBytes(StandardCharsets.UTF_8);
    assertThat(Refusals.refusal(two.bob().envelopes, text).code()).isEqualTo("e.p.msg");
  }

  @Test
  void nimbusEncryptsForSeveralOnlyIfEachNamesItsAlgorithm() throws Exception {
    Combination two = new Combination(false, EncryptionMethod.A256CBC_HS512, Curve.X25519, 2);
    JWEHeader header = Nimbus.header(two.enc(), null, two.bob().agreement).build();
    List<JWK> keys = new ArrayList<>();
    for (JWK key : two.bob().agreement) {
      keys.add(
          new OctetKeyPair.Builder(key.toOctetKeyPair().toPublicJWK())
              .algorithm(header.getAlgorithm())
              .build());
    }

    assertThatExceptionOfType(JOSEException.class)
        .isThrownBy(
            () ->
                new JWEObjectJSON(header, new Payload("{}"))
                    .encrypt(new MultiEncrypter(new JWKSet(keys))))
        .withMessageContaining("disjoint");
  }

  @AfterAll
  static void printWhatWasTried() {
    System.out.println("Nimbus JOSE+JWT, encrypted envelopes:");
    TRIED.forEach(line -> System.out.println("  " + line));
  }

  private static JsonObject flattened(JsonObject general) {
    return JsonObject.builder()
        .putAll(general.without(Set.of("recipients")))
        .putAll(general.objects("recipients").get(0))
        .build();
  }

  private static JsonObject changed(JsonObject envelope, String member) {
    byte[] bytes = Base64Url.decode(envelope.getString(member));
    bytes[0] ^= 1;
    return Forge.with(envelope, member, Base64Url.encode(bytes));
  }
}
