package org.entente.did;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.entente.exception.InvalidMessageException;
import org.entente.fuzz.Slowest;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/** DIDs and their documents: resolved or refused, and a document reads as it is written. */
class DidFuzzTest {
  private static final JsonReader READER = new JsonReader(Limits.defaults());

  // what is written may spell a number at greater length
  private static final JsonReader AGAIN =
      new JsonReader(Limits.defaults().with(Limit.JSON_NUMBER_DIGITS, 100));

  private static final Slowest SLOWEST_DID = new Slowest("DID");
  private static final Slowest SLOWEST_DOCUMENT = new Slowest("DID document");
  private static final OfflineResolver RESOLVER = new OfflineResolver();

  @FuzzTest(maxDuration = "24h")
  void aDid(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    SLOWEST_DID.time(utf8.length, () -> resolve(text));
  }

  @FuzzTest(maxDuration = "24h")
  void aDocument(byte[] json) {
    SLOWEST_DOCUMENT.time(json.length, () -> read(json));
  }

  private static void resolve(String text) {
    Did did = Did.parse(text).orElse(null);
    if (did == null) {
      return;
    }
    Profile unused = PeerDid.profileOf(did);
    DidDocument document;
    try {
      document = DidResolvers.of(List.of(RESOLVER)).resolve(did);
    } catch (DidResolutionException e) {
      return;
    }
    if (!document.id().equals(did) || !PeerDid.isSameParty(did, PeerDid.canonical(did))) {
      throw new AssertionError("a DID resolved to another party");
    }
    same(DidDocument.parse(document.toJson()), document);
  }

  private static void read(byte[] json) {
    DidDocument document;
    try {
      document = DidDocument.parse(READER.read(json));
    } catch (InvalidMessageException e) {
      return;
    }
    same(DidDocument.parse(AGAIN.read(document.toJson().toBytes())), document);
    List<ServiceEndpoint> unused = document.didCommEndpoints();
  }

  private static void same(DidDocument again, DidDocument document) {
    if (!again.id().equals(document.id())
        || !keys(again.keyAgreement()).equals(keys(document.keyAgreement()))
        || !keys(again.authentication()).equals(keys(document.authentication()))
        || !again.services().equals(document.services())) {
      throw new AssertionError("a document reads differently after it was written");
    }
  }

  private static List<Object> keys(List<VerificationMethod> methods) {
    return methods.stream().<Object>map(VerificationMethod::key).toList();
  }
}
