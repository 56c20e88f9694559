package org.entente.did;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.entente.Vectors;
import org.entente.json.Base64Url;

/** did:peer texts for tests, from fixed keys. */
final class PeerDids {
  static final String E = "z6LSeKBEvgmRq7QSE43wwj7D7vBUywUYStQnzP1NxuxPoT1M";
  static final String V = "z6MkvipZc5LxMtmqmrUFwiMAhDHRdCuQ7gXjLh7xaiD9j5v7";
  static final String OTHER_E = "z6LSbwrTHMTf9aPrsaRk3smrPtgjbwvYC4KTJrdDH8VhJRZ9";

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

  /** The DIDs of all vectors that resolve. */
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
