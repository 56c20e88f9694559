package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DidResolversTest {
  private final Spy web = new Spy("web", false);
  private final DidResolvers resolvers = DidResolvers.of(List.of(new OfflineResolver(), web));

  @Test
  void eachDidGoesToTheResolverForItsMethod() {
    Did peer = PeerDids.reference().get(0);
    Did example = new Did("did:web:example.com");

    assertThat(resolvers.resolve(peer).id()).isEqualTo(peer);
    assertThat(resolvers.resolve(example).id()).isEqualTo(example);
    assertThat(web.asked).containsExactly(example);
  }

  @Test
  void aStrangersDidCausesNoLookUp() {
    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> resolvers.resolveOffline(new Did("did:web:example.com")))
        .satisfies(e -> assertThat(e.method()).isEqualTo("web"));
    assertThat(resolvers.resolveOffline(PeerDids.reference().get(0)).keyAgreement()).hasSize(1);
    assertThat(web.asked).isEmpty();
  }

  @Test
  void anUnknownMethodIsAskedOfNobody() {
    Did unknown = new Did("did:example:alice");

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> resolvers.resolve(unknown))
        .withMessageContaining("no resolver");
    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> resolvers.resolveOffline(unknown));
    assertThat(web.asked).isEmpty();
  }

  @Test
  void twoResolversForOneMethodAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DidResolvers.of(List.of(new OfflineResolver(), new Spy("peer", true))))
        .withMessageContaining("peer");
  }

  @Test
  void aDocumentOfAnotherPartyIsRefused() {
    Spy wrong = new Spy("web", false);
    wrong.answer = new Did("did:web:mallory.example");

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> DidResolvers.of(List.of(wrong)).resolve(new Did("did:web:example.com")))
        .withMessageContaining("another party");
  }

  @Test
  void whoMayNotLookUpNowIsToldSoAndOfflineResolversAlwaysAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Spy slow =
        new Spy("web", false) {
          @Override
          public DidDocument resolve(Did did) {
            asked.countDown();
            awaitQuietly(go);
            return super.resolve(did);
          }
        };
    DidResolvers all = DidResolvers.of(List.of(new OfflineResolver(), slow));
    DidResolvers one = all.lookingUpAtMost(1);
    Did first = new Did("did:web:first.example");
    CompletableFuture<DidDocument> waiting =
        CompletableFuture.supplyAsync(() -> one.resolve(first));
    try {
      awaitQuietly(asked);

      assertThatExceptionOfType(DidResolutionException.class)
          .isThrownBy(() -> one.resolve(new Did("did:web:second.example")))
          .withMessageContaining("too many")
          .satisfies(e -> assertThat(e.isTemporary()).isTrue());
      assertThat(one.resolve(PeerDids.reference().get(0)).keyAgreement()).hasSize(1);
    } finally {
      go.countDown();
    }
    assertThat(waiting.get(120, TimeUnit.SECONDS).id()).isEqualTo(first);
    assertThat(one.resolve(first).id()).isEqualTo(first);
    assertThat(all.resolve(first).id()).isEqualTo(first);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static class Spy implements DidResolver {
    private final List<Did> asked = new ArrayList<>();
    private final String method;
    private final boolean offline;
    private Did answer;

    Spy(String method, boolean offline) {
      this.method = method;
      this.offline = offline;
    }

    @Override
    public Set<String> methods() {
      return Set.of(method);
    }

    @Override
    public boolean isOffline() {
      return offline;
    }

    @Override
    public DidDocument resolve(Did did) {
      asked.add(did);
      return DidDocument.builder(answer == null ? did : answer).build();
    }
  }
}
