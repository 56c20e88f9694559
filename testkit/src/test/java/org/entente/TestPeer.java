package org.entente;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.entente.connection.ConnectionRequest;
import org.entente.connection.ConnectionResponse;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.NewKeys;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.PublicJwk;
import org.entente.did.SealedDidKeyManager;
import org.entente.envelope.Envelopes;
import org.entente.envelope.Sealing;
import org.entente.envelope.Unpacked;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.keys.DataKey;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.MessageType;
import org.entente.message.ThreadId;

/** Somebody with one DID who writes whatever they like, protected however they like. */
final class TestPeer {
  private final Did did;
  private final NewKeys keys;
  private final SealedDidKeyManager keyManager;
  private final Envelopes envelopes;
  private final Sealing sealing;

  TestPeer(SecureRandom random, String endpoint) {
    this(
        random,
        keys ->
            PeerDid.create(
                keys.agreement().publicKey(),
                keys.authentication().publicKey(),
                URI.create(endpoint),
                Profile.CURRENT));
  }

  /** With a service that says what its JSON says. */
  static TestPeer withService(SecureRandom random, String json) {
    return new TestPeer(
        random,
        keys ->
            new Did(
                "did:peer:2.E"
                    + keys.agreement().publicKey().multibase()
                    + ".V"
                    + keys.authentication().publicKey().multibase()
                    + ".S"
                    + Base64Url.encode(json.getBytes(US_ASCII))));
  }

  /** With a did:peer of numalgo 4. */
  static TestPeer ofNumalgo4(SecureRandom random, String endpoint) {
    return new TestPeer(
        random,
        keys ->
            PeerDid.builder()
                .keyAgreement(keys.agreement().publicKey())
                .authentication(keys.authentication().publicKey())
                .endpoint(URI.create(endpoint))
                .create());
  }

  /** Somebody who agrees on P-256, and so can only be written to by those who do. */
  static TestPeer withoutX25519(SecureRandom random, String endpoint) {
    PublicJwk p256 = CurveArithmetic.standard().generate(Curve.P256, random).publicKey();
    return new TestPeer(
        random,
        keys ->
            PeerDid.builder()
                .keyAgreement(p256)
                .authentication(keys.authentication().publicKey())
                .endpoint(URI.create(endpoint))
                .create());
  }

  private TestPeer(SecureRandom random, Function<NewKeys, Did> naming) {
    this.keyManager =
        new SealedDidKeyManager(
            "peer", DataKey.generate(random), CurveArithmetic.standard(), random);
    this.keys = keyManager.generate();
    this.did = naming.apply(keys);
    Map<String, OwnKey> byKid = new HashMap<>();
    byKid.put(did.value() + "#key-1", keys.agreement());
    byKid.put(did.value() + "#key-2", keys.authentication());
    this.envelopes =
        Envelopes.builder(kid -> Optional.ofNullable(byKid.get(kid)), keyManager)
            .random(random)
            .build();
    this.sealing = new Sealing(keyManager, random);
  }

  Did did() {
    return did;
  }

  /** A message from them. */
  Message.Builder message(String id, MessageType type, Did to) {
    return Message.builder(id, type).from(did).to(to).body(JsonObject.empty());
  }

  /** The request that accepts an invitation. */
  Message request(String id, Invitation invitation) {
    ThreadId thread = new ThreadId(invitation.id());
    return message(id, ConnectionRequest.TYPE, invitation.from())
        .thread(thread)
        .parentThread(thread)
        .build();
  }

  /** The response that grants a request. */
  Message response(String id, String thread, Did to) {
    return message(id, ConnectionResponse.TYPE, to)
        .thread(new ThreadId(thread))
        .parentThread(new ThreadId(thread))
        .build();
  }

  Message text(String id, String content, Did to) {
    return message(id, BasicMessage.TYPE, to).body(new BasicMessage(content).body()).build();
  }

  byte[] plain(Message message) {
    return message.toJson().toBytes();
  }

  byte[] auth(Message message) {
    return authTo(message, message.to().get(0));
  }

  /** Encrypted to another DID than the message says. */
  byte[] authTo(Message message, Did to) {
    return authBytes(message.toJson().toBytes(), to);
  }

  /** Any bytes, encrypted and authenticated. */
  byte[] authBytes(byte[] plaintext, Did to) {
    return sealing.authenticated(plaintext, did.value() + "#key-1", keys.agreement(), to);
  }

  /** As an agent that knows its own keys by the names of 2023. */
  byte[] authByOldKeyNames(Message message) {
    String kid = did.value() + '#' + keys.agreement().publicKey().multibase().substring(1);
    return sealing.authenticated(
        message.toJson().toBytes(), kid, keys.agreement(), message.to().get(0));
  }

  /** By the short names of both. */
  byte[] authByShortNames(Message message) {
    Did to = message.to().get(0);
    Did shortName = PeerDid.canonical(did);
    Message renamed = message.toBuilder().from(shortName).to(PeerDid.canonical(to)).build();
    return sealing.authenticated(
        renamed.toJson().toBytes(),
        shortName + "#key-1",
        keys.agreement(),
        to,
        PeerDid.canonical(to));
  }

  /** Their statement that they go by another DID from now on. */
  String fromPrior(Did next) {
    return fromPrior(did, next, did.value() + "#key-2", keys.authentication());
  }

  /** Their statement that they go by no DID any more. */
  String leaving() {
    return statement(
        JsonObject.builder().put("iss", did.value()).put("iat", 1_700_000_000L).build(),
        did.value() + "#key-2",
        keys.authentication());
  }

  /** Their statement that somebody goes by another DID from now on, signed as they like. */
  String fromPrior(Did prior, Did next, String kid) {
    return fromPrior(prior, next, kid, keys.authentication());
  }

  private String fromPrior(Did prior, Did next, String kid, OwnKey key) {
    JsonObject claims =
        JsonObject.builder()
            .put("iss", prior.value())
            .put("sub", next.value())
            .put("iat", 1_700_000_000L)
            .build();
    return statement(claims, kid, key);
  }

  private String statement(JsonObject claims, String kid, OwnKey key) {
    JsonObject header =
        JsonObject.builder().put("typ", "JWT").put("alg", "EdDSA").put("kid", kid).build();
    String input = Base64Url.encode(header.toBytes()) + '.' + Base64Url.encode(claims.toBytes());
    return input + '.' + Base64Url.encode(keyManager.sign(key, input.getBytes(US_ASCII)));
  }

  byte[] anon(Message message) {
    return sealing.anonymously(message.toJson().toBytes(), message.to().get(0));
  }

  byte[] signed(Message message) {
    String header =
        JsonObject.builder()
            .put("typ", "application/didcomm-signed+json")
            .put("alg", "EdDSA")
            .put("kid", did.value() + "#key-2")
            .build()
            .toJson();
    String head = Base64Url.encode(header.getBytes(US_ASCII));
    String payload = Base64Url.encode(message.toJson().toBytes());
    byte[] signature =
        keyManager.sign(keys.authentication(), (head + "." + payload).getBytes(US_ASCII));
    return JsonObject.builder()
        .put("payload", payload)
        .put(
            "signatures",
            List.of(
                JsonObject.builder()
                    .put("protected", head)
                    .put("signature", Base64Url.encode(signature))
                    .build()))
        .build()
        .toBytes();
  }

  byte[] anonSigned(Message message) {
    return sealing.anonymously(signed(message), message.to().get(0));
  }

  byte[] authSigned(Message message) {
    return authBytes(signed(message), message.to().get(0));
  }

  Unpacked unpack(byte[] packed) {
    return envelopes.unpack(packed);
  }
}
