package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.entente.json.Base64Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numalgo 2 DIDs are read, and how (Peer DID Method 1.0; threat model S14, S44). */
class PeerDidResolutionTest {
  private static final String KEYS = "did:peer:2.E" + PeerDids.E + ".V" + PeerDids.V;
  private static final String SERVICE = "{\"t\":\"dm\",\"s\":{\"uri\":\"http://h\"}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'t':'dm','s':'http://h','r':['did:x:y#1'],'a':['didcomm/v2']}",
        "{'t':'dm','s':{'uri':'http://h','r':['did:x:y#1'],'a':['didcomm/v2']}}",
        "{'t':'dm','s':{'uri':'http://h','routingKeys':['did:x:y#1'],'accept':['didcomm/v2']}}",
        "{'type':'DIDCommMessaging','serviceEndpoint':{'uri':'http://h','r':['did:x:y#1'],'a':['didcomm/v2']}}",
        "{'t':'dm','s':[{'uri':'http://h','r':['did:x:y#1'],'a':['didcomm/v2']}]}",
        "[{'t':'dm','s':'http://h','r':['did:x:y#1'],'a':['didcomm/v2']}]",
        " { 't' : 'dm' , 'x' : null , 's' : 'http://h', 'routingKeys':['did:x:y#1'], 'accept':['didcomm/v2'] } "
      })
  void everyFormOfAServiceSaysTheSame(String json) {
    DidDocument document = PeerDid.resolve(PeerDids.withJson(json.replace('\'', '"')));

    assertThat(document.services())
        .containsExactly(
            new DidService(
                "#service",
                "DIDCommMessaging",
                List.of(
                    new ServiceEndpoint("http://h", List.of("did:x:y#1"), List.of("didcomm/v2")))));
  }

  @Test
  void aServiceMayBePadded() {
    String json = "{\"t\":\"dm\",\"s\":{\"uri\":\"http://h%s\"}}";

    for (String host : new String[] {"", "1", "12"}) {
      byte[] service = json.formatted(host).getBytes(StandardCharsets.UTF_8);
      Did did = PeerDids.withServices(Base64.getUrlEncoder().encodeToString(service));
      assertThat(PeerDid.resolve(did).didCommEndpoints()).hasSize(1);
    }
  }

  @Test
  void anEmptyArrayIsNoService() {
    DidDocument document = PeerDid.resolve(PeerDids.withServices("W10"));

    assertThat(document.services()).isEmpty();
    assertThat(document.keyAgreement()).hasSize(1);
  }

  @Test
  void servicesAreCountedAcrossElementsAndKeepTheirOwnIds() {
    String own = "{\"t\":\"dm\",\"s\":\"http://h\",\"id\":\"#mine\"}";

    DidDocument document =
        PeerDid.resolve(PeerDids.withJson(SERVICE, "[" + own + "," + SERVICE + "]"));

    assertThat(document.services())
        .extracting(DidService::id)
        .containsExactly("#service", "#mine", "#service-2");
  }

  @Test
  void aServiceOfAnotherTypeIsKeptButNothingIsSentThere() {
    String linked = "{\"t\":\"LinkedDomains\",\"s\":{\"origins\":[\"https://h\"]}}";

    DidDocument document = PeerDid.resolve(PeerDids.withJson(linked, SERVICE));

    assertThat(document.services()).hasSize(2);
    assertThat(document.didCommEndpoints()).hasSize(1);
  }

  @Test
  void theEndpointsForDidCommV2AreGivenInOrder() {
    String json =
        "{\"t\":\"dm\",\"s\":[{\"uri\":\"http://1\",\"a\":[\"didcomm/aip2\"]},{\"uri\":\"http://2\"},"
            + "{\"uri\":\"http://3\",\"a\":[\"didcomm/v2\"]}]}";

    DidDocument document = PeerDid.resolve(PeerDids.withJson(json));

    assertThat(document.didCommEndpoints())
        .extracting(ServiceEndpoint::uri)
        .containsExactly("http://2", "http://3");
  }

  @Test
  void keysBehindAServiceGoByBothCounts() {
    String service = Base64Url.encode(SERVICE.getBytes(StandardCharsets.UTF_8));

    DidDocument document =
        PeerDid.resolve(new Did("did:peer:2.V" + PeerDids.V + ".S" + service + ".E" + PeerDids.E));

    assertThat(document.keyAgreement().get(0).fragments())
        .containsExactly("key-2", "key-3", PeerDids.E.substring(1), PeerDids.E);
    assertThat(document.findKeyAgreement("key-3")).isPresent();
    assertThat(document.findAuthentication("key-1")).isPresent();
  }

  @Test
  void whereTheCountsCollideTheSpecificationsWins() {
    String service = Base64Url.encode(SERVICE.getBytes(StandardCharsets.UTF_8));

    DidDocument document =
        PeerDid.resolve(
            new Did("did:peer:2.S" + service + ".E" + PeerDids.E + ".E" + PeerDids.OTHER_E));

    assertThat(document.findKeyAgreement("key-1").orElseThrow().fragments()).contains(PeerDids.E);
    assertThat(document.findKeyAgreement("key-2").orElseThrow().fragments())
        .contains(PeerDids.OTHER_E);
    assertThat(document.findKeyAgreement("key-3").orElseThrow().fragments())
        .contains(PeerDids.OTHER_E);
  }

  @Test
  void otherPurposesAreCountedAndOtherwiseLeftAlone() {
    DidDocument document =
        PeerDid.resolve(
            new Did("did:peer:2.A" + PeerDids.V + ".I" + PeerDids.V + ".E" + PeerDids.E));

    assertThat(document.authentication()).isEmpty();
    assertThat(document.keyAgreement().get(0).fragments().get(0)).isEqualTo("key-3");
  }

  @Test
  void aKeyOfAnUnknownKindIsKeptWithoutItsMaterial() {
    String unknown = 'z' + Base58.encode(new byte[] {(byte) 0xeb, 0x51, 1, 2, 3});

    DidDocument document = PeerDid.resolve(new Did("did:peer:2.E" + unknown + ".E" + PeerDids.E));

    assertThat(document.keyAgreement()).hasSize(2);
    assertThat(document.keyAgreement().get(0).key()).isEmpty();
    assertThat(document.firstKeyAgreement(Curve.X25519).orElseThrow().fragments().get(0))
        .isEqualTo("key-2");
  }

  @Test
  void aDidWithoutAnyUsableKeyIsRefused() {
    String unknown = 'z' + Base58.encode(new byte[] {(byte) 0xeb, 0x51, 1, 2, 3});

    assertRefused("did:peer:2.E" + unknown, "no key of a known kind");
    assertRefused("did:peer:2.SW10", "no key of a known kind");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:peer:2",
        "did:peer:2Ez6LSeKBEvgmRq7QSE43wwj7D7vBUywUYStQnzP1NxuxPoT1M",
        "did:peer:2.",
        KEYS + ".",
        KEYS + "..SW10",
        KEYS + ".S",
        KEYS + ".E",
        KEYS + ".Xz6MkvipZc5LxMtmqmrUFwiMAhDHRdCuQ7gXjLh7xaiD9j5v7",
        KEYS + ".ez6LSbwrTHMTf9aPrsaRk3smrPtgjbwvYC4KTJrdDH8VhJRZ9",
        "did:peer:2.E6LSeKBEvgmRq7QSE43wwj7D7vBUywUYStQnzP1NxuxPoT1M",
        "did:peer:2.Ez6LSeKBEvgmRq7QSE43wwj7D7vBUywUYStQnzP1NxuxPoT10",
        "did:peer:2.Ez6LSeKBEvgmRq7QSE43wwj7D7vBUywUYStQnzP1NxuxPoT1",
        "did:peer:5.Ez6LSeKBEvgmRq7QSE43wwj7D7vBUywUYStQnzP1NxuxPoT1M",
        "did:peer:.",
        "did:key:z6LSeKBEvgmRq7QSE43wwj7D7vBUywUYStQnzP1NxuxPoT1M"
      })
  void brokenTextIsRefused(String did) {
    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> PeerDid.resolve(new Did(did)))
        .withMessageNotContaining("6LSeKBEvgmRq7QSE43wwj7D7vBUywUYStQnzP1NxuxPoT1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "1",
        "'text'",
        "null",
        "{}",
        "{'t':1,'s':'http://h'}",
        "{'t':'dm','t':'dm','s':'http://h'}",
        "{'t':'dm','type':'dm','s':'http://h'}",
        "{'t':'dm','s':'http://h','serviceEndpoint':'http://h'}",
        "{'t':'dm','s':7}",
        "{'t':'dm','s':[7]}",
        "{'t':'dm','s':{}}",
        "{'t':'dm','s':{'uri':7}}",
        "{'t':'dm','s':'http://h','r':'did:x:y#1'}",
        "{'t':'dm','s':'http://h','r':[1]}",
        "{'t':'dm','s':'http://h'} {}",
        "{'t':'dm','s':'http://h'},'x':1",
        "[],'x':1",
        "[],'s':[]",
        "[[]]",
        "['http://h']"
      })
  void aBrokenServiceIsRefused(String json) {
    assertRefused(PeerDids.withJson(json.replace('\'', '"')).value(), "broken: ");
  }

  @Test
  void aServiceThatIsNotUtf8IsRefused() {
    String encoded = Base64Url.encode(new byte[] {'[', '"', (byte) 0xff, '"', ']'});

    assertRefused(PeerDids.withServices(encoded).value(), "UTF-8");
  }

  @Test
  void idsThatAppearTwiceAreRefused() {
    String named = "{\"t\":\"dm\",\"s\":\"http://h\",\"id\":\"#a\"}";
    String absolute = "{\"t\":\"dm\",\"s\":\"http://h\",\"id\":\"did:x:y#a\"}";
    String likeKey = "{\"t\":\"dm\",\"s\":\"http://h\",\"id\":\"#key-2\"}";

    assertRefused(PeerDids.withJson(named, named).value(), "two services of one id");
    assertRefused(PeerDids.withJson(named, absolute).value(), "two services of one id");
    assertRefused(PeerDids.withJson(likeKey).value(), "the id of a key");
    assertRefused(KEYS + ".E" + PeerDids.E, "one key twice");
  }

  @Test
  void aKeyThatDoesNotFitItsPurposeIsRefused() {
    assertRefused("did:peer:2.E" + PeerDids.V, "does not fit");
    assertRefused("did:peer:2.V" + PeerDids.E, "does not fit");
  }

  @Test
  void sixteenElementsAreReadAndSeventeenRefused() {
    Random random = new Random(16);
    StringBuilder did = new StringBuilder("did:peer:2");
    for (int i = 0; i < 16; i++) {
      did.append(".E").append(PeerDids.key(Curve.X25519, random).multibase());
    }

    assertThat(PeerDid.resolve(new Did(did.toString())).keyAgreement()).hasSize(16);
    assertRefused(did + ".E" + PeerDids.E, "more than 16 elements");
  }

  @Test
  void aKeyElementMayHave128CharactersAndNoMore() {
    String longest = 'z' + "2".repeat(127);

    assertThat(PeerDid.resolve(new Did(KEYS + ".E" + longest)).keyAgreement()).hasSize(2);
    assertRefused(KEYS + ".E" + longest + '2', "too long a key");
  }

  @Test
  void fourServicesAreReadAndFiveRefused() {
    assertThat(PeerDid.resolve(PeerDids.withJson(SERVICE, SERVICE, SERVICE, SERVICE)).services())
        .hasSize(4);
    assertRefused(
        PeerDids.withJson(SERVICE, SERVICE, SERVICE, SERVICE, SERVICE).value(),
        "too many services");
    assertRefused(
        PeerDids.withJson("[" + (SERVICE + ",").repeat(4) + SERVICE + "]").value(),
        "too many services");
  }

  @Test
  void anEndpointOfALengthBeyondTheLimitIsRefused() {
    String longest = "http://" + "h".repeat(2041);

    assertThat(
            PeerDid.resolve(PeerDids.withJson("{\"t\":\"dm\",\"s\":\"" + longest + "\"}"))
                .didCommEndpoints())
        .hasSize(1);
    assertRefused(
        PeerDids.withJson("{\"t\":\"dm\",\"s\":\"" + longest + "h\"}").value(),
        "beyond the limits");
  }

  @Test
  void eightRoutingKeysAreReadAndNineRefused() {
    String eight = "{\"t\":\"dm\",\"s\":\"http://h\",\"r\":[" + "\"k\",".repeat(7) + "\"k\"]}";

    assertThat(PeerDid.resolve(PeerDids.withJson(eight)).didCommEndpoints().get(0).routingKeys())
        .hasSize(8);
    assertRefused(
        PeerDids.withJson(eight.replace("[\"k\"", "[\"k\",\"k\"")).value(), "beyond the limits");
  }

  private static void assertRefused(String did, String reason) {
    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> PeerDid.resolve(new Did(did)))
        .withMessageContaining(reason);
  }
}
