package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  private static final class Spy implements DidResolver {
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
