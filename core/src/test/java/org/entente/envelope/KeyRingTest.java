package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.entente.Vectors;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.NewKeys;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.VerificationMethod;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final URI ENDPOINT = URI.create("https://alice.example/");
  private static final JsonObject JWK =
      Vectors.read("didcomm-v2/A2-recipient-secrets.json").objects("secrets").get(0);
  private static final DidUrl KID = DidUrl.parse(JWK.getString("kid")).orElseThrow();

  @Test
  void theKeysOfANewDidAreFoundByAllTheirNames() {
    KeyRing keys = new KeyRing();
    Did did = keys.newPeerDid(ENDPOINT);

    for (VerificationMethod method : PeerDid.resolve(did).keyAgreement()) {
      for (String fragment : method.fragments()) {
        assertThat(keys.findKey(did + "#" + fragment).map(key -> key.publicKey()))
            .isEqualTo(method.key());
        assertThat(keys.findKey(PeerDid.canonical(did) + "#" + fragment)).isPresent();
      }
    }
    assertThat(keys.findKey(did + "#key-9")).isEmpty();
    assertThat(keys.findKey("no key id")).isEmpty();
  }

  @Test
  void keysMayBeAddedTwice() {
    KeyRing keys = new KeyRing();
    NewKeys pair = keys.keyManager().generate();
    List<OwnKey> both = List.of(pair.agreement(), pair.authentication());
    Did did =
        PeerDid.create(
            pair.agreement().publicKey(),
            pair.authentication().publicKey(),
            ENDPOINT,
            Profile.CURRENT);

    keys.add(PeerDid.resolve(did), both);
    keys.add(PeerDid.resolve(did), both);

    assertThat(keys.findKey(did + "#key-2")).contains(pair.authentication());
  }

  @Test
  void aKeyFromElsewhereIsFoundByItsName() {
    KeyRing keys = new KeyRing();

    keys.add(KID, JWK);

    assertThat(keys.findKey(KID.toString()).orElseThrow().publicKey().toJson())
        .isEqualTo(JWK.without(Set.of("kid", "d")));
  }

  @Test
  void aKeyWhosePartsDoNotBelongTogetherIsNotTaken() {
    String another =
        Vectors.read("didcomm-v2/A2-recipient-secrets.json")
            .objects("secrets")
            .get(1)
            .getString("d");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRing().add(KID, Forge.with(JWK, "d", another)))
        .withMessageContaining("does not belong")
        .withNoCause();
  }

  @Test
  void whatIsNoPrivateKeyIsNotTakenAndNotShown() {
    for (JsonObject jwk :
        List.of(
            JsonObject.empty(),
            JWK.without(Set.of("d")),
            JWK.without(Set.of("x")),
            Forge.with(JWK, "crv", "P-192"),
            Forge.with(JWK, "d", "CANARY"),
            Forge.with(JWK, "d", 7))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new KeyRing().add(KID, jwk))
          .withNoCause()
          .withMessageNotContaining("CANARY");
    }
  }

  @Test
  void aKeyThatIsNotInTheDocumentIsNotTaken() {
    KeyRing keys = new KeyRing();
    NewKeys ofOne = keys.keyManager().generate();
    NewKeys another = keys.keyManager().generate();
    Did did =
        PeerDid.create(
            ofOne.agreement().publicKey(),
            ofOne.authentication().publicKey(),
            ENDPOINT,
            Profile.CURRENT);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> keys.add(PeerDid.resolve(did), List.of(ofOne.agreement(), another.agreement())));
  }
}
