package org.entente.envelope;

import java.util.Optional;
import org.entente.did.CurveArithmetic;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.entente.message.Message;

/** Takes the layers off, outermost first, and checks what comes out. Thread-safe. */
final class Unpacker {
  private final JweDecrypter decrypter;
  private final PeerKeys peerKeys;
  private final CurveArithmetic arithmetic;
  private final FromPrior fromPrior;
  private final boolean refusesMisaddressed;
  private final Limits limits;
  private final JsonReader reader;

  Unpacker(
      JweDecrypter decrypter,
      PeerKeys peerKeys,
      CurveArithmetic arithmetic,
      boolean refusesMisaddressed,
      Limits limits) {
    this.decrypter = decrypter;
    this.peerKeys = peerKeys;
    this.arithmetic = arithmetic;
    this.refusesMisaddressed = refusesMisaddressed;
    this.limits = limits;
    this.reader = new JsonReader(limits);
    this.fromPrior = new FromPrior(peerKeys, arithmetic, reader, limits);
  }

  Unpacked unpack(byte[] packed) {
    return unpack(reader.read(packed), new Layers(limits, false));
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
}
