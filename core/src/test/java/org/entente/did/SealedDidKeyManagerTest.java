package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.entente.Vectors;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.keys.DataKey;
import org.entente.keys.Secret;
import org.entente.keys.WrongKeyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealedDidKeyManagerTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

  private final DataKey dataKey = DataKey.generate(RANDOM);
  private final SealedDidKeyManager manager = manager("default");

  @Test
  void bothSidesAgreeOnOneSecret() {
    OwnKey alice = manager.generate().agreement();
    OwnKey bob = manager.generate().agreement();

    Secret one = manager.agree(alice, bob.publicKey());
    Secret other = manager.agree(bob, alice.publicKey());

    assertThat(one).isEqualTo(other);
    assertThat(one.lengthBytes()).isEqualTo(32);
    assertThat(manager.agree(alice, alice.publicKey())).isNotEqualTo(one);
  }

  @Test
  void theKeysOfTheSyntheticExchangeAreTakenIn() {
    JsonObject inviter = Vectors.read("synthetic/exchange-current.json").getObject("inviter");
    JsonObject jwk = inviter.getObject("keyAgreement").getObject("jwk");
    Secret privateKey = Secret.takeOver(Base64Url.decode(jwk.getString("d")));

    OwnKey key = manager.importKey(Curve.X25519, privateKey);

    assertThat(key.publicKey()).isEqualTo(PublicJwk.parse(jwk.without(Set.of("d"))));
    assertThat(key.id()).startsWith("z6LS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"
      })
  void aPointOfLowOrderIsRefused(String hex) {
    OwnKey key = manager.generate().agreement();
    PublicJwk theirs = PublicJwk.of(Curve.X25519, HexFormat.of().parseHex(hex));

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> manager.agree(key, theirs));
  }

  @Test
  void aPeersKeyOnAnotherCurveIsRefused() {
    NewKeys keys = manager.generate();

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> manager.agree(keys.agreement(), keys.authentication().publicKey()));
  }

  @ParameterizedTest
  @EnumSource
  void aPairOnAnyCurveWorksAsItsCurveDoes(Curve curve) {
    OwnKey key = manager.generate(curve);
    OwnKey other = manager.generate(curve);

    assertThat(key.publicKey().curve()).isEqualTo(curve);
    assertThat(key).isNotEqualTo(other);
    if (DidKey.canAgree(key.publicKey())) {
      assertThat(manager.agree(key, other.publicKey()))
          .isEqualTo(manager.agree(other, key.publicKey()));
    } else {
      assertThatExceptionOfType(InvalidMessageException.class)
          .isThrownBy(() -> manager.agree(key, other.publicKey()));
    }
    if (curve == Curve.ED25519 || curve == Curve.P256 || curve == Curve.SECP256K1) {
      byte[] signature = manager.sign(key, DATA);
      assertThat(CurveArithmetic.standard().verify(key.publicKey(), DATA, signature)).isTrue();
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> manager.sign(key, DATA));
    }
  }

  @Test
  void noCurveAgreesWithAnother() {
    // on several of them private keys have the same length, which tells nothing then
    for (Curve ours : Curve.values()) {
      OwnKey key = manager.generate(ours);
      for (Curve theirs : Curve.values()) {
        if (ours != theirs) {
          PublicJwk other = manager.generate(theirs).publicKey();
          assertThatExceptionOfType(InvalidMessageException.class)
              .as("%s with %s", ours, theirs)
              .isThrownBy(() -> manager.agree(key, other))
              .withMessage(InvalidMessageException.undecryptable().getMessage());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPairIsTakenInOnlyIfItsPrivateKeyIsOneOfTheCurve(Curve curve) {
    CurveArithmetic.KeyPair pair = CurveArithmetic.standard().generate(curve, RANDOM);
    byte[] bytes = pair.privateKey().expose();

    assertThat(manager.importKey(curve, pair.privateKey()).publicKey()).isEqualTo(pair.publicKey());
    assertNotTakenIn(curve, Arrays.copyOf(bytes, bytes.length - 1));
    assertNotTakenIn(curve, Arrays.copyOf(bytes, bytes.length + 1));
    if (curve.keyType().equals("EC")) {
      assertNotTakenIn(curve, new byte[bytes.length]);
    }
  }

  @Test
  void aSignatureIsTheKeysOverTheDataAndNoOther() {
    OwnKey key = manager.generate().authentication();
    CurveArithmetic arithmetic = CurveArithmetic.standard();

    byte[] signature = manager.sign(key, DATA);

    assertThat(signature).hasSize(64);
    assertThat(arithmetic.verify(key.publicKey(), DATA, signature)).isTrue();
    assertThat(arithmetic.verify(key.publicKey(), new byte[0], signature)).isFalse();
    assertThat(arithmetic.verify(key.publicKey(), DATA, new byte[64])).isFalse();
    assertThat(arithmetic.verify(key.publicKey(), DATA, new byte[63])).isFalse();
    PublicJwk another = manager.generate().authentication().publicKey();
    assertThat(arithmetic.verify(another, DATA, signature)).isFalse();
  }

  @Test
  void aHandleThatIsMovedToAnotherWalletDoesNotOpen() {
    NewKeys keys = manager.generate();
    SealedDidKeyManager other = manager("other");

    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(() -> other.sign(keys.authentication(), DATA));
  }

  @Test
  void aHandleUnderAnotherPublicKeyDoesNotOpen() {
    OwnKey mine = manager.generate().agreement();
    OwnKey theirs = manager.generate().agreement();
    OwnKey swapped = new OwnKey(mine.publicKey(), theirs.handle());

    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(() -> manager.agree(swapped, theirs.publicKey()));
  }

  @Test
  void nothingSecretIsShown() {
    Secret privateKey = Secret.takeOver(new byte[32]);

    OwnKey key = manager.importKey(Curve.X25519, privateKey);

    assertThat(key.toString()).contains("X25519").doesNotContain("AAAA");
    assertThat(new CurveArithmetic.KeyPair(privateKey, key.publicKey()).toString())
        .contains("redacted");
  }

  private void assertNotTakenIn(Curve curve, byte[] privateKey) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manager.importKey(curve, Secret.takeOver(privateKey)));
  }

  private SealedDidKeyManager manager(String wallet) {
    return new SealedDidKeyManager(wallet, dataKey, CurveArithmetic.standard(), RANDOM);
  }
}
