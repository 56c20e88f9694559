package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidUrlTest {
  @Test
  void aKeyIdIsParsedIntoDidAndFragment() {
    DidUrl url = DidUrl.parse("did:peer:2.Ez6LS#key-1").orElseThrow();

    assertThat(url).isEqualTo(new DidUrl(new Did("did:peer:2.Ez6LS"), "key-1"));
    assertThat(url).hasToString("did:peer:2.Ez6LS#key-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:x:y",
        "did:x:y#",
        "#key-1",
        "did:x:y?a=b#c",
        "did:x:y#a#b",
        "did:x:y#a b",
        "x#y",
        "did:x:y#a\n"
      })
  void anythingElseIsNone(String text) {
    assertThat(DidUrl.parse(text)).isEmpty();
  }

  @Test
  void aFragmentOfOtherCharactersIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DidUrl(new Did("did:x:y"), "<script>"));
  }
}
