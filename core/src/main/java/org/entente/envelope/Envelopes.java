package org.entente.envelope;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidKeyManager;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolvers;
import org.entente.did.OfflineResolver;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limits;
import org.entente.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Packs messages for peers, and unpacks theirs; with an agent or without one. Thread-safe.
 *
 * <p>Specification: DIDComm v2 §Message Formats. Every way in which decrypting can fail is one and
 * the same {@link InvalidMessageException}; exceptions of ciphers end in this package.
 */
public final class Envelopes implements AutoCloseable {
  private final StaticAgreements agreements;
  private final Packer packer;
  private final Unpacker unpacker;
  private final PriorSigner priorSigner;

  private Envelopes(Builder builder) {
    CurveArithmetic arithmetic = builder.arithmetic;
    FreshKeys fresh =
        builder.fresh != null ? builder.fresh : FreshKeys.of(builder.random, arithmetic);
    PeerKeys peerKeys = new PeerKeys(builder.resolvers, builder.knownPeers);
    this.agreements = new StaticAgreements(builder.keyManager);
    KeyChoice keyChoice = new KeyChoice(builder.ownKeys, builder.resolvers);
    this.priorSigner = new PriorSigner(keyChoice, builder.keyManager);
    this.packer =
        new Packer(keyChoice, builder.keyManager, new JweEncrypter(fresh, arithmetic, agreements));
    this.unpacker =
        new Unpacker(
            builder.ownKeys,
            new JweDecrypter(builder.ownKeys, builder.keyManager, peerKeys, agreements),
            peerKeys,
            arithmetic,
            builder.refusesMisaddressed,
            builder.limits);
  }

  /** With the keys of a ring, and everything else as it comes. */
  public static Envelopes of(KeyRing keys) {
    return builder(keys, keys.keyManager()).build();
  }

  /**
   * With keys that are kept elsewhere.
   *
   * @param ownKeys finds our keys
   * @param keyManager works with them
   */
  public static Builder builder(OwnKeys ownKeys, DidKeyManager keyManager) {
    return new Builder(ownKeys, keyManager);
  }

  /**
   * Protects a message. Encryption is for all keys of the recipient on one curve: the first in its
   * document, or for an authenticated envelope the first for which the sender has one too.
   *
   * @return the bytes to send; nobody can tell two packings of one message for the same
   * @throws DidResolutionException if the recipient's DID cannot be resolved, or has no key to use
   * @throws IllegalArgumentException if the message lacks a from or to that the packing needs, or
   *     its from has no key of ours that fits
   */
  public byte[] pack(Message message, Packing packing) {
    return packer.pack(message, packing);
  }

  /**
   * Opens what a peer sent, layer by layer, and checks that it is what it says it is.
   *
   * @throws InvalidMessageException if it is refused
   * @throws DidResolutionException if the sender is a peer of ours whose DID has to be looked up,
   *     and cannot be now; try again later
   */
  public Unpacked unpack(byte[] packed) {
    return unpacker.unpack(packed);
  }

  /**
   * Signs the statement that we go by another DID from now on, for {@link
   * org.entente.message.Message.Builder#fromPrior} of a message from that DID (DIDComm v2 §DID
   * Rotation). Send it with every message until the peer has written to the new DID.
   *
   * @param prior the DID that is given up
   * @param next the DID that takes its place
   * @param profile whose key ids the peer knows
   * @throws IllegalArgumentException if prior has no key of ours that can sign
   */
  public String rotation(Did prior, Did next, Instant time, Profile profile) {
    return priorSigner.sign(prior, Optional.of(next), time, profile);
  }

  /**
   * Signs the statement that we go by no DID any more, for a message without a from that is packed
   * with {@link Packing#anoncrypt} (DIDComm v2 §Ending a Relationship).
   *
   * @param prior the DID that is given up
   * @param profile whose key ids the peer knows
   * @throws IllegalArgumentException if prior has no key of ours that can sign
   */
  public String ending(Did prior, Instant time, Profile profile) {
    return priorSigner.sign(prior, Optional.empty(), time, profile);
  }

  /** Clears the secrets that are kept to save work. */
  @Override
  public void close() {
    agreements.clear();
  }

  /** Builds {@link Envelopes}. Not thread-safe. */
  public static final class Builder {
    private final OwnKeys ownKeys;
    private final DidKeyManager keyManager;
    private DidResolvers resolvers = DidResolvers.of(List.of(new OfflineResolver()));
    private KnownPeers knownPeers = KnownPeers.none();
    private CurveArithmetic arithmetic = CurveArithmetic.standard();
    private SecureRandom random = new SecureRandom();
    private Limits limits = Limits.defaults();
    private boolean refusesMisaddressed;
    private @Nullable FreshKeys fresh;

    private Builder(OwnKeys ownKeys, DidKeyManager keyManager) {
      this.ownKeys = ownKeys;
      this.keyManager = keyManager;
    }

    /** Finds the keys of peers. Those that {@link OfflineResolver} knows, if not set. */
    public Builder resolvers(DidResolvers resolvers) {
      this.resolvers = resolvers;
      return this;
    }

    /** Tells for whom more than their DID may be looked at. Nobody, if not set. */
    public Builder knownPeers(KnownPeers knownPeers) {
      this.knownPeers = knownPeers;
      return this;
    }

    /** For ephemeral keys, and for signatures of peers. The standard one, if not set. */
    public Builder arithmetic(CurveArithmetic arithmetic) {
      this.arithmetic = arithmetic;
      return this;
    }

    /** For ephemeral keys, content keys and initialization vectors. */
    public Builder random(SecureRandom random) {
      this.random = random;
      return this;
    }

    /** What is bounded. {@link Limits#defaults}, if not set. */
    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    /**
     * Refuses messages that are addressed to others than the DID of ours that they were encrypted
     * to; if not set, {@link Unpacked#isAddressed} tells. An agent always refuses them.
     */
    public Builder refuseMisaddressed() {
      this.refusesMisaddressed = true;
      return this;
    }

    /** Chosen ephemeral keys, for published vectors. */
    Builder fresh(FreshKeys fresh) {
      this.fresh = fresh;
      return this;
    }

    /** The envelopes. */
    public Envelopes build() {
      return new Envelopes(this);
    }
  }
}
