package org.entente;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.did.Did;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.envelope.Envelopes;
import org.entente.envelope.KeyRing;
import org.entente.envelope.Unpacked;
import org.entente.json.Base64Url;
import org.entente.message.Forward;
import org.entente.transport.Receipt;
import org.entente.transport.Transport;

/** Somebody on the network who opens forwards, and passes on what is in them. */
final class Mediator {
  private final Transport transport;
  private final Envelopes envelopes;
  private final Did did;
  private final Map<String, URI> routes = new HashMap<>();
  private final List<Unpacked> forwards = new ArrayList<>();

  /** Reached at its name. */
  Mediator(World world, String name) {
    this(world, name, "{\"uri\":\"memory://" + name + "\"}");
  }

  /** Reached as the JSON of its endpoint says. */
  Mediator(World world, String name, String endpointJson) {
    this.transport = world.network().join(name);
    KeyRing keys = new KeyRing(world.random());
    OwnKey key = keys.keyManager().generate().agreement();
    String service =
        Base64Url.encode(("{\"t\":\"dm\",\"s\":" + endpointJson + "}").getBytes(US_ASCII));
    this.did = new Did("did:peer:2.E" + key.publicKey().multibase() + ".S" + service);
    keys.add(PeerDid.resolve(did), List.of(key));
    this.envelopes = Envelopes.of(keys);
    var unused = transport.start(this::receive);
  }

  Did did() {
    return did;
  }

  /** The id of its key. */
  String key() {
    return did.value() + "#key-1";
  }

  URI endpoint() {
    return transport.endpoint();
  }

  /** Whom it passes messages on to that are for a DID or key. */
  Mediator route(String next, URI endpoint) {
    routes.put(next, endpoint);
    return this;
  }

  /** What it was asked to pass on. */
  List<Unpacked> forwards() {
    return forwards;
  }

  private Receipt receive(byte[] packed) {
    Unpacked unpacked = envelopes.unpack(packed);
    Forward forward = Forward.read(unpacked.message());
    forwards.add(unpacked);
    URI endpoint = routes.get(forward.next());
    if (endpoint == null) {
      return Receipt.of(Receipt.Kind.REFUSED);
    }
    for (byte[] attachment : forward.attachments()) {
      var unused = transport.send(endpoint, attachment);
    }
    return Receipt.of(Receipt.Kind.ACCEPTED);
  }
}
