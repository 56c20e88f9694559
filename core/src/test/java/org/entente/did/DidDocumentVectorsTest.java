package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.entente.Vectors;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The documents of {@code vectors/seed}, {@code vectors/did-peer} and {@code vectors/didcomm-v2}.
 */
class DidDocumentVectorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"seed/inviter-did.json", "seed/invitee-did.json"})
  void theSeedsDidsAreWrittenAsTheSpecificationOfDidPeerDoes(String file) {
    JsonObject vector = Vectors.read(file);

    JsonObject written = PeerDid.resolve(new Did(vector.getString("did"))).toJson();

    assertThat(written).isEqualTo(vector.getObject("documents").getObject("didPeerSpec"));
  }

  @Test
  void theExampleOfNumalgo2IsWrittenAsPublished() {
    JsonObject vector = Vectors.read("did-peer/numalgo2.json");

    JsonObject written = PeerDid.resolve(new Did(vector.getString("did"))).toJson();

    assertThat(written).isEqualTo(vector.getObject("didDocument"));
  }

  @ParameterizedTest
  @CsvSource({
    "seed/inviter-did.json, peerdid_0_3_0",
    "seed/inviter-did.json, peerdid_0_5_0",
    "seed/inviter-did.json, didPeerSpec",
    "seed/invitee-did.json, peerdid_0_3_0",
    "seed/invitee-did.json, peerdid_0_5_0",
    "seed/invitee-did.json, didPeerSpec"
  })
  void whatOtherLibrariesWriteOfTheSeedsDidsIsReadAsWeResolveThem(String file, String library) {
    JsonObject vector = Vectors.read(file);
    JsonObject json = vector.getObject("documents").getObject(library);
    DidDocument resolved = PeerDid.resolve(new Did(vector.getString("did")));

    DidDocument read = DidDocument.parse(json);

    assertThat(read.id()).isEqualTo(resolved.id());
    assertThat(keys(read.keyAgreement())).isEqualTo(keys(resolved.keyAgreement()));
    assertThat(keys(read.authentication())).isEqualTo(keys(resolved.authentication()));
    assertThat(resolved.findKeyAgreement(read.keyAgreement().get(0).fragments().get(0)))
        .isPresent();
    assertThat(read.didCommEndpoints()).isEqualTo(resolved.didCommEndpoints());
    assertThat(read.toJson()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"didcomm-v2/B1-sender-diddoc.json", "didcomm-v2/B2-recipient-diddoc.json"})
  void theDocumentsOfDidCommAppendixBAreReadWholly(String file) {
    JsonObject json = Vectors.read(file).getObject("didDocument");

    DidDocument document = DidDocument.parse(json);

    for (VerificationRelationship relationship : VerificationRelationship.values()) {
      List<JsonObject> expected = json.objects(relationship.jsonName());
      List<VerificationMethod> methods = document.verificationMethods(relationship);
      assertThat(methods.stream().map(VerificationMethod::id))
          .isEqualTo(expected.stream().map(method -> method.getString("id")).toList());
      for (int i = 0; i < methods.size(); i++) {
        JsonObject jwk = expected.get(i).getObject("publicKeyJwk");
        assertThat(methods.get(i).key().orElseThrow().toJson()).isEqualTo(jwk);
      }
    }
    assertThat(document.keyAgreement()).hasSizeGreaterThan(2);
    assertThat(document.toJson()).isEqualTo(json);
  }

  private static List<PublicJwk> keys(List<VerificationMethod> methods) {
    List<PublicJwk> keys = new ArrayList<>();
    methods.forEach(method -> method.key().ifPresent(keys::add));
    return keys;
  }
}
