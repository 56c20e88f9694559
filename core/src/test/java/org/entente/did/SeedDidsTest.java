package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.entente.Vectors;
import org.entente.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The DIDs that two PRISM agents of 2023 made, in {@code vectors/seed}. */
class SeedDidsTest {
  @ParameterizedTest
  @ValueSource(strings = {"seed/inviter-did.json", "seed/invitee-did.json"})
  void theDocumentHasTheListedKeysUnderBothConventions(String file) {
    JsonObject vector = Vectors.read(file);

    DidDocument document = PeerDid.resolve(new Did(vector.getString("did")));

    VerificationMethod agreement = document.keyAgreement().get(0);
    assertThat(document.keyAgreement()).hasSize(1);
    assertThat(agreement.key()).contains(key(vector, 0));
    assertThat(ids(document, agreement))
        .contains(
            vector.getObject("keyAgreementKid").getString("didcommxPeerdid_0_3_0"),
            vector
                .getObject("keyAgreementKid")
                .getString("didcommxPeerdid_0_5_0_and_spec_absolute"));
    VerificationMethod authentication = document.authentication().get(0);
    assertThat(document.authentication()).hasSize(1);
    assertThat(authentication.key()).contains(key(vector, 1));
    assertThat(ids(document, authentication))
        .contains(
            vector.getObject("authenticationKid").getString("didcommxPeerdid_0_3_0"),
            vector
                .getObject("authenticationKid")
                .getString("didcommxPeerdid_0_5_0_and_spec_absolute"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed/inviter-did.json", "seed/invitee-did.json"})
  void eachKeyGoesByTheNameThatTheAgentsOfAProfileGiveIt(String file) {
    JsonObject vector = Vectors.read(file);

    DidDocument document = PeerDid.resolve(new Did(vector.getString("did")));

    String did = document.id().value() + '#';
    VerificationMethod agreement = document.keyAgreement().get(0);
    JsonObject kids = vector.getObject("keyAgreementKid");
    assertThat(did + agreement.fragment(Profile.PRISM_2023))
        .isEqualTo(kids.getString("didcommxPeerdid_0_3_0"));
    assertThat(did + agreement.fragment(Profile.CURRENT))
        .isEqualTo(kids.getString("didcommxPeerdid_0_5_0_and_spec_absolute"));
    assertThat('#' + agreement.fragments().get(0)).isEqualTo(kids.getString("specRelative"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed/inviter-did.json", "seed/invitee-did.json"})
  void theServiceAndTheAliasAreThoseOfTheSpecificationsDocument(String file) {
    JsonObject vector = Vectors.read(file);
    JsonObject expected = vector.getObject("documents").getObject("didPeerSpec");

    DidDocument document = PeerDid.resolve(new Did(vector.getString("did")));

    JsonObject service = expected.objects("service").get(0);
    JsonObject endpoint = service.getObject("serviceEndpoint");
    assertThat(document.services())
        .containsExactly(
            new DidService(
                service.getString("id"),
                service.getString("type"),
                List.of(
                    new ServiceEndpoint(
                        endpoint.getString("uri"), List.of(), List.of("didcomm/v2")))));
    assertThat(document.alsoKnownAs().stream().map(Did::value))
        .isEqualTo(expected.strings("alsoKnownAs"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed/inviter-did.json", "seed/invitee-did.json"})
  void theDidIsMadeAgainCharacterByCharacterFromItsKeysAndEndpoint(String file) {
    JsonObject vector = Vectors.read(file);
    String uri = vector.objects("elements").get(2).getObject("decoded").getString("s");

    Did did = PeerDid.create(key(vector, 0), key(vector, 1), URI.create(uri), Profile.PRISM_2023);

    assertThat(did.value()).isEqualTo(vector.getString("did"));
    assertThat(PeerDid.profileOf(did)).isEqualTo(Profile.PRISM_2023);
  }

  private static PublicJwk key(JsonObject vector, int element) {
    return PublicJwk.parse(vector.objects("elements").get(element).getObject("publicKeyJwk"));
  }

  private static Stream<String> ids(DidDocument document, VerificationMethod method) {
    return method.fragments().stream()
        .map(fragment -> new DidUrl(document.id(), fragment).toString());
  }
}
