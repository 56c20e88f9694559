package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OfflineResolverTest {
  private final OfflineResolver resolver = new OfflineResolver();

  @Test
  void itResolvesTheMethodsThatNeedNoLookUp() {
    for (Did did : PeerDids.reference()) {
      assertThat(resolver.resolve(did).id()).isEqualTo(did);
    }
    assertThat(resolver.methods()).containsExactlyInAnyOrder("peer", "key", "jwk");
    assertThat(resolver.isOffline()).isTrue();
  }

  @Test
  void aDocumentThatWasAskedForLatelyIsRemembered() {
    Did did = PeerDids.reference().get(0);

    DidDocument first = resolver.resolve(did);

    assertThat(resolver.resolve(new Did(new String(did.value().toCharArray())))).isSameAs(first);
  }

  @Test
  void aShortNameIsResolvedOnceItsFullNameIsKnown() {
    Did fullName = PeerDids.reference().get(0);
    Did shortName = PeerDid.canonical(fullName);

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> resolver.resolve(shortName))
        .withMessageContaining("long form has not been seen");
    resolver.remember(fullName);

    DidDocument document = resolver.resolve(shortName);
    assertThat(document.id()).isEqualTo(shortName);
    assertThat(document.alsoKnownAs()).containsExactly(fullName);
    assertThat(document.findKeyAgreement("key-1").flatMap(VerificationMethod::key))
        .isEqualTo(
            resolver.resolve(fullName).findKeyAgreement("key-1").flatMap(VerificationMethod::key));
  }

  @Test
  void resolvingAFullNameMakesItsShortNameKnown() {
    Did fullName = PeerDids.reference().get(0);
    resolver.resolve(fullName);

    assertThat(resolver.resolve(PeerDid.canonical(fullName)).keyAgreement()).isNotEmpty();
  }

  @Test
  void whatHasNoShortNameIsNotRemembered() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolver.remember(new Did("did:example:alice")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolver.remember(PeerDid.canonical(PeerDids.reference().get(0))));
    Did forged = new Did(PeerDids.LONG_FORM.value().substring(0, 200));
    assertThatIllegalArgumentException().isThrownBy(() -> resolver.remember(forged));
  }

  @Test
  void strangersFillItUpToItsBoundAndDoNotPushOutWhatIsInUse() {
    Random random = new Random(7);
    Did inUse = PeerDids.reference().get(0);
    DidDocument document = resolver.resolve(inUse);

    for (int i = 0; i < 5_000; i++) {
      resolver.resolve(new Did("did:peer:0" + PeerDids.key(Curve.X25519, random).multibase()));
      if (i % 100 == 0) {
        assertThat(resolver.resolve(inUse)).isSameAs(document);
      }
    }

    assertThat(resolver.size()).isLessThanOrEqualTo(1024);
  }

  @Test
  void manyThreadsMayAskAtOnce() {
    List<Did> dids = PeerDids.reference();

    List<Boolean> right =
        IntStream.range(0, 20_000)
            .parallel()
            .mapToObj(i -> dids.get(i % dids.size()))
            .map(did -> resolver.resolve(did).id().equals(did))
            .toList();

    assertThat(right).containsOnly(true);
  }

  @Test
  void aBrokenDidTeachesNoName() {
    Did broken = PeerDids.numalgo4("{\"id\":\"did:example:a\"}");

    for (Did did : List.of(broken, PeerDid.canonical(broken))) {
      assertThatExceptionOfType(DidResolutionException.class)
          .isThrownBy(() -> resolver.resolve(did));
    }
    assertThat(resolver.size()).isZero();
  }

  @Test
  void whatADocumentClaimsToBeIsNotBelieved() {
    Did liar =
        PeerDids.numalgo4("{\"alsoKnownAs\":[\"" + PeerDids.SHORT_FORM + "\",\"did:example:a\"]}");

    resolver.resolve(liar);

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> resolver.resolve(PeerDids.SHORT_FORM));
    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> PeerDid.resolve(PeerDids.SHORT_FORM, liar));
  }

  @Test
  void longDidsFillItSooner() {
    String filler = "x".repeat(5_800);
    for (int i = 0; i < 400; i++) {
      Did did = PeerDids.numalgo4("{\"n\":" + i + ",\"x\":\"" + filler + "\"}");
      resolver.resolve(did);
      resolver.resolve(PeerDid.canonical(did));
    }

    assertThat(resolver.size()).isLessThanOrEqualTo(140);
  }
}
