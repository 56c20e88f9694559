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

  @Test
  void aJwkIsReadAndWrittenInTheOrderOfThePrismAgents() {
    String json = "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + X + "\"}";

    PublicJwk key = parse(json);

    assertThat(key.toJson().toJson()).isEqualTo(json);
    assertThat(key.multibase()).isEqualTo(PeerDids.E);
    assertThat(PublicJwk.parseMultibase(PeerDids.E)).contains(key);
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
        "{'kty':'OKP','crv':'X25519','x':'" + X + "','d':'" + X + "'}"
      })
  void anythingElseIsRefused(String json) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> parse(json.replace('\'', '"')))
        .withMessageNotContaining(X);
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
