package org.entente.envelope;

import java.util.List;
import org.entente.did.Did;
import org.entente.did.DidKeyManager;
import org.entente.did.PeerDid;
import org.entente.envelope.JweEncrypter.RecipientKey;
import org.entente.message.Message;

/** Puts the layers around a message, innermost first. Thread-safe. */
final class Packer {
  private final KeyChoice keyChoice;
  private final DidKeyManager keyManager;
  private final JweEncrypter encrypter;

  Packer(KeyChoice keyChoice, DidKeyManager keyManager, JweEncrypter encrypter) {
    this.keyChoice = keyChoice;
    this.keyManager = keyManager;
    this.encrypter = encrypter;
  }

  byte[] pack(Message message, Packing packing) {
    byte[] packed = message.toJson().toBytes();
    Packing.Form form = packing.form();
    if (form.isSigned) {
      if (form.isAnoncrypted && message.to().isEmpty()) {
        throw new IllegalArgumentException(
            "a message that is signed and encrypted needs a to, or others could pass it on");
      }
      KeyChoice.SigningKey signer = keyChoice.signing(from(message), packing.profile());
      packed = Jws.sign(packed, signer.kid(), signer.key(), keyManager).toJson().toBytes();
    }
    if (form.isAuthcrypted) {
      KeyChoice.Pair keys =
          keyChoice.authenticated(from(message), to(message, packing), packing.profile());
      packed =
          encrypter
              .encrypt(packed, ContentEncryption.A256CBC_HS512, keys.sender(), keys.recipients())
              .toJson()
              .toBytes();
    }
    if (form.isAnoncrypted) {
      List<RecipientKey> recipients = keyChoice.anonymous(to(message, packing), packing.profile());
      packed =
          encrypter.encrypt(packed, packing.anonymousEnc(), null, recipients).toJson().toBytes();
    }
    return packed;
  }

  private static Did from(Message message) {
    return message
        .from()
        .orElseThrow(() -> new IllegalArgumentException("the message needs a from"));
  }

  private static Did to(Message message, Packing packing) {
    List<Did> to = message.to();
    if (packing.recipient().isPresent()) {
      Did recipient = packing.recipient().get();
      if (!to.isEmpty() && to.stream().noneMatch(did -> PeerDid.isSameParty(did, recipient))) {
        throw new IllegalArgumentException("the message is not addressed to this recipient");
      }
      return recipient;
    }
    if (to.size() != 1) {
      throw new IllegalArgumentException(
          "the message needs exactly one to, or choose with Packing.recipient for whom to pack it");
    }
    return to.get(0);
  }
}
