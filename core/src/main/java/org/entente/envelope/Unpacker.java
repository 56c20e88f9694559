package org.entente.envelope;

import java.util.List;
import java.util.Optional;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.PeerDid;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.entente.message.Forward;
import org.entente.message.Message;

/** Takes the layers off, outermost first, and checks what comes out. Thread-safe. */
final class Unpacker {
  private final OwnKeys ownKeys;
  private final JweDecrypter decrypter;
  private final PeerKeys peerKeys;
  private final CurveArithmetic arithmetic;
  private final FromPrior fromPrior;
  private final boolean refusesMisaddressed;
  private final Limits limits;
  private final JsonReader reader;

  Unpacker(
      OwnKeys ownKeys,
      JweDecrypter decrypter,
      PeerKeys peerKeys,
      CurveArithmetic arithmetic,
      boolean refusesMisaddressed,
      Limits limits) {
    this.ownKeys = ownKeys;
    this.decrypter = decrypter;
    this.peerKeys = peerKeys;
    this.arithmetic = arithmetic;
    this.refusesMisaddressed = refusesMisaddressed;
    this.limits = limits;
    this.reader = new JsonReader(limits);
    this.fromPrior = new FromPrior(peerKeys, arithmetic, reader, limits);
  }

  Unpacked unpack(byte[] packed) {
    Layers layers = new Layers(limits, false);
    try {
      Unpacked unpacked = unpack(reader.read(packed), layers);
      // once: a forward inside a forward to ourselves is nobody's honest work
      Optional<JsonObject> forwarded = forwardedToUs(unpacked);
      return forwarded.isPresent() ? unpack(forwarded.get(), new Layers(limits, true)) : unpacked;
    } catch (InvalidMessageException e) {
      // Behind the first decryption there is one answer: whoever sent it learns that nothing came
      // of
      // it, and not how far it came (threat model S9).
      throw layers.recipientDid() == null
          ? e
          : InvalidMessageException.refused(e.code(), e.getMessage());
    }
  }

  private Unpacked unpack(JsonObject packed, Layers layers) {
    JsonObject json = packed;
    while (true) {
      if (Jwe.isJwe(json)) {
        Jwe jwe = Jwe.read(json, reader, limits);
        layers.enter(jwe.header());
        JweDecrypter.Decrypted decrypted = decrypter.decrypt(jwe);
        layers.decrypted(decrypted.recipient(), decrypted.sender());
        json = reader.read(decrypted.plaintext());
      } else if (Jws.isJws(json)) {
        Jws jws = Jws.read(json, reader, limits);
        layers.enter(jws);
        json = reader.read(jws.verify(peerKeys, arithmetic, layers.recipientDid()));
        layers.verified(jws);
      } else {
        return message(Message.parse(json), layers.protection());
      }
    }
  }

  private Unpacked message(Message message, Protection protection) {
    Consistency.check(message, protection);
    if (refusesMisaddressed && !Consistency.isAddressed(message, protection)) {
      throw InvalidMessageException.refused("e.p.trust", "the message is addressed to others");
    }
    Optional<Rotation> rotation = fromPrior.check(message, protection);
    return new Unpacked(message, protection, rotation);
  }

  /**
   * What a mediator has wrapped anew for us (DIDComm v2 §Rewrapping): encrypted, for the DID that
   * the forward names, and that DID is ours. What is for others is left to a mediator.
   */
  private Optional<JsonObject> forwardedToUs(Unpacked unpacked) {
    if (!unpacked.protection().isEncrypted() || !Forward.isForward(unpacked.message())) {
      return Optional.empty();
    }
    Forward forward = Forward.read(unpacked.message());
    List<byte[]> attachments = forward.attachments();
    Optional<JsonObject> first = readIfForUs(attachments.get(0), forward);
    if (first.isPresent() && attachments.size() > 1) {
      throw InvalidMessageException.refused("e.p.msg", "a forward to us has several messages");
    }
    return first;
  }

  // What cannot be read is for whoever the forward names to refuse.
  private Optional<JsonObject> readIfForUs(byte[] attachment, Forward forward) {
    try {
      JsonObject json = reader.read(attachment);
      return Jwe.isJwe(json) && isForUs(Jwe.read(json, reader, limits), forward)
          ? Optional.of(json)
          : Optional.empty();
    } catch (InvalidMessageException e) {
      return Optional.empty();
    }
  }

  private boolean isForUs(Jwe jwe, Forward forward) {
    Did next =
        DidUrl.parse(forward.next()).map(DidUrl::did).orElseGet(() -> new Did(forward.next()));
    return jwe.recipients().stream()
        .map(Jwe.Recipient::kid)
        .filter(kid -> ownKeys.findKey(kid).isPresent())
        .flatMap(kid -> DidUrl.parse(kid).stream())
        .anyMatch(kid -> PeerDid.isSameParty(kid.did(), next));
  }
}
