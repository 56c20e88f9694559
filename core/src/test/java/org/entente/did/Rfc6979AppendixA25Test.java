package org.entente.did;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.entente.keys.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6979 appendix A.2.5: P-256 with SHA-256. */
class Rfc6979AppendixA25Test {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final CurveArithmetic ARITHMETIC = CurveArithmetic.standard();
  private static final String X =
      "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
  private static final String UX =
      "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6";
  private static final String UY =
      "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";

  @ParameterizedTest
  @CsvSource({
    "sample, EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,"
        + " F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    "test, F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,"
        + " 019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"
  })
  void theSignatureIsThatOfKeyAndDataAlone(String data, String r, String s) {
    Secret privateKey = Secret.takeOver(HEX.parseHex(X));
    PublicJwk publicKey = ARITHMETIC.publicKey(Curve.P256, privateKey);

    byte[] signature = ARITHMETIC.sign(privateKey, publicKey, data.getBytes(UTF_8));

    assertThat(HEX.formatHex(publicKey.coordinates())).isEqualTo(UX + UY);
    assertThat(HEX.formatHex(signature)).isEqualTo(r + s);
    assertThat(ARITHMETIC.verify(publicKey, data.getBytes(UTF_8), signature)).isTrue();
  }
}
