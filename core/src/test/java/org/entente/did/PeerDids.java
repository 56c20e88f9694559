package org.entente.did;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.entente.Vectors;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;

/** did:peer texts for tests, from fixed keys. */
final class PeerDids {
  static final String E = "z6LSeKBEvgmRq7QSE43wwj7D7vBUywUYStQnzP1NxuxPoT1M";
  static final String V = "z6MkvipZc5LxMtmqmrUFwiMAhDHRdCuQ7gXjLh7xaiD9j5v7";
  static final String OTHER_E = "z6LSbwrTHMTf9aPrsaRk3smrPtgjbwvYC4KTJrdDH8VhJRZ9";

  static final JsonObject NUMALGO_4 = Vectors.read("did-peer/numalgo4.json");
  static final Did LONG_FORM = new Did(NUMALGO_4.getString("longForm"));
  static final Did SHORT_FORM = new Did(NUMALGO_4.getString("shortForm"));

  private PeerDids() {}

  /** With the two keys and these service elements, in base64url. */
  static Did withServices(String... encoded) {
    StringBuilder did = new StringBuilder("did:peer:2.E" + E + ".V" + V);
    for (String service : encoded) {
      did.append(".S").append(service);
    }
    return new Did(did.toString());
  }

  /** With the two keys and these service elements, in JSON. */
  static Did withJson(String... services) {
    String[] encoded = new String[services.length];
    for (int i = 0; i < services.length; i++) {
      encoded[i] = Base64Url.encode(services[i].getBytes(StandardCharsets.UTF_8));
    }
    return withServices(encoded);
  }

  /** A long form of numalgo 4 whose hash is right, whatever it holds. */
  static Did numalgo4(byte[] prefix, byte[] document) {
    byte[] bytes = Arrays.copyOf(prefix, prefix.length + document.length);
    System.arraycopy(document, 0, bytes, prefix.length, document.length);
    String encoded = 'z' + Base58.encode(bytes);
    return new Did("did:peer:4" + Multihash.of(encoded) + ':' + encoded);
  }

  /** A long form of numalgo 4 of this document. */
  static Did numalgo4(String json) {
    return numalgo4(new byte[] {(byte) 0x80, 0x04}, json.getBytes(StandardCharsets.UTF_8));
  }

  /** The DIDs of all vectors of the methods whose keys stand in the text. */
  static List<Did> reference() {
    return List.of(
        new Did(Vectors.read("seed/inviter-did.json").getString("did")),
        new Did(Vectors.read("did-peer/numalgo2.json").getString("did")),
        new Did(Vectors.read("did-peer/numalgo0.json").getString("did")),
        new Did(Vectors.read("did-peer/numalgo0.json").getString("equivalentDidKey")));
  }

  /** A key with random bytes; not one to agree with. On an EC curve, a random point of it. */
  static PublicJwk key(Curve curve, Random random) {
    byte[] raw = new byte[curve.publicKeyBytes()];
    while (true) {
      random.nextBytes(raw);
      if (curve.keyType().equals("EC")) {
        raw[0] = (byte) (2 + random.nextInt(2)); // the sign of y
      }
      if (curve == Curve.P521) {
        raw[1] &= 1; // 521 bits
      }
      Optional<PublicJwk> key = PublicJwk.find(curve, raw);
      if (key.isPresent()) {
        return key.get();
      }
    }
  }
}
