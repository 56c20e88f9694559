package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicJwkTest {
  private static final String X = "JzHzGrDlVkTnjBrzDdCDUhFdBwM5wj90WgDaMc_SuSw";

  // RFC 7515 A.3.1, and its y with an unused bit set
  private static final String EC_X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
  private static final String EC_Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
  private static final String ANOTHER_SPELLING = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a1";

  @Test
  void aJwkIsReadAndWrittenInTheOrderOfThePrismAgents() {
    String json = "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + X + "\"}";

    PublicJwk key = parse(json);

    assertThat(key.toJson().toJson()).isEqualTo(json);
    assertThat(key.multibase()).isEqualTo(PeerDids.E);
    assertThat(PublicJwk.parseMultibase(PeerDids.E)).contains(key);
  }

  @Test
  void aJwkOfAnEcCurveIsReadAndWrittenWithBothCoordinates() {
    String json =
        "{'kty':'EC','crv':'P-256','x':'EC_X','y':'EC_Y'}"
            .replace('\'', '"')
            .replace("EC_X", EC_X)
            .replace("EC_Y", EC_Y);

    PublicJwk key = parse(json);

    assertThat(key.toJson().toJson()).isEqualTo(json);
    assertThat(PublicJwk.of(Curve.P256, key.raw()).toJson().toJson()).isEqualTo(json);
    assertThat(PublicJwk.parseMultibase(key.multibase()).orElseThrow().toJson().toJson())
        .isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'kty':'OKP','crv':'X25519'}",
        "{'kty':'EC','crv':'X25519','x':'" + X + "'}",
        "{'kty':'OKP','crv':'x25519','x':'" + X + "'}",
        "{'kty':'OKP','crv':'X448','x':'" + X + "'}",
        "{'kty':'OKP','crv':'X25519','x':'" + X + "='}",
        "{'kty':'OKP','crv':'X25519','x':'" + X + "AA'}",
        "{'kty':'OKP','crv':'X25519','x':'JzHz'}",
        "{'kty':'OKP','crv':'X25519','x':'JzHzGrDlVkTnjBrzDdCDUhFdBwM5wj90WgDaMc_SuSx'}",
        "{'kty':'OKP','crv':'X25519','x':7}",
        "{'kty':'OKP','crv':'X25519','x':'" + X + "','d':'" + X + "'}",
        "{'kty':'OKP','crv':'X25519','x':'" + X + "','y':'" + X + "'}",
        "{'kty':'EC','crv':'P-256'}",
        "{'kty':'EC','crv':'P-256','x':'" + EC_X + "'}",
        "{'kty':'EC','crv':'P-256','y':'" + EC_Y + "'}",
        "{'kty':'EC','crv':'P-256','x':'" + EC_Y + "','y':'" + EC_X + "'}",
        "{'kty':'OKP','crv':'P-256','x':'" + EC_X + "','y':'" + EC_Y + "'}",
        "{'kty':'EC','crv':'secp256k1','x':'" + EC_X + "','y':'" + EC_Y + "'}",
        "{'kty':'EC','crv':'P-256K','x':'" + EC_X + "','y':'" + EC_Y + "'}",
        "{'kty':'EC','crv':'P-256','x':'" + EC_X + "=','y':'" + EC_Y + "'}",
        "{'kty':'EC','crv':'P-256','x':'AA" + EC_X + "','y':'" + EC_Y + "'}",
        "{'kty':'EC','crv':'P-256','x':'" + EC_X + "','y':'AA" + EC_Y + "'}",
        "{'kty':'EC','crv':'P-256','x':'" + EC_X + "','y':'" + ANOTHER_SPELLING + "'}",
        "{'kty':'EC','crv':'P-256','x':'" + EC_X + "','y':['" + EC_Y + "']}",
        "{'kty':'EC','crv':'P-256','x':'" + EC_X + "','y':'" + EC_Y + "','d':'" + X + "'}",
        "{'kty':'EC','crv':'P-256','x':'" + EC_X + "','y':'" + EC_Y + "','d':7}"
      })
  void anythingElseIsRefused(String json) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> parse(json.replace('\'', '"')))
        .withMessageNotContainingAny(X, EC_X, EC_Y);
  }

  @Test
  void aKeyOfAnotherLengthThanItsCurvesIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> PublicJwk.of(Curve.X25519, new byte[31]));
  }

  @Test
  void theBytesCannotBeChangedFromOutside() {
    byte[] raw = new byte[32];

    PublicJwk key = PublicJwk.of(Curve.X25519, raw);
    raw[0] = 1;
    key.raw()[0] = 1;

    assertThat(key.raw()).containsOnly(0);
  }

  private static PublicJwk parse(String json) {
    return PublicJwk.parse(new JsonReader(Limits.defaults()).read(json));
  }
}
