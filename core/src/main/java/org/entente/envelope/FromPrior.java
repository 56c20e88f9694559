package org.entente.envelope;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.PeerDid;
import org.entente.did.PublicJwk;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.Message;

/**
 * Checks the header {@code from_prior}: a JWT in compact form, signed with a key of the DID that is
 * given up (DIDComm v2 §DID Rotation). Thread-safe.
 */
final class FromPrior {
  // the specification shows "crv"; it says nothing that the key does not say
  private static final Set<String> HEADER = Set.of("typ", "alg", "kid", "crv");

  /** The end of the year 9999, the last that RFC 3339 can write. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final PeerKeys peerKeys;
  private final CurveArithmetic arithmetic;
  private final JsonReader reader;
  private final Limits limits;

  FromPrior(PeerKeys peerKeys, CurveArithmetic arithmetic, JsonReader reader, Limits limits) {
    this.peerKeys = peerKeys;
    this.arithmetic = arithmetic;
    this.reader = reader;
    this.limits = limits;
  }

  /**
   * What the message's header says, if it has one.
   *
   * @throws InvalidMessageException if it is there and not valid
   */
  Optional<Rotation> check(Message message, Protection protection) {
    if (message.fromPrior().isEmpty()) {
      return Optional.empty();
    }
    DidUrl recipient =
        protection.recipient().orElseThrow(() -> refused("the message is not encrypted"));
    String[] parts = message.fromPrior().get().split("\\.", -1);
    if (parts.length != 3) {
      throw InvalidMessageException.malformed("from_prior is no JWT in compact form");
    }
    JsonObject header = read(parts[0]);
    JsonObject claims = read(parts[1]);
    Did prior = did(claims, "iss").orElseThrow(() -> refused("there is no iss"));
    Optional<Did> next = did(claims, "sub");
    checkParties(prior, next, message, protection);
    DidUrl kid = kid(header);
    if (!PeerDid.isSameParty(kid.did(), prior)) {
      throw refused("its key is of another DID than iss");
    }
    PublicJwk key =
        peerKeys
            .authentication(kid, recipient.did())
            .orElseThrow(() -> refused("its key is not among the authentication keys of iss"));
    byte[] input = (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII);
    SignatureAlgorithm alg = SignatureAlgorithm.of(header.getString("alg"));
    if (key.curve() != alg.curve() || !arithmetic.verify(key, input, Base64Url.decode(parts[2]))) {
      throw refused("its signature does not verify");
    }
    return Optional.of(new Rotation(prior, next, time(claims)));
  }

  // A new name must be its own witness; only who leaves for good comes without one.
  private static void checkParties(
      Did prior, Optional<Did> next, Message message, Protection protection) {
    if (next.isEmpty()) {
      if (message.from().isPresent() || protection.author().isPresent()) {
        throw refused("it ends a relationship, and the message has a from");
      }
      return;
    }
    if (!message.from().filter(from -> PeerDid.isSameParty(from, next.get())).isPresent()) {
      throw refused("sub is not the message's from");
    }
    if (!protection.isAuthenticated()) {
      throw refused("the message is not authenticated by sub");
    }
    if (PeerDid.isSameParty(prior, next.get())) {
      throw refused("iss and sub are the same");
    }
  }

  private JsonObject read(String part) {
    limits.check(Limit.PROTECTED_HEADER_BYTES, part.length() * 3L / 4);
    return reader.read(Base64Url.decode(part));
  }

  private static DidUrl kid(JsonObject header) {
    if (!HEADER.containsAll(header.names())) {
      throw InvalidMessageException.malformed("from_prior has a header that is not allowed");
    }
    if (!header.string("typ").orElse("JWT").equals("JWT")) {
      throw InvalidMessageException.malformed("from_prior is not of the type JWT");
    }
    return DidUrl.parse(header.getString("kid"))
        .orElseThrow(() -> InvalidMessageException.malformed("from_prior's kid is no DID URL"));
  }

  private static Optional<Did> did(JsonObject claims, String name) {
    return claims
        .string(name)
        .map(
            text ->
                Did.parse(text)
                    .orElseThrow(
                        () ->
                            InvalidMessageException.malformed(
                                "from_prior's " + name + " is no DID")));
  }

  private static Instant time(JsonObject claims) {
    return claims
        .integer("iat")
        .filter(seconds -> seconds >= 0 && seconds <= LAST_SECOND)
        .map(Instant::ofEpochSecond)
        .orElseThrow(() -> InvalidMessageException.malformed("from_prior has no iat"));
  }

  private static InvalidMessageException refused(String reason) {
    return InvalidMessageException.refused("e.p.trust", "from_prior is refused: " + reason);
  }
}
