package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.entente.did.Curve;
import org.entente.did.DidKeyManager;
import org.entente.did.NewKeys;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.keys.Secret;
import org.junit.jupiter.api.Test;

class StaticAgreementsTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final OwnKey OURS = ALICE.agreement.get(0);
  private static final PublicJwk THEIRS = BOB.agreement.get(0).publicKey();

  private final Counting counting = new Counting();
  private final StaticAgreements agreements = new StaticAgreements(counting);

  @Test
  void whatIsKeptIsNotComputedAgain() {
    Secret first = agreements.agree(OURS, THEIRS);
    agreements.keep(OURS, THEIRS, first);

    assertThat(agreements.agree(OURS, THEIRS)).isEqualTo(first);
    assertThat(first).isEqualTo(ALICE.keyManager.agree(OURS, THEIRS));
    assertThat(counting.calls).hasSize(1);
  }

  @Test
  void whatIsNotKeptIsComputedAgain() {
    agreements.agree(OURS, THEIRS).close();
    agreements.agree(OURS, THEIRS).close();

    assertThat(counting.calls).hasSize(2);
  }

  @Test
  void whoClosesACopySpoilsNoOther() {
    agreeAndKeep(THEIRS);
    agreements.agree(OURS, THEIRS).close();

    assertThat(agreements.agree(OURS, THEIRS)).isEqualTo(ALICE.keyManager.agree(OURS, THEIRS));
    assertThat(counting.calls).hasSize(1);
  }

  @Test
  void whoOnlyWritesToUsCrowdsOutNobodyWeWriteTo() {
    agreeAndKeep(THEIRS);
    for (int i = 0; i < 2000; i++) {
      PublicJwk stranger = stranger();
      try (Secret secret = agreements.agree(OURS, stranger)) {
        agreements.keepStranger(OURS, stranger, secret);
      }
    }
    agreements.agree(OURS, THEIRS).close();

    assertThat(counting.calls).hasSize(2001);
  }

  @Test
  void whoWroteToUsLatelyIsKeptUntilWeWriteBack() {
    try (Secret secret = agreements.agree(OURS, THEIRS)) {
      agreements.keepStranger(OURS, THEIRS, secret);
    }
    agreeAndKeep(THEIRS);
    agreements.agree(OURS, THEIRS).close();

    assertThat(counting.calls).hasSize(1);
  }

  @Test
  void nothingIsKeptAfterClearing() {
    agreements.clear();
    agreeAndKeep(THEIRS);
    agreements.agree(OURS, THEIRS).close();

    assertThat(counting.calls).hasSize(2);
  }

  @Test
  void afterClearingItIsComputedAgain() {
    agreeAndKeep(THEIRS);
    agreements.clear();

    assertThat(agreements.agree(OURS, THEIRS)).isEqualTo(ALICE.keyManager.agree(OURS, THEIRS));
    assertThat(counting.calls).hasSize(2);
  }

  @Test
  void theOneThatWasUsedLongestAgoIsCrowdedOut() {
    agreeAndKeep(THEIRS);
    for (int i = 0; i < 1023; i++) {
      agreeAndKeep(stranger());
    }
    agreements.agree(OURS, THEIRS).close();
    assertThat(counting.calls).hasSize(1024);

    for (int i = 0; i < 1024; i++) {
      agreeAndKeep(stranger());
    }
    agreements.agree(OURS, THEIRS).close();

    assertThat(counting.calls).hasSize(2049);
  }

  private void agreeAndKeep(PublicJwk theirs) {
    try (Secret secret = agreements.agree(OURS, theirs)) {
      agreements.keep(OURS, theirs, secret);
    }
  }

  private static PublicJwk stranger() {
    return Peer.ARITHMETIC.generate(Curve.X25519, Peer.RANDOM).publicKey();
  }

  /** Alice's keys, and with whom they were agreed. */
  private static final class Counting implements DidKeyManager {
    final List<PublicJwk> calls = new ArrayList<>();

    @Override
    public NewKeys generate() {
      return ALICE.keyManager.generate();
    }

    @Override
    public OwnKey generate(Curve curve) {
      return ALICE.keyManager.generate(curve);
    }

    @Override
    public Secret agree(OwnKey key, PublicJwk theirs) {
      calls.add(theirs);
      return ALICE.keyManager.agree(key, theirs);
    }

    @Override
    public byte[] sign(OwnKey key, byte[] data) {
      return ALICE.keyManager.sign(key, data);
    }
  }
}
