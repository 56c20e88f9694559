package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MultikeyTest {
  @ParameterizedTest
  @EnumSource(Curve.class)
  void aKeyOfEveryCurveIsReadAsItIsWritten(Curve curve) {
    Random random = new Random(58);
    for (int i = 0; i < 50; i++) {
      PublicJwk key = PeerDids.key(curve, random);

      assertThat(PublicJwk.parseMultibase(key.multibase())).contains(key);
    }
  }

  @Test
  void theFirstCharactersTellTheCurve() {
    Random random = new Random(58);

    assertThat(PeerDids.key(Curve.X25519, random).multibase()).startsWith("z6LS");
    assertThat(PeerDids.key(Curve.ED25519, random).multibase()).startsWith("z6Mk");
    assertThat(PeerDids.key(Curve.P256, random).multibase()).startsWith("zDn");
    assertThat(PeerDids.key(Curve.P384, random).multibase()).startsWith("z82");
    assertThat(PeerDids.key(Curve.P521, random).multibase()).startsWith("z2J");
    assertThat(PeerDids.key(Curve.SECP256K1, random).multibase()).startsWith("zQ3s");
  }

  @Test
  void anotherLengthThanTheCurvesIsNoKey() {
    for (int length = 0; length < 80; length++) {
      byte[] bytes = new byte[2 + length];
      bytes[0] = (byte) 0xec;
      bytes[1] = 1;
      String multibase = 'z' + Base58.encode(bytes);

      assertThat(PublicJwk.parseMultibase(multibase).isPresent()).isEqualTo(length == 32);
      assertThat(Multikey.isOfUnknownKind(multibase)).isFalse();
    }
  }

  @Test
  void tooLongATextIsRefusedBeforeItIsDecoded() {
    String hostile = 'z' + "2".repeat(64 << 10);

    assertThat(PublicJwk.parseMultibase(hostile)).isEmpty();
  }
}
