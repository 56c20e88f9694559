package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.entente.Vectors;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Peer DID Method 1.0, generation method 0: {@code vectors/did-peer/numalgo0.json}. */
class PeerDidNumalgo0VectorsTest {
  private final JsonObject vector = Vectors.read("did-peer/numalgo0.json");

  @Test
  void theKeyIsThePublishedOne() {
    DidDocument document = PeerDid.resolve(new Did(vector.getString("did")));

    PublicJwk expected = PublicJwk.parse(vector.getObject("publicKeyJwk"));
    assertThat(document.authentication())
        .singleElement()
        .satisfies(method -> assertThat(method.key()).contains(expected));
    assertThat(document.keyAgreement()).isEmpty();
    assertThat(document.services()).isEmpty();
  }

  @Test
  void theKeyGoesByEveryConvention() {
    DidDocument document = PeerDid.resolve(new Did(vector.getString("did")));

    String multibase = new Did(vector.getString("equivalentDidKey")).methodSpecificId();
    assertThat(document.authentication().get(0).fragments())
        .containsExactly("key-1", multibase.substring(1), multibase);
  }

  @Test
  void anX25519KeyIsForAgreementOnly() {
    Did did = new Did("did:peer:0z6LSeKBEvgmRq7QSE43wwj7D7vBUywUYStQnzP1NxuxPoT1M");

    DidDocument document = PeerDid.resolve(did);

    assertThat(document.keyAgreement()).hasSize(1);
    assertThat(document.authentication()).isEmpty();
  }

  @Test
  void numalgo1IsRefused() {
    Did did = new Did(vector.getString("numalgo1Example"));

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> PeerDid.resolve(did))
        .withMessageContaining("numalgo 1");
  }
}
