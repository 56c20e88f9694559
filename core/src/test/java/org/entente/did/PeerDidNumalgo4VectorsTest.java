package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;

import org.entente.Vectors;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Peer DID Method 1.0, generation method 4: {@code vectors/did-peer/numalgo4.json}. */
class PeerDidNumalgo4VectorsTest {
  private final JsonObject vector = Vectors.read("did-peer/numalgo4.json");
  private final Did longForm = new Did(vector.getString("longForm"));
  private final Did shortForm = new Did(vector.getString("shortForm"));

  @Test
  void theInputDocumentMakesTheLongForm() {
    JsonObject input = vector.getObject("inputDocument");

    assertThat(input.toJson()).isEqualTo(vector.getString("encodedDocumentJsonText"));
    assertThat(PeerDid.create(input)).isEqualTo(longForm);
  }

  @Test
  void theLongFormHasTheShortOneForAName() {
    assertThat(PeerDid.canonical(longForm)).isEqualTo(shortForm);
  }

  @Test
  void theLongFormResolvesToThePublishedDocument() {
    assertThat(PeerDid.resolve(longForm).toJson()).isEqualTo(vector.getObject("longFormDocument"));
  }

  @Test
  void theShortFormResolvesToThePublishedDocument() {
    OfflineResolver resolver = new OfflineResolver();
    resolver.remember(longForm);

    assertThat(resolver.resolve(shortForm).toJson())
        .isEqualTo(vector.getObject("shortFormDocument"));
  }

  @Test
  void theKeysAreFoundByTheirNames() {
    DidDocument document = PeerDid.resolve(longForm);

    assertThat(document.findKeyAgreement("6LSqPZfn").flatMap(VerificationMethod::key))
        .isEqualTo(PublicJwk.parseMultibase("z6LSqPZfn9krvgXma2icTMKf2uVcYhKXsudCmPoUzqGYW24U"));
    assertThat(document.findAuthentication("6MkrCD1c").flatMap(VerificationMethod::key))
        .isEqualTo(PublicJwk.parseMultibase("z6MkrCD1csqtgdj8sjrsu8jxcbeyP6m7LiK87NzhfWqio5yr"));
  }
}
