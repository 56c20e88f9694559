package org.entente.envelope;

import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.DidUrl;
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
    if (sender.isPresent() && !sender.equals(from)) {
      throw mismatch("the message's from is not the DID that encrypted it");
    }
    Optional<Did> signer = protection.signer().map(DidUrl::did);
    if (signer.isPresent() && !signer.equals(from)) {
      throw mismatch("the message's from is not the DID that signed it");
    }
    // Without this, who receives a signed message could seal it anew for someone else.
    if (signer.isPresent()
        && protection.recipient().isPresent()
        && !message.to().contains(protection.recipient().get().did())) {
      throw mismatch("the signed message is not addressed to us");
    }
  }

  private static InvalidMessageException mismatch(String reason) {
    return InvalidMessageException.refused("e.p.trust", reason);
  }
}
