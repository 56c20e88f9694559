package org.entente.envelope;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidKeyManager;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.Forward;

/**
 * Wraps packed messages for the mediators that pass them on: one {@link Forward}, encrypted
 * anonymously, for each. Thread-safe.
 *
 * <p>Specification: DIDComm v2 §Routing Protocol 2.0. A mediator sees its own key, who is next, and
 * how long the rest is.
 */
public final class Routing {
  // required of everybody, unlike what some agents prefer
  private static final ContentEncryption ENC = ContentEncryption.A256CBC_HS512;

  private final JweEncrypter encrypter;
  private final Supplier<String> ids;
  private final Limits limits;
  private final JsonReader reader;

  /**
   * With everything that it needs from elsewhere.
   *
   * @param arithmetic for ephemeral keys
   * @param random for ephemeral keys, content keys and initialization vectors
   * @param ids a new one for each forward
   */
  public Routing(
      DidKeyManager keyManager,
      CurveArithmetic arithmetic,
      SecureRandom random,
      Supplier<String> ids,
      Limits limits) {
    this.encrypter =
        new JweEncrypter(
            FreshKeys.of(random, arithmetic), arithmetic, new StaticAgreements(keyManager));
    this.ids = ids;
    this.limits = limits;
    this.reader = new JsonReader(limits);
  }

  /**
   * Wraps a message, for the last mediator first.
   *
   * @param packed an encrypted envelope for the recipient
   * @param recipient whom the last mediator passes it on to
   * @param routingKeys in the order in which the message passes the mediators
   * @return an envelope for the first mediator; {@code packed} itself if there is none
   * @throws IllegalArgumentException if the result would be longer than {@link
   *     Limit#MESSAGE_BYTES}; each mediator makes a message longer by a third
   */
  public byte[] wrap(byte[] packed, Did recipient, List<RoutingKey> routingKeys) {
    if (routingKeys.isEmpty()) {
      return packed;
    }
    int mediators = routingKeys.size();
    // before the work: four characters of three bytes each time, headers not counted
    check((long) (packed.length * Math.pow(4.0 / 3, mediators)), mediators);
    JsonObject envelope = reader.read(packed);
    String next = recipient.value();
    for (int i = mediators - 1; i >= 0; i--) {
      RoutingKey routingKey = routingKeys.get(i);
      JsonObject forward = Forward.of(ids.get(), routingKey.mediator(), next, envelope).toJson();
      envelope = encrypter.encrypt(forward.toBytes(), ENC, null, routingKey.keys()).toJson();
      next = routingKey.id();
    }
    byte[] wrapped = envelope.toBytes();
    check(wrapped.length, mediators);
    return wrapped;
  }

  private void check(long bytes, int mediators) {
    int most = limits.of(Limit.MESSAGE_BYTES);
    if (bytes > most) {
      throw new IllegalArgumentException(
          "the message grows to at least "
              + bytes
              + " bytes on its way through "
              + mediators
              + (mediators == 1 ? " mediator" : " mediators")
              + ", and at most "
              + most
              + " can be sent; split it");
    }
  }
}
