package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolver;
import org.entente.did.DidResolvers;
import org.entente.did.OfflineResolver;
import org.entente.did.VerificationMethod;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;

/** A stranger cannot make us look something up in the network. */
class StrangerLookupTest {
  private static final Did WEB = new Did("did:web:example.org");
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");

  private final Web web = new Web();
  private final Envelopes bob =
      Envelopes.builder(BOB, BOB.keyManager)
          .resolvers(DidResolvers.of(List.of(new OfflineResolver(), web)))
          .build();

  @Test
  void theSenderOfAnEnvelopeIsNotLookedUp() {
    Message message = Plaintexts.message(ALICE, BOB).toBuilder().from(WEB).build();
    byte[] packed =
        Forge.authcrypt(ALICE, BOB).skid(WEB.value() + "#key-1").seal(Plaintexts.bytes(message));

    assertThat(Refusals.refusal(bob, packed).code()).isEqualTo("e.p.trust.crypto");
    assertThat(web.lookedUp).isEmpty();
  }

  @Test
  void theSignerOfAnEnvelopeIsNotLookedUp() {
    Message message = Plaintexts.message(ALICE, BOB).toBuilder().from(WEB).build();
    byte[] packed = Forge.sign(ALICE, WEB.value() + "#key-2", "EdDSA", Plaintexts.bytes(message));

    assertThat(Refusals.refusal(bob, packed).code()).isEqualTo("e.p.trust");
    assertThat(web.lookedUp).isEmpty();
  }

  @Test
  void aRecipientOfOurChoiceIsLookedUp() {
    Message message = Plaintexts.message(BOB, ALICE).toBuilder().to(WEB).build();

    byte[] packed = bob.pack(message, Packing.authcrypt());

    assertThat(packed).isNotEmpty();
    assertThat(web.lookedUp).containsExactly(WEB);
  }

  /** Gives out Alice's keys as those of a DID that has to be fetched. */
  private static final class Web implements DidResolver {
    final List<Did> lookedUp = new ArrayList<>();

    @Override
    public Set<String> methods() {
      return Set.of("web");
    }

    @Override
    public boolean isOffline() {
      return false;
    }

    @Override
    public DidDocument resolve(Did did) {
      lookedUp.add(did);
      return DidDocument.builder(did)
          .keyAgreement(
              new VerificationMethod(List.of("key-1"), ALICE.agreement.get(0).publicKey()))
          .authentication(
              new VerificationMethod(List.of("key-2"), ALICE.authentication.get(0).publicKey()))
          .build();
    }
  }
}
