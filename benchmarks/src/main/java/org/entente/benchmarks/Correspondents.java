package org.entente.benchmarks;

import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidKeyManager;
import org.entente.did.DidResolvers;
import org.entente.did.NewKeys;
import org.entente.did.OfflineResolver;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.SealedDidKeyManager;
import org.entente.envelope.Envelopes;
import org.entente.envelope.Packing;
import org.entente.json.JsonObject;
import org.entente.keys.DataKey;
import org.entente.message.Message;
import org.entente.message.MessageType;

/** Two DIDs that know each other, and envelopes between them; nothing is stored. */
final class Correspondents {
  private static final URI ENDPOINT = URI.create("memory://alice");

  private final SecureRandom random = new SecureRandom();
  private final CurveArithmetic arithmetic = CurveArithmetic.standard();
  private final DidKeyManager keyManager =
      new SealedDidKeyManager("default", DataKey.generate(random), arithmetic, random);
  private final DidResolvers resolvers = DidResolvers.of(List.of(new OfflineResolver()));
  private final Map<String, OwnKey> keys = new ConcurrentHashMap<>();
  private final Envelopes envelopes =
      Envelopes.builder(kid -> Optional.ofNullable(keys.get(kid)), keyManager)
          .resolvers(resolvers)
          .arithmetic(arithmetic)
          .random(random)
          .build();
  private final Did alice = didWithKeys();
  private final Did bob = didWithKeys();
  private final Message message =
      Message.builder(
              "5f0a1c1e-7d6f-4a33-9f6c-0d6d2b8d4e51",
              new MessageType("https://didcomm.org/basicmessage/2.0/message"))
          .from(alice)
          .to(bob)
          .body(JsonObject.builder().put("content", "Hello, Bob. How are you?").build())
          .build();

  /** Bytes to send, from a message to a known peer. */
  byte[] pack() {
    return envelopes.pack(message, Packing.authcrypt());
  }

  /** The message, from bytes that arrived. */
  Message unpack(byte[] packed) {
    return envelopes.unpack(packed).message();
  }

  /** The document of a DID that was resolved before. */
  DidDocument resolve() {
    return resolvers.resolve(alice);
  }

  /** A new DID, its keys sealed. */
  Did newDid() {
    return did(keyManager.generate());
  }

  private Did didWithKeys() {
    NewKeys generated = keyManager.generate();
    Did did = did(generated);
    keys.put(did + "#key-1", generated.agreement());
    return did;
  }

  private static Did did(NewKeys keys) {
    return PeerDid.create(
        keys.agreement().publicKey(), keys.authentication().publicKey(), ENDPOINT, Profile.CURRENT);
  }
}
