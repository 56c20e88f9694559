package org.entente.envelope;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.did.PublicJwk;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;

/**
 * The protected header of an encrypted envelope (DIDComm v2 §Message Encryption).
 *
 * @param alg how the content key is wrapped
 * @param enc how the content is encrypted
 * @param epk the ephemeral key, one for all recipients
 * @param skid the sender's key id; absent in an anonymous envelope
 * @param apu decoded: the sender's key id again; empty in an anonymous envelope
 * @param apv decoded: the hash of the recipients' key ids
 */
record JweHeader(
    KeyWrappingAlgorithm alg,
    ContentEncryption enc,
    PublicJwk epk,
    Optional<String> skid,
    byte[] apu,
    byte[] apv) {

  // Nothing else is let in: "zip" could be a bomb, "crit" demands what we do not know, and "jwk",
  // "jku", "x5u", "x5c" would smuggle keys (threat model S2, S3).
  private static final Set<String> ALLOWED =
      Set.of("epk", "apv", "skid", "apu", "typ", "enc", "alg");
  private static final Set<String> EPK = Set.of("kty", "crv", "x", "y");

  /** The header of an authenticated envelope that we make. */
  static JweHeader authenticated(
      ContentEncryption enc, PublicJwk epk, String skid, List<String> kids) {
    return new JweHeader(
        KeyWrappingAlgorithm.ECDH_1PU_A256KW,
        enc,
        epk,
        Optional.of(skid),
        skid.getBytes(StandardCharsets.UTF_8),
        apv(kids));
  }

  /** The header of an anonymous envelope that we make. */
  static JweHeader anonymous(ContentEncryption enc, PublicJwk epk, List<String> kids) {
    return new JweHeader(
        KeyWrappingAlgorithm.ECDH_ES_A256KW, enc, epk, Optional.empty(), new byte[0], apv(kids));
  }

  /**
   * Reads a header, and checks all of it that needs no key.
   *
   * @param kids of the envelope's recipients
   * @throws InvalidMessageException if it is not exactly what DIDComm v2 allows
   */
  static JweHeader read(JsonObject json, List<String> kids) {
    if (!ALLOWED.containsAll(json.names())) {
      throw InvalidMessageException.malformed(
          "the protected header has a member that is not allowed");
    }
    KeyWrappingAlgorithm alg = alg(json.getString("alg"));
    ContentEncryption enc = enc(json.getString("enc"));
    MediaTypes.check(json.string("typ"), MediaTypes.ENCRYPTED);
    byte[] apv = Base64Url.decode(json.getString("apv"));
    if (!MessageDigest.isEqual(apv, apv(kids))) {
      throw InvalidMessageException.malformed("apv is not the hash of the recipients' key ids");
    }
    Optional<String> apuText = json.string("apu");
    byte[] apu = apuText.map(Base64Url::decode).orElse(new byte[0]);
    Optional<String> skid = json.string("skid");
    if (alg == KeyWrappingAlgorithm.ECDH_ES_A256KW) {
      if (skid.isPresent() || apuText.isPresent()) {
        throw InvalidMessageException.malformed("an anonymous envelope must not name its sender");
      }
    } else {
      if (enc != ContentEncryption.A256CBC_HS512) {
        throw InvalidMessageException.malformed("authenticated envelopes take A256CBC-HS512 only");
      }
      String named = skid.orElseGet(() -> new String(apu, StandardCharsets.UTF_8));
      if (apu.length == 0 || !MessageDigest.isEqual(apu, named.getBytes(StandardCharsets.UTF_8))) {
        throw InvalidMessageException.malformed("apu is not the sender's key id");
      }
      skid = Optional.of(named);
    }
    return new JweHeader(alg, enc, epk(json.getObject("epk")), skid, apu, apv);
  }

  /** The JSON in the member order of the specification's vectors. */
  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder().put("epk", epk.toJson()).put("apv", Base64Url.encode(apv));
    if (skid.isPresent()) {
      json.put("skid", skid.get()).put("apu", Base64Url.encode(apu));
    }
    return json.put("typ", MediaTypes.ENCRYPTED)
        .put("enc", enc.joseName())
        .put("alg", alg.joseName())
        .build();
  }

  private static PublicJwk epk(JsonObject json) {
    if (!EPK.containsAll(json.names())) {
      throw InvalidMessageException.malformed("epk has a member that is not allowed");
    }
    return PublicJwk.parse(json);
  }

  private static byte[] apv(Collection<String> kids) {
    String sorted = String.join(".", kids.stream().sorted().toList());
    return Jca.sha256().digest(sorted.getBytes(StandardCharsets.UTF_8));
  }

  private static KeyWrappingAlgorithm alg(String name) {
    for (KeyWrappingAlgorithm alg : KeyWrappingAlgorithm.values()) {
      if (alg.joseName().equals(name)) {
        return alg;
      }
    }
    throw InvalidMessageException.malformed("the envelope's alg is not supported");
  }

  private static ContentEncryption enc(String name) {
    for (ContentEncryption enc : ContentEncryption.values()) {
      if (enc.joseName().equals(name)) {
        return enc;
      }
    }
    throw InvalidMessageException.malformed("the envelope's enc is not supported");
  }
}
