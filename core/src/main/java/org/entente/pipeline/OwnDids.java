package org.entente.pipeline;

import java.time.Instant;
import org.entente.connection.ConnectionProtocol.OwnMove;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidKeyManager;
import org.entente.did.DidResolvers;
import org.entente.did.NewKeys;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.envelope.Envelopes;
import org.entente.transport.Transport;

/** Makes DIDs for us: each with fresh keys, and with the endpoint that we are reached at. */
public final class OwnDids {
  private final DidKeyManager keyManager;
  private final DidResolvers resolvers;
  private final Transport transport;
  private final Envelopes envelopes;

  OwnDids(
      DidKeyManager keyManager, DidResolvers resolvers, Transport transport, Envelopes envelopes) {
    this.keyManager = keyManager;
    this.resolvers = resolvers;
    this.transport = transport;
    this.envelopes = envelopes;
  }

  /** A DID whose keys are not stored yet. */
  public record Fresh(Did did, NewKeys keys, DidDocument document) {
    /** Has the keys stored in the same commit as what needs them. */
    public Draft addTo(Draft draft) {
      return draft.newKeys(keys, document);
    }
  }

  /** A DID that nobody knows yet. */
  public Fresh fresh(Profile profile) {
    NewKeys keys = keyManager.generate();
    Did did =
        PeerDid.create(
            keys.agreement().publicKey(),
            keys.authentication().publicKey(),
            transport.endpoint(),
            profile);
    return new Fresh(did, keys, resolvers.resolve(did));
  }

  /** The statement that a fresh DID takes the place of another of ours. */
  OwnMove move(Did from, Fresh to, Instant now, Profile profile) {
    return new OwnMove(to.did(), envelopes.rotation(from, to.did(), now, profile));
  }

  /** The statement that a DID of ours is given up for none. */
  public String ending(Did did, Instant now, Profile profile) {
    return envelopes.ending(did, now, profile);
  }
}
