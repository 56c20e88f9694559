package org.entente.envelope;

import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.PeerDid;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Message;

/**
 * What the plaintext says about its parties must be what the envelope proves (DIDComm v2 §Message
 * Layer Addressing Consistency).
 */
final class Consistency {
  private Consistency() {}

  static void check(Message message, Protection protection) {
    Optional<Did> from = message.from();
    Optional<Did> sender = protection.sender().map(DidUrl::did);
    if (sender.isPresent() && !isSame(sender.get(), from)) {
      throw mismatch("the message's from is not the DID that encrypted it");
    }
    Optional<Did> signer = protection.signer().map(DidUrl::did);
    if (signer.isPresent() && !isSame(signer.get(), from)) {
      throw mismatch("the message's from is not the DID that signed it");
    }
    // Without this, who receives a signed message could seal it anew for someone else.
    if (signer.isPresent()
        && protection.isEncrypted()
        && (message.to().isEmpty() || !isAddressed(message, protection))) {
      throw mismatch("the signed message is not addressed to us");
    }
  }

  /** Whether the message names the DID of ours that it was encrypted to, or names nobody. */
  static boolean isAddressed(Message message, Protection protection) {
    if (message.to().isEmpty() || protection.recipient().isEmpty()) {
      return true;
    }
    Did ours = protection.recipient().get().did();
    return message.to().stream().anyMatch(to -> PeerDid.isSameParty(to, ours));
  }

  private static boolean isSame(Did did, Optional<Did> other) {
    return other.isPresent() && PeerDid.isSameParty(did, other.get());
  }

  private static InvalidMessageException mismatch(String reason) {
    return InvalidMessageException.refused("e.p.trust", reason);
  }
}
