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
  @ValueSource(strings = {"0", "a/b?c", "keys(1)@x!$&'*+,;=:", "~._-", "%2F%c3%A9"})
  void aFragmentIsWhatRfc3986Allows(String fragment) {
    assertThat(DidUrl.parse("did:x:y#" + fragment))
        .contains(new DidUrl(new Did("did:x:y"), fragment));
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
        "did:x:y#a\n",
        "did:x:y#a\u0000",
        "did:x:y#\u00e9",
        "did:x:y#%",
        "did:x:y#%2",
        "did:x:y#%2g",
        "did:x:y#a%",
        "did:x:y#a\"b",
        "did:x:y#{}",
        "did:x:y#a\\b",
        "did:x:y#[a]"
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
