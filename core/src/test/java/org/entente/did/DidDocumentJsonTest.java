package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DID documents in JSON (DID Core 1.0 §5; threat model S14, S22). */
class DidDocumentJsonTest {
  private static final String E = PeerDids.E;
  private static final String V = PeerDids.V;

  @ParameterizedTest
  @CsvSource({
    "#key-1, #key-1",
    "did:example:a#key-1, did:example:a#key-1",
    "#key-1, did:example:a#key-1",
    "did:example:a#key-1, #key-1"
  })
  void idsMayBeRelativeOrAbsolute(String id, String reference) {
    DidDocument document =
        parse("'verificationMethod':[" + agreement(id) + "],'keyAgreement':['" + reference + "']");

    VerificationMethod method = document.findKeyAgreement("key-1").orElseThrow();
    assertThat(method.key()).contains(multibase(E));
    assertThat(method.id()).isEqualTo(id);
    assertThat(document.verificationMethods()).containsExactly(method);
    assertThat(document.authentication()).isEmpty();
  }

  @Test
  void aKeyMayBeEmbeddedWhereItIsUsed() {
    DidDocument document =
        parse("'keyAgreement':[" + agreement("#a") + "],'authentication':[" + signing("#b") + "]");

    assertThat(document.findKeyAgreement("a").orElseThrow().key()).contains(multibase(E));
    assertThat(document.findAuthentication("b").orElseThrow().key()).contains(multibase(V));
    assertThat(document.findKeyAgreement("b")).isEmpty();
    assertThat(document.verificationMethods()).hasSize(2);
  }

  @Test
  void anEmbeddedKeyIsForThatUseAlone() {
    DidDocument document =
        parse("'authentication':[" + signing("#a") + "],'assertionMethod':['#a','#b']");

    assertThat(document.verificationMethods(VerificationRelationship.ASSERTION_METHOD)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:example:other#key-1",
        "did:example:a:b#key-1",
        "did:example:a?q#key-1",
        "did:example:a/p#key-1",
        "did:example:A#key-1",
        "key-1",
        "/#key-1",
        "#"
      })
  void aKeyOfAnotherDidIsNotFoundByItsFragment(String id) {
    DidDocument document =
        parse(
            "'verificationMethod':["
                + agreement(id)
                + "],'keyAgreement':['"
                + id
                + "','did:example:other#key-2','#key-1'],'authentication':["
                + signing(id + "2")
                + "]");

    assertThat(document.keyAgreement()).isEmpty();
    assertThat(document.findAuthentication("key-12")).isEmpty();
    assertThat(document.verificationMethods()).noneMatch(m -> m.fragments().contains("key-1"));
  }

  @Test
  void theControllerIsTheSubjectUnlessTheDocumentSaysOtherwise() {
    DidDocument document =
        parse(
            "'authentication':["
                + signing("#a")
                + ",{'id':'#b','type':'x','controller':'did:example:b'}]");

    assertThat(document.findAuthentication("a").orElseThrow().controller()).isEmpty();
    assertThat(document.findAuthentication("b").orElseThrow().controller())
        .contains(new Did("did:example:b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type':'Multikey','publicKeyMultibase':'" + PeerDids.E + "'",
        "'type':'X25519KeyAgreementKey2020','publicKeyMultibase':'" + PeerDids.E + "'",
        "'type':'X25519KeyAgreementKey2019','publicKeyBase58':'3e15QNxZjegh8fgBR5bFoKy18nwRkHEe7QHhUTJs65Eb'",
        "'type':'JsonWebKey2020','publicKeyJwk':{'kty':'OKP','crv':'X25519','x':'JzHzGrDlVkTnjBrzDdCDUhFdBwM5wj90WgDaMc_SuSw'}",
        "'type':'JsonWebKey','publicKeyJwk':{'kty':'OKP','crv':'X25519','x':'JzHzGrDlVkTnjBrzDdCDUhFdBwM5wj90WgDaMc_SuSw'}"
      })
  void everyTypeOfKeyAgreementKeySaysTheSame(String key) {
    DidDocument document = parse("'keyAgreement':[{'id':'#k'," + key + "}]");

    assertThat(document.keyAgreement().get(0).key()).contains(multibase(E));
    assertThat(key).contains("'" + document.keyAgreement().get(0).type() + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type':'Multikey','publicKeyMultibase':'" + PeerDids.V + "'",
        "'type':'Ed25519VerificationKey2020','publicKeyMultibase':'" + PeerDids.V + "'",
        "'type':'Ed25519VerificationKey2018','publicKeyBase58':'HGZX1q6X2MHNfMdZG9PKr7jRoddYhoHNegD2kSF8os8j'",
        "'type':'JsonWebKey2020','publicKeyJwk':{'kty':'OKP','crv':'Ed25519','x':'8bd4eSUe-b043Cgy-vHd1DeMoXhMLb024UEBifJ3fOg'}"
      })
  void everyTypeOfAuthenticationKeySaysTheSame(String key) {
    DidDocument document = parse("'authentication':[{'id':'#k'," + key + "}]");

    assertThat(document.authentication().get(0).key()).contains(multibase(V));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type':'RsaVerificationKey2018','publicKeyPem':'-----BEGIN'",
        "'type':'Multikey','publicKeyMultibase':'z6MkvipZc5LxMtmqmrUFwiMAhDHRdCuQ7gXjLh7xaiD9j5v7z6MkvipZc5LxMtmqmrUFwiMAhDHRdCuQ7gXjLh7xaiD9j5v7z6MkvipZc5LxMtmqmrUFwiMAhDHRdCuQ7gXjLh7xaiD9j5v7'",
        "'type':'JsonWebKey2020','publicKeyJwk':{'kty':'RSA','n':'AQAB','e':'AQAB'}",
        "'type':'JsonWebKey2020','publicKeyJwk':{'kty':'OKP','crv':'Ed448','x':'AQAB'}",
        "'type':'JsonWebKey2020','publicKeyMultibase':'" + PeerDids.V + "'",
        "'type':'Ed25519VerificationKey2020','publicKeyMultibase':'" + PeerDids.E + "'",
        "'type':'X25519KeyAgreementKey2020','publicKeyMultibase':'" + PeerDids.V + "'",
        "'type':'Ed25519VerificationKey2018'"
      })
  void aKeyOfUnknownKindIsKeptButCannotBeUsed(String key) {
    DidDocument document =
        parse("'authentication':[{'id':'#k'," + key + "}," + signing("#known") + "]");

    VerificationMethod method = document.findAuthentication("k").orElseThrow();
    assertThat(method.key()).isEmpty();
    assertThat(document.findAuthentication("known").orElseThrow().key()).isPresent();
  }

  @Test
  void aKeyThatDoesNotFitWhatItIsListedForCannotBeUsedForIt() {
    DidDocument document =
        parse(
            "'verificationMethod':["
                + signing("#sign")
                + ","
                + agreement("#agree")
                + "],'keyAgreement':['#sign','#agree'],'authentication':['#sign','#agree'],"
                + "'capabilityInvocation':['#agree']");

    assertThat(document.findKeyAgreement("sign").orElseThrow().key()).isEmpty();
    assertThat(document.findAuthentication("agree").orElseThrow().key()).isEmpty();
    assertThat(document.findKeyAgreement("agree").orElseThrow().key()).contains(multibase(E));
    assertThat(document.findAuthentication("sign").orElseThrow().key()).contains(multibase(V));
    assertThat(document.verificationMethods(VerificationRelationship.CAPABILITY_INVOCATION).get(0))
        .matches(method -> method.key().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'verificationMethod':[A,A]",
        "'verificationMethod':[A,{'id':'did:example:a#a','type':'x'}]",
        "'verificationMethod':[A],'keyAgreement':[A]",
        "'keyAgreement':[A],'authentication':[{'id':'#a','type':'x'}]",
        "'verificationMethod':[A],'service':[{'id':'#a','type':'x','serviceEndpoint':'x:y'}]",
        "'service':[{'id':'#s','type':'x'},{'id':'did:example:a#s','type':'x'}]",
        "'verificationMethod':[{'id':'did:x:y#a','type':'x'},{'id':'did:x:y#a','type':'x'}]"
      })
  void twoThingsOfOneIdAreRefused(String members) {
    assertRefused(members.replace("A", agreement("#a")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'verificationMethod':{}",
        "'verificationMethod':['#a']",
        "'verificationMethod':[{'type':'Multikey'}]",
        "'verificationMethod':[{'id':7,'type':'Multikey'}]",
        "'verificationMethod':[{'id':'#a'}]",
        "'keyAgreement':'#a'",
        "'keyAgreement':[7]",
        "'keyAgreement':[null]",
        "'alsoKnownAs':[7]",
        "'service':[7]",
        "'service':[{'type':'x'}]",
        "'service':[{'id':'#s'}]",
        "'service':[{'id':'#s','type':[]}]",
        "'service':[{'id':'#s','type':[7]}]",
        "'service':[{'id':'#s','type':'DIDCommMessaging','serviceEndpoint':7}]",
        "'service':[{'id':'#s','type':'DIDCommMessaging','serviceEndpoint':{}}]",
        "'service':[{'id':'#s','type':'DIDCommMessaging','serviceEndpoint':['x:y','x:y','x:y','x:y','x:y']}]",
        "'authentication':[{'id':'#a','type':'Multikey','publicKeyMultibase':'z6Mk'}]",
        "'authentication':[{'id':'#a','type':'Multikey','publicKeyMultibase':'u7QEB'}]",
        "'authentication':[{'id':'#a','type':'Ed25519VerificationKey2018','publicKeyBase58':'z6Mk'}]",
        "'authentication':[{'id':'#a','type':'Ed25519VerificationKey2018','publicKeyBase58':'0'}]",
        "'authentication':[{'id':'#a','type':'EcdsaSecp256k1VerificationKey2019','publicKeyBase58':'bTdjzaWCb6UY9AZqTMMbPSc3VzHeVR9By6ueiqrY2uVe'}]",
        "'authentication':[{'id':'#a','type':'JsonWebKey2020','publicKeyJwk':{'kty':'EC','crv':'P-256','x':'2syLh57B-dGpa0F8p1JrO6JU7UUSF6j7qL-vfk1eOoY','y':'2syLh57B-dGpa0F8p1JrO6JU7UUSF6j7qL-vfk1eOoY'}}]",
        "'authentication':[{'id':'#a','type':'JsonWebKey2020','publicKeyJwk':{'kty':'OKP','crv':'Ed25519','x':'AQAB'}}]"
      })
  void brokenDocumentsAreRefused(String members) {
    assertRefused(members);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'id':7}", "{'id':'example'}", "{'id':'did:example:a#b'}"})
  void aDocumentWithoutItsDidIsRefused(String json) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> DidDocument.parse(json(json)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'kty':'OKP','crv':'Ed25519'", "'kty':'RSA'", "'kty':'EC','crv':'P-256'"})
  void aPrivateKeyIsRefusedWithoutBeingQuoted(String kind) {
    String members =
        "'authentication':[{'id':'#a','type':'JsonWebKey2020','publicKeyJwk':{"
            + kind
            + ",'x':'8bd4eSUe-b043Cgy-vHd1DeMoXhMLb024UEBifJ3fOg','d':'c2VjcmV0'}}]";

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> parse(members))
        .withMessageContaining("private key")
        .withMessageNotContaining("c2VjcmV0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'serviceEndpoint':'https://h','routingKeys':['did:x:y#1'],'accept':['didcomm/v2']",
        "'serviceEndpoint':{'uri':'https://h','routingKeys':['did:x:y#1'],'accept':['didcomm/v2']}",
        "'serviceEndpoint':[{'uri':'https://h','routingKeys':['did:x:y#1'],'accept':['didcomm/v2']}]",
        "'serviceEndpoint':['https://h'],'routingKeys':['did:x:y#1'],'accept':['didcomm/v2']"
      })
  void everyFormOfAnEndpointSaysTheSame(String endpoint) {
    DidDocument document =
        parse("'service':[{'id':'#s','type':'DIDCommMessaging'," + endpoint + "}]");

    assertThat(document.didCommEndpoints())
        .containsExactly(
            new ServiceEndpoint("https://h", List.of("did:x:y#1"), List.of("didcomm/v2")));
  }

  @Test
  void aServiceMayHaveSeveralTypes() {
    DidDocument document =
        parse(
            "'service':[{'id':'#s','type':['Inbox','DIDCommMessaging'],'serviceEndpoint':'https://h'},"
                + "{'id':'#t','type':['Inbox','Other'],'serviceEndpoint':7}]");

    DidService first = document.services().get(0);
    assertThat(first.isDidComm()).isTrue();
    assertThat(first.type()).isEqualTo("DIDCommMessaging");
    assertThat(first.types()).containsExactly("Inbox", "DIDCommMessaging");
    assertThat(document.services().get(1).type()).isEqualTo("Inbox");
    assertThat(document.didCommEndpoints()).hasSize(1);
  }

  @Test
  void abbreviationsOfDidPeerMeanNothingHere() {
    DidDocument document = parse("'service':[{'id':'#s','type':'dm','s':'https://h'}]");

    assertThat(document.services().get(0).isDidComm()).isFalse();
    assertRefused("'service':[{'id':'#s','t':'dm','s':'https://h'}]");
  }

  @Test
  void whatWasReadIsGivenBackWithAllItsMembers() {
    String json =
        "{'@context':['https://www.w3.org/ns/did/v1',{'x':'y'}],'id':'did:example:a','x':null,"
            + "'alsoKnownAs':['https://example.com','did:example:b'],'controller':'did:example:c',"
            + "'authentication':[{'id':'#k','type':'New','publicKeyNew':[1]}],"
            + "'service':[{'id':'#s','type':'New','serviceEndpoint':{'deep':{'er':true}},'z':1}]}";

    DidDocument document = DidDocument.parse(json(json));

    assertThat(document.toJson()).isEqualTo(json(json));
    assertThat(document.services().get(0).toJson()).isEqualTo(json(json).objects("service").get(0));
    assertThat(document.alsoKnownAs()).containsExactly(new Did("did:example:b"));
  }

  @Test
  void theNumberOfEntriesIsBounded() {
    assertThat(parse("'authentication':[" + repeated(64, "{'id':'#%d','type':'x'}") + "]"))
        .matches(document -> document.authentication().size() == 64);

    assertRefused("'authentication':[" + repeated(65, "{'id':'#%d','type':'x'}") + "]");
    assertRefused("'verificationMethod':[" + repeated(65, "{'id':'#%d','type':'x'}") + "]");
    assertRefused("'keyAgreement':[" + repeated(65, "'#%d'") + "]");
    assertRefused("'service':[" + repeated(65, "{'id':'#%d','type':'x'}") + "]");
    assertRefused("'alsoKnownAs':[" + repeated(65, "'did:x:%d'") + "]");
    assertRefused(
        "'authentication':["
            + repeated(40, "{'id':'#a%d','type':'x'}")
            + "],'assertionMethod':["
            + repeated(40, "{'id':'#b%d','type':'x'}")
            + "]");
  }

  @Test
  void aDocumentThatWasPutTogetherIsWrittenAsItIsRead() {
    DidDocument document =
        DidDocument.builder(new Did("did:example:a"))
            .alsoKnownAs(new Did("did:example:b"))
            .keyAgreement(new VerificationMethod(List.of("e"), multibase(E)))
            .authentication(new VerificationMethod(List.of("v"), multibase(V)))
            .verificationMethod(new VerificationMethod(List.of("unknown"), null))
            .service(
                new DidService(
                    "#s",
                    "DIDCommMessaging",
                    List.of(new ServiceEndpoint("https://h", List.of(), List.of("didcomm/v2")))))
            .service(new DidService("#t", "Other", List.of()))
            .build();

    DidDocument read = DidDocument.parse(document.toJson());

    assertThat(read.findKeyAgreement("e").orElseThrow().key()).contains(multibase(E));
    assertThat(read.findAuthentication("v").orElseThrow().key()).contains(multibase(V));
    assertThat(read.verificationMethods()).hasSize(3);
    assertThat(read.services()).isEqualTo(document.services());
    assertThat(read.alsoKnownAs()).isEqualTo(document.alsoKnownAs());
  }

  private static void assertRefused(String members) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> parse(members))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(120));
  }

  private static DidDocument parse(String members) {
    return DidDocument.parse(json("{'id':'did:example:a'," + members + "}"));
  }

  private static JsonObject json(String text) {
    return new JsonReader(Limits.defaults()).read(text.replace('\'', '"'));
  }

  private static String agreement(String id) {
    return "{'id':'" + id + "','type':'Multikey','publicKeyMultibase':'" + E + "'}";
  }

  private static String signing(String id) {
    return "{'id':'" + id + "','type':'Multikey','publicKeyMultibase':'" + V + "'}";
  }

  private static String repeated(int times, String format) {
    return IntStream.range(0, times).mapToObj(format::formatted).collect(Collectors.joining(","));
  }

  private static PublicJwk multibase(String text) {
    return PublicJwk.parseMultibase(text).orElseThrow();
  }
}
