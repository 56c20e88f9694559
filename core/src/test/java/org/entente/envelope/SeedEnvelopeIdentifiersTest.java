package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.entente.Vectors;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.OfflineResolver;
import org.entente.did.Profile;
import org.entente.did.PublicJwk;
import org.entente.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the headers of the seed's two messages must say, in both conventions. */
class SeedEnvelopeIdentifiersTest {
  private static final PublicJwk EPK = PublicJwk.of(Curve.X25519, new byte[32]);

  @ParameterizedTest
  @CsvSource({
    "connectionRequest_invitee_to_inviter, 0.3.0, PRISM_2023",
    "connectionRequest_invitee_to_inviter, 0.5.0, CURRENT",
    "connectionResponse_inviter_to_invitee, 0.3.0, PRISM_2023",
    "connectionResponse_inviter_to_invitee, 0.5.0, CURRENT"
  })
  void theKeysAreNamedAsThePeerNamesThem(String message, String convention, Profile profile) {
    JsonObject expected =
        Vectors.read("seed/envelope-identifiers.json").getObject(message).getObject(convention);
    String skid = kid(expected.getString("skid"), profile);
    String kid = kid(expected.getString("recipientKid"), profile);

    JsonObject header =
        JweHeader.authenticated(ContentEncryption.A256CBC_HS512, EPK, skid, List.of(kid)).toJson();

    assertThat(kid).isEqualTo(expected.getString("recipientKid"));
    assertThat(header.without(Set.of("epk", "typ", "enc", "alg")))
        .isEqualTo(expected.without(Set.of("recipientKid")));
    assertThat(header.names()).containsExactly("epk", "apv", "skid", "apu", "typ", "enc", "alg");
  }

  /** The name by which our packer would know the only agreement key of the DID in the vector. */
  private static String kid(String vectorsKid, Profile profile) {
    Did did = DidUrl.parse(vectorsKid).orElseThrow().did();
    return new OfflineResolver()
        .resolve(did)
        .firstKeyAgreement(Curve.X25519)
        .map(method -> new DidUrl(did, method.fragment(profile)).toString())
        .orElseThrow();
  }
}
