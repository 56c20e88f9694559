package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:peer:2.Ez6LS",
        "did:web:example.com:user%3A1",
        "did:a1:b",
        "did:x:y::z",
        "did:peer:2.Se30="
      })
  void aDidIsParsedIntoMethodAndId(String text) {
    Did did = Did.parse(text).orElseThrow();

    assertThat(did).hasToString(text);
    assertThat("did:" + did.method() + ':' + did.methodSpecificId()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "did",
        "did:",
        "did:peer",
        "did:peer:",
        "did::x",
        "DID:peer:x",
        "did:Peer:x",
        "did:peer:x#key-1",
        "did:peer:x?a=b",
        "did:peer:x/path",
        "did:peer:x:",
        "did:peer:a b",
        "did:peer:x\n",
        " did:peer:x",
        "did:peer:é",
        "https://example.com"
      })
  void anythingElseIsNone(String text) {
    assertThat(Did.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new Did(text));
  }

  @Test
  void eightKibibytesAreTakenAndOneCharacterMoreIsNot() {
    String longest = "did:peer:" + "x".repeat(8192 - 9);

    assertThat(Did.parse(longest)).isPresent();
    assertThat(Did.parse(longest + "x")).isEmpty();
  }

  @Test
  void theAbbreviatedFormIsNotTheWholeOfALongDid() {
    Did did = PeerDids.reference().get(0);

    assertThat(did.abbreviated()).hasSizeLessThan(40).startsWith("did:peer:2.Ez6LSe");
    assertThat(new Did("did:web:example.com").abbreviated()).isEqualTo("did:web:example.com");
  }
}
