package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entente.Vectors;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Peer DID Method 1.0, generation method 2: {@code vectors/did-peer/numalgo2.json}. */
class PeerDidNumalgo2VectorsTest {
  private final JsonObject vector = Vectors.read("did-peer/numalgo2.json");
  private final JsonObject expected = vector.getObject("didDocument");

  @Test
  void theKeysAreThePublishedOnesUnderThePublishedIds() {
    DidDocument document = PeerDid.resolve(new Did(vector.getString("did")));

    Map<String, String> keys = new TreeMap<>();
    for (JsonObject method : expected.objects("verificationMethod")) {
      keys.put(method.getString("id"), method.getString("publicKeyMultibase"));
    }
    assertThat(keysById(document)).isEqualTo(keys);
    assertThat(ownIds(document.authentication())).isEqualTo(expected.strings("authentication"));
    assertThat(ownIds(document.keyAgreement())).isEqualTo(expected.strings("keyAgreement"));
  }

  @Test
  void theServicesAreThePublishedOnes() {
    DidDocument document = PeerDid.resolve(new Did(vector.getString("did")));

    List<DidService> services = new ArrayList<>();
    for (JsonObject service : expected.objects("service")) {
      JsonObject endpoint = service.getObject("serviceEndpoint");
      services.add(
          new DidService(
              service.getString("id"),
              service.getString("type"),
              List.of(
                  new ServiceEndpoint(
                      endpoint.getString("uri"),
                      endpoint.strings("routingKeys"),
                      endpoint.strings("accept")))));
    }
    assertThat(document.services()).isEqualTo(services);
  }

  @Test
  void theAliasIsThePublishedOne() {
    DidDocument document = PeerDid.resolve(new Did(vector.getString("did")));

    assertThat(document.alsoKnownAs().stream().map(Did::value))
        .isEqualTo(expected.strings("alsoKnownAs"));
  }

  @Test
  void theServiceElementIsReadWithAndWithoutAbbreviations() {
    String unabbreviated = vector.getObject("serviceEncodedTextInconsistency").getString("encoded");
    String wholly =
        Base64Url.encode(
            vector.getObject("serviceInput").toJson().getBytes(StandardCharsets.UTF_8));

    DidService service = service(vector.getString("serviceEncoded"));

    assertThat(service(unabbreviated)).isEqualTo(service);
    assertThat(service(wholly)).isEqualTo(service);
    assertThat(service.endpoints().get(0).routingKeys())
        .containsExactly("did:example:123456789abcdefghi#key-1");
  }

  private static DidService service(String encoded) {
    return PeerDid.resolve(PeerDids.withServices(encoded)).services().get(0);
  }

  private static Map<String, String> keysById(DidDocument document) {
    Map<String, String> keys = new TreeMap<>();
    for (List<VerificationMethod> methods :
        List.of(document.authentication(), document.keyAgreement())) {
      for (VerificationMethod method : methods) {
        keys.put('#' + method.fragments().get(0), method.key().orElseThrow().multibase());
      }
    }
    return keys;
  }

  private static List<String> ownIds(List<VerificationMethod> methods) {
    return methods.stream().map(method -> '#' + method.fragments().get(0)).toList();
  }
}
