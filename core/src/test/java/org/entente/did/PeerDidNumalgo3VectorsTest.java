package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.entente.Vectors;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Peer DID Method 1.0, generation method 3: {@code vectors/did-peer/numalgo3.json}. */
class PeerDidNumalgo3VectorsTest {
  private final JsonObject vector = Vectors.read("did-peer/numalgo3.json");

  @Test
  void itIsAnotherNameOfTheNumalgo2Did() {
    DidDocument document = PeerDid.resolve(new Did(vector.getString("numalgo2")));

    assertThat(document.alsoKnownAs()).containsExactly(new Did(vector.getString("numalgo3")));
  }

  @Test
  void theKeysAreThePublishedOnes() {
    DidDocument document = PeerDid.resolve(new Did(vector.getString("numalgo2")));

    List<PublicJwk> keys = new ArrayList<>();
    document.keyAgreement().forEach(method -> keys.add(method.key().orElseThrow()));
    document.authentication().forEach(method -> keys.add(method.key().orElseThrow()));
    List<PublicJwk> expected =
        vector.objects("expandedElements").subList(0, 3).stream()
            .map(element -> PublicJwk.parse(element.getObject("jwk")))
            .toList();
    assertThat(keys).isEqualTo(expected);
  }

  @Test
  void itCannotBeResolvedByItself() {
    Did did = new Did(vector.getString("numalgo3"));

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> PeerDid.resolve(did))
        .withMessageContaining("long form has not been seen");
  }

  @Test
  void itIsResolvedWhenTheNumalgo2IsKnown() {
    Did three = new Did(vector.getString("numalgo3"));
    Did two = new Did(vector.getString("numalgo2"));

    DidDocument document = PeerDid.resolve(three, two);

    String expected =
        PeerDid.resolve(two)
            .toJson()
            .toJson()
            .replace(three.value(), "other name")
            .replace(two.value(), three.value())
            .replace("other name", two.value());
    assertThat(document.id()).isEqualTo(three);
    assertThat(document.alsoKnownAs()).containsExactly(two);
    assertThat(document.toJson().toJson()).isEqualTo(expected);
    assertThat(document.keyAgreement()).hasSize(1);
    assertThat(document.authentication()).hasSize(2);
  }

  @Test
  void ofAnotherNumalgo2ItIsNotResolved() {
    Did three = new Did(vector.getString("numalgo3"));

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> PeerDid.resolve(three, PeerDids.reference().get(0)))
        .withMessageContaining("not the short name");
  }
}
