package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.entente.json.Base64Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerDidTest {
  /** The pattern by which peer-did-jvm and the SDKs recognise a did:peer. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "^did:peer:(([01](z)([1-9a-km-zA-HJ-NP-Z]{46,47}))"
              + "|(2((\\.[AEVID](z)([1-9a-km-zA-HJ-NP-Z]{46,47}))+(\\.(S)[0-9a-zA-Z=]*)*)))$");

  private static final PublicJwk AGREEMENT = PublicJwk.parseMultibase(PeerDids.E).orElseThrow();
  private static final PublicJwk AUTHENTICATION =
      PublicJwk.parseMultibase(PeerDids.V).orElseThrow();

  @Test
  void theCurrentProfileWritesTheEndpointAsAnObject() {
    Did did = create("http://host/didcomm", Profile.CURRENT);

    assertThat(service(did))
        .isEqualTo(
            "{\"t\":\"dm\",\"s\":{\"uri\":\"http://host/didcomm\",\"r\":[],\"a\":[\"didcomm/v2\"]}}");
    assertThat(PeerDid.profileOf(did)).isEqualTo(Profile.CURRENT);
  }

  @Test
  void theProfileOf2023WritesTheEndpointAsAString() {
    Did did = create("http://host/didcomm", Profile.PRISM_2023);

    assertThat(service(did))
        .isEqualTo("{\"t\":\"dm\",\"s\":\"http://host/didcomm\",\"r\":[],\"a\":[\"didcomm/v2\"]}");
    assertThat(PeerDid.profileOf(did)).isEqualTo(Profile.PRISM_2023);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void aSingleQuestionMarkIsWrittenSoThatEveryAgentReadsIt(Profile profile) {
    for (String path : new String[] {"", "a", "ab", "abc", "abcd", "abcde"}) {
      String uri = "https://host/" + path + "?tenant=1";

      Did did = create(uri, profile);

      assertThat(did.value()).matches(REFERENCE);
      assertThat(PeerDid.resolve(did).didCommEndpoints())
          .extracting(ServiceEndpoint::uri)
          .containsExactly(uri);
      assertThat(PeerDid.profileOf(did)).isEqualTo(profile);
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void anEndpointThatNoOrderMakesReadableIsRefused(Profile profile) {
    String tildes = "https://host/~~~/didcomm";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(tildes, profile))
        .withMessageContaining("leave them out");
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void whateverIsMadeIsReadByTheReferenceAndByUs(Profile profile) {
    Random random = new Random(20260101);
    for (int i = 0; i < 300; i++) {
      PublicJwk agreement = PeerDids.key(Curve.X25519, random);
      PublicJwk authentication = PeerDids.key(Curve.ED25519, random);
      URI endpoint = URI.create("https://h" + "x".repeat(random.nextInt(40)) + "/a?b=c");

      Did did = PeerDid.create(agreement, authentication, endpoint, profile);

      DidDocument document = PeerDid.resolve(did);
      assertThat(did.value()).matches(REFERENCE);
      assertThat(document.firstKeyAgreement(Curve.X25519).orElseThrow().key()).contains(agreement);
      assertThat(document.authentication().get(0).key()).contains(authentication);
      assertThat(document.didCommEndpoints().get(0).uri()).isEqualTo(endpoint.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/didcomm",
        "//host/didcomm",
        "https://host/didcomm#fragment",
        "https://alice@host/didcomm",
        "https://alice:secret@host/didcomm",
        "https://hôst/didcomm"
      })
  void anEndpointThatIsNoPlainAbsoluteUriIsRefused(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(uri, Profile.CURRENT))
        .withMessageContaining("endpoint must")
        .withMessageNotContaining("secret");
  }

  @Test
  void anEndpointOfTheLongestLengthIsTakenAndALongerOneRefused() {
    String longest = "https://host/" + "x".repeat(2048 - 13);

    assertThat(PeerDid.resolve(create(longest, Profile.CURRENT)).didCommEndpoints().get(0).uri())
        .isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(longest + "x", Profile.CURRENT))
        .withMessageContaining("2048");
  }

  @Test
  void keysOnOtherCurvesAreRefused() {
    PublicJwk p256 = PeerDids.key(Curve.P256, new Random(1));
    URI endpoint = URI.create("https://host");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerDid.create(p256, AUTHENTICATION, endpoint, Profile.CURRENT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerDid.create(AUTHENTICATION, AGREEMENT, endpoint, Profile.CURRENT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'t':'dm','s':'http://h'}|prism-2023",
        "{'type':'DIDCommMessaging','serviceEndpoint':'http://h'}|prism-2023",
        "{'t':'dm','s':{'uri':'http://h'}}|current",
        "{'t':'dm','s':[{'uri':'http://h'}]}|current",
        "{'t':'dm'}|current",
        "[]|current",
        "[{'t':'dm','s':'http://h'}]|current",
        "no JSON|current"
      },
      quoteCharacter = '"')
  void theProfileIsTakenFromTheFormOfTheService(String json, String profile) {
    Did did = PeerDids.withJson(json.replace('\'', '"'));

    assertThat(PeerDid.profileOf(did)).hasToString(profile);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:peer:2.Ez6LS",
        "did:peer:0z6Mk",
        "did:web:example.com",
        "did:peer:2.S=",
        "did:x:2.SeyJzIjoiIn0"
      })
  void theProfileOfWhateverCannotBeReadIsCurrent(String did) {
    assertThat(PeerDid.profileOf(new Did(did))).isEqualTo(Profile.CURRENT);
  }

  @Test
  void theFirstOfSeveralServicesDecidesTheProfile() {
    String string = "{\"t\":\"dm\",\"s\":\"http://h\"}";
    String object = "{\"t\":\"dm\",\"s\":{\"uri\":\"http://h\"}}";

    assertThat(PeerDid.profileOf(PeerDids.withJson(string, object))).isEqualTo(Profile.PRISM_2023);
    assertThat(PeerDid.profileOf(PeerDids.withJson(object, string))).isEqualTo(Profile.CURRENT);
  }

  private static Did create(String endpoint, Profile profile) {
    return PeerDid.create(AGREEMENT, AUTHENTICATION, URI.create(endpoint), profile);
  }

  private static String service(Did did) {
    String encoded = did.value().substring(did.value().indexOf(".S") + 2);
    return new String(Base64Url.decode(encoded), StandardCharsets.UTF_8);
  }
}
