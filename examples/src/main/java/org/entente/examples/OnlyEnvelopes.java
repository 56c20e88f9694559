package org.entente.examples;

import java.net.URI;
import java.util.UUID;
import org.entente.did.Did;
import org.entente.envelope.Envelopes;
import org.entente.envelope.KeyRing;
import org.entente.envelope.Packing;
import org.entente.envelope.Unpacked;
import org.entente.message.BasicMessage;
import org.entente.message.Message;

/** Packs a message and unpacks it, without an agent. */
public final class OnlyEnvelopes {
  private OnlyEnvelopes() {}

  /** Runs it, and prints what the recipient learns. */
  public static void main(String[] args) {
    // region only-envelopes
    KeyRing alicesKeys = new KeyRing();
    KeyRing bobsKeys = new KeyRing();
    Did alice = alicesKeys.newPeerDid(URI.create("https://alice.example/didcomm"));
    Did bob = bobsKeys.newPeerDid(URI.create("https://bob.example/didcomm"));
    Message message =
        Message.builder(UUID.randomUUID().toString(), BasicMessage.TYPE)
            .from(alice)
            .to(bob)
            .body(new BasicMessage("I owe you 5 €").body())
            .build();

    byte[] packed = Envelopes.of(alicesKeys).pack(message, Packing.signedAnoncrypt());

    Unpacked unpacked = Envelopes.of(bobsKeys).unpack(packed);
    System.out.println("from " + unpacked.protection().author().orElseThrow());
    System.out.println("can be proven: " + unpacked.protection().isNonRepudiable());
    // endregion
  }
}
