package org.entente.envelope;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import org.entente.did.DidKeyManager;
import org.entente.did.DidUrl;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.exception.InvalidMessageException;
import org.entente.keys.Secret;
import org.jspecify.annotations.Nullable;

/** Opens encrypted envelopes: steps 4 to 6 of the order of checks. */
final class JweDecrypter {
  private final OwnKeys ownKeys;
  private final DidKeyManager keyManager;
  private final PeerKeys peerKeys;
  private final StaticAgreements agreements;

  /**
   * What came out.
   *
   * @param recipient the key of ours that it was encrypted to
   * @param sender the key that it was encrypted with, if authenticated
   */
  record Decrypted(byte[] plaintext, DidUrl recipient, Optional<DidUrl> sender) {}

  private record OurRecipient(Jwe.Recipient recipient, OwnKey key) {}

  JweDecrypter(
      OwnKeys ownKeys, DidKeyManager keyManager, PeerKeys peerKeys, StaticAgreements agreements) {
    this.ownKeys = ownKeys;
    this.keyManager = keyManager;
    this.peerKeys = peerKeys;
    this.agreements = agreements;
  }

  /**
   * Decrypts.
   *
   * @throws InvalidMessageException if no recipient is ours, or the one reason for everything else
   * @throws org.entente.did.DidResolutionException if the sender is a peer of ours whose DID cannot
   *     be looked up now
   */
  Decrypted decrypt(Jwe jwe) {
    OurRecipient ours = findOurs(jwe);
    DidUrl recipient = keyId(ours.recipient().kid());
    Optional<DidUrl> skid = jwe.header().skid().map(JweDecrypter::keyId);
    PublicJwk senderKey = skid.isPresent() ? senderKey(skid.get(), recipient) : null;
    return new Decrypted(decrypt(jwe, ours, senderKey), recipient, skid);
  }

  // No trial decryption: a kid is ours or it is not, and which are ours is public.
  private OurRecipient findOurs(Jwe jwe) {
    boolean known = false;
    for (Jwe.Recipient recipient : jwe.recipients()) {
      Optional<OwnKey> key = ownKeys.findKey(recipient.kid());
      if (key.isPresent()) {
        known = true;
        if (key.get().publicKey().curve() == jwe.header().epk().curve()) {
          return new OurRecipient(recipient, key.get());
        }
      }
    }
    throw known ? InvalidMessageException.undecryptable() : InvalidMessageException.notForUs();
  }

  private PublicJwk senderKey(DidUrl skid, DidUrl recipient) {
    return peerKeys
        .keyAgreement(skid, recipient.did())
        .orElseThrow(InvalidMessageException::undecryptable);
  }

  private byte[] decrypt(Jwe jwe, OurRecipient ours, @Nullable PublicJwk senderKey) {
    try (Secret ze = keyManager.agree(ours.key(), jwe.header().epk());
        Secret zs = senderKey == null ? null : agreements.agree(ours.key(), senderKey)) {
      byte[] plaintext = decrypt(jwe, ours.recipient().encryptedKey(), ze, zs);
      if (senderKey != null && zs != null) {
        agreements.keepStranger(ours.key(), senderKey, zs);
      }
      return plaintext;
    }
  }

  // Runtime exceptions too: providers throw them for input that they do not expect (S7).
  private static byte[] decrypt(Jwe jwe, byte[] encryptedKey, Secret ze, @Nullable Secret zs) {
    JweHeader header = jwe.header();
    byte[] cek = new byte[0];
    try {
      cek = KeyWrapping.unwrap(header, jwe.content(), ze, zs, encryptedKey);
      if (cek.length != header.enc().cekBytes()) {
        throw InvalidMessageException.undecryptable();
      }
      return header.enc().decrypt(cek, jwe.iv(), jwe.aad(), jwe.content());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw InvalidMessageException.undecryptable();
    } finally {
      Arrays.fill(cek, (byte) 0);
    }
  }

  private static DidUrl keyId(String text) {
    return DidUrl.parse(text).orElseThrow(InvalidMessageException::undecryptable);
  }
}
