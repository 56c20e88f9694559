package org.entente.envelope;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.entente.Vectors;
import org.entente.did.Did;
import org.entente.did.DidResolvers;
import org.entente.did.DidUrl;
import org.entente.did.OfflineResolver;
import org.entente.did.PeerDid;
import org.entente.exception.InvalidMessageException;
import org.entente.fuzz.Slowest;
import org.entente.json.JsonObject;

/** Whatever arrives is opened or refused, and what is opened is what it says it is. */
class UnpackFuzzTest {
  private static final Slowest SLOWEST = new Slowest("unpack");
  private static final Slowest SLOWEST_INSIDE = new Slowest("unpack, inside");
  private static final Envelopes RECIPIENT = recipient();
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final Envelopes BOBS = BOB.envelopes();

  /** Bytes as they come, among them the envelopes of the vectors, whose recipient we are. */
  @FuzzTest(maxDuration = "24h")
  void anyBytes(byte[] packed) {
    SLOWEST.time(packed.length, () -> unpack(RECIPIENT, packed));
  }

  /**
   * A valid envelope of any form around bytes as they come, so that what is behind the decryption
   * is reached. Some bytes are used to change a header before it is authenticated.
   */
  @FuzzTest(maxDuration = "24h")
  void anyBytesInsideAnEnvelope(FuzzedDataProvider data) {
    List<Integer> layers = new ArrayList<>();
    for (int count = data.consumeInt(1, 4); count > 0; count--) {
      layers.add(data.consumeInt(0, 4));
    }
    ContentEncryption enc = data.pickValue(ContentEncryption.values());
    String headerMember = data.consumeString(8);
    String headerValue = data.consumeString(32);
    byte[] packed = data.consumeRemainingAsBytes();
    for (int layer : layers) {
      Forge forge = layer % 2 == 0 ? Forge.authcrypt(ALICE, BOB) : Forge.anoncrypt(BOB).enc(enc);
      packed =
          switch (layer) {
            case 0, 1 -> forge.seal(packed);
            case 2, 3 ->
                forge.header(header -> Forge.with(header, headerMember, headerValue)).seal(packed);
            default -> Forge.sign(ALICE, packed);
          };
    }
    byte[] envelope = packed;
    SLOWEST_INSIDE.time(envelope.length, () -> unpack(BOBS, envelope));
  }

  private static void unpack(Envelopes envelopes, byte[] packed) {
    Unpacked unpacked;
    try {
      unpacked = envelopes.unpack(packed);
    } catch (InvalidMessageException e) {
      if (e.getMessage().isEmpty() || e.getMessage().length() > 200 || e.getCause() != null) {
        throw new AssertionError("a refusal says too little or too much: " + e.getMessage());
      }
      return;
    }
    Protection protection = unpacked.protection();
    for (DidUrl proven : proven(protection)) {
      Did from = unpacked.message().from().orElseThrow();
      if (!PeerDid.isSameParty(from, proven.did())) {
        throw new AssertionError("the message is from somebody else than it says");
      }
    }
    if (protection.isAuthenticated() && !protection.isEncrypted()) {
      throw new AssertionError("a message that anybody can pass on counts as authenticated");
    }
  }

  private static List<DidUrl> proven(Protection protection) {
    List<DidUrl> proven = new ArrayList<>(protection.signers());
    protection.sender().ifPresent(proven::add);
    return proven;
  }

  private static Envelopes recipient() {
    KeyRing keys = new KeyRing();
    for (JsonObject secret :
        Vectors.read("didcomm-v2/A2-recipient-secrets.json").objects("secrets")) {
      DidUrl kid = DidUrl.parse(secret.getString("kid")).orElseThrow();
      keys.add(kid, secret.without(Set.of("kid")));
    }
    for (String file : List.of("exchange-current.json", "exchange-legacy.json")) {
      for (String party : List.of("inviter", "invitee")) {
        JsonObject agreement =
            Vectors.read("synthetic/" + file).getObject(party).getObject("keyAgreement");
        keys.add(
            DidUrl.parse(agreement.getString("kid")).orElseThrow(), agreement.getObject("jwk"));
      }
    }
    return Envelopes.builder(keys, keys.keyManager())
        .resolvers(DidResolvers.of(List.of(new OfflineResolver(), new ExampleDids())))
        .build();
  }
}
