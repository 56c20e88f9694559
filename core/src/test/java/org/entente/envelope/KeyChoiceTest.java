package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.DidResolutionException;
import org.entente.did.DidUrl;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.PeerDidBuilder;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which keys a message is packed with, when there are several and on several curves. */
class KeyChoiceTest {
  /** A party with a did:peer of numalgo 4. */
  private static final class Party {
    final KeyRing keys = new KeyRing();
    final Did did;

    Party(Curve... curves) {
      PeerDidBuilder builder = PeerDid.builder();
      List<OwnKey> own = new ArrayList<>();
      for (Curve curve : curves) {
        OwnKey key = keys.keyManager().generate(curve);
        own.add(key);
        if (isForSignatures(curve)) {
          builder.authentication(key.publicKey());
        } else {
          builder.keyAgreement(key.publicKey());
        }
      }
      did = builder.create();
      keys.add(PeerDid.resolve(did), own);
    }

    // P-256 would be for both; here it agrees
    private static boolean isForSignatures(Curve curve) {
      return curve == Curve.ED25519 || curve == Curve.SECP256K1;
    }

    Envelopes envelopes() {
      return Envelopes.of(keys);
    }
  }

  static Stream<Arguments> curvesAndForms() {
    return Stream.of(Curve.X25519, Curve.P256, Curve.P384, Curve.P521)
        .flatMap(
            curve ->
                Stream.of(
                        Packing.authcrypt(),
                        Packing.anoncrypt(),
                        Packing.authcryptHidingSender(),
                        Packing.signedAnoncrypt(),
                        Packing.anoncrypt().contentEncryption(ContentEncryption.A256GCM),
                        Packing.anoncrypt().contentEncryption(ContentEncryption.XC20P))
                    .map(packing -> Arguments.of(curve, packing)));
  }

  @ParameterizedTest
  @MethodSource("curvesAndForms")
  void everyFormGoesOverEveryCurve(Curve curve, Packing packing) {
    Party alice = new Party(curve, Curve.ED25519);
    Party bob = new Party(curve);

    byte[] packed = alice.envelopes().pack(message(alice, bob), packing);

    assertThat(bob.envelopes().unpack(packed).message().from()).contains(alice.did);
    assertThat(epkCurve(packed)).isEqualTo(curve.joseName());
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "SECP256K1"})
  void aSignatureIsMadeOnTheCurveOfTheKey(Curve curve) {
    Party alice = new Party(Curve.X25519, curve);
    Party bob = new Party(Curve.X25519);

    byte[] packed = alice.envelopes().pack(message(alice, bob), Packing.signed());

    assertThat(bob.envelopes().unpack(packed).protection().algorithms())
        .containsExactly(curve == Curve.ED25519 ? "EdDSA" : "ES256K");
  }

  @Test
  void theFirstSigningKeyThatIsOursSigns() {
    KeyRing keys = new KeyRing();
    OwnKey lost = new KeyRing().keyManager().generate(Curve.ED25519);
    OwnKey p384 = keys.keyManager().generate(Curve.P384);
    OwnKey p256 = keys.keyManager().generate(Curve.P256);
    Did did =
        PeerDid.builder()
            .authentication(lost.publicKey(), p384.publicKey(), p256.publicKey())
            .create();
    keys.add(PeerDid.resolve(did), List.of(p384, p256));
    Message message = Message.builder("1", Plaintexts.TYPE).from(did).build();

    byte[] packed = Envelopes.of(keys).pack(message, Packing.signed());

    assertThat(Envelopes.of(new KeyRing()).unpack(packed).protection().signer())
        .contains(new DidUrl(did, "key-3"));
  }

  @Test
  void allKeysOfTheRecipientOnTheChosenCurveAreEncryptedTo() {
    Party alice = new Party(Curve.P256);
    Party bob = new Party(Curve.X25519, Curve.P256, Curve.P384, Curve.P256);

    byte[] packed = alice.envelopes().pack(message(alice, bob), Packing.authcrypt());

    assertThat(kids(packed)).containsExactly(bob.did + "#key-2", bob.did + "#key-4");
    assertThat(bob.envelopes().unpack(packed).protection().author()).contains(alice.did);
  }

  @Test
  void theRecipientsOrderOfCurvesDecides() {
    Party alice = new Party(Curve.X25519, Curve.P256, Curve.P384);
    Party bob = new Party(Curve.P384, Curve.X25519);

    assertThat(epkCurve(alice.envelopes().pack(message(alice, bob), Packing.authcrypt())))
        .isEqualTo("P-384");
    assertThat(epkCurve(alice.envelopes().pack(message(alice, bob), Packing.anoncrypt())))
        .isEqualTo("P-384");
  }

  @Test
  void theTwoLayersOfOneMessageMayBeOnDifferentCurves() {
    Party alice = new Party(Curve.X25519);
    Party bob = new Party(Curve.P521, Curve.X25519);

    byte[] packed = alice.envelopes().pack(message(alice, bob), Packing.authcryptHidingSender());

    assertThat(epkCurve(packed)).isEqualTo("P-521");
    assertThat(bob.envelopes().unpack(packed).protection().author()).contains(alice.did);
  }

  @Test
  void withoutACurveInCommonNothingIsAuthenticated() {
    Party alice = new Party(Curve.X25519);
    Party bob = new Party(Curve.P256);

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> alice.envelopes().pack(message(alice, bob), Packing.authcrypt()))
        .withMessageContaining("no key to encrypt to on a curve");
    assertThat(alice.envelopes().pack(message(alice, bob), Packing.anoncrypt())).isNotEmpty();
  }

  @Test
  void aRecipientWithoutAKeyToEncryptToIsRefused() {
    Party alice = new Party(Curve.X25519);
    Party bob = new Party(Curve.ED25519);

    for (Packing packing : List.of(Packing.authcrypt(), Packing.anoncrypt())) {
      assertThatExceptionOfType(DidResolutionException.class)
          .isThrownBy(() -> alice.envelopes().pack(message(alice, bob), packing))
          .withMessageContaining("no key to encrypt to");
    }
  }

  private static Message message(Party from, Party to) {
    return Message.builder("1", Plaintexts.TYPE).from(from.did).to(to.did).build();
  }

  private static List<String> kids(byte[] packed) {
    return Forge.json(packed).objects("recipients").stream()
        .map(recipient -> recipient.getObject("header").getString("kid"))
        .toList();
  }

  private static String epkCurve(byte[] packed) {
    JsonObject header = Forge.json(Base64Url.decode(Forge.json(packed).getString("protected")));
    return header.getObject("epk").getString("crv");
  }
}
