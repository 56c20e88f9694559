package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.transport.Answer;
import org.junit.jupiter.api.Test;

class LookUpsTest {
  private final LookUps lookUps = new LookUps(() -> 0);
  private final List<Did> fetched = new ArrayList<>();

  private static Did did(int number) {
    return new Did("did:web:agent.example:" + number);
  }

  private LookUps.LookUp ask(Did did) {
    return lookUps.begin(
        did,
        () -> {
          fetched.add(did);
          return CompletableFuture.completedFuture(DidDocument.builder(did).build());
        });
  }

  @Test
  void ofManyDocumentsThoseThatWereAskedForLatelyAreKept() {
    var unused = ask(did(0));
    for (int i = 1; i < LookUps.KEPT + 10; i++) {
      unused = ask(did(i));
      unused = ask(did(0));
    }
    fetched.clear();

    unused = ask(did(0));
    unused = ask(did(LookUps.KEPT + 9));
    assertThat(fetched).isEmpty();
    unused = ask(did(1));
    assertThat(fetched).containsExactly(did(1));
  }

  @Test
  void whatWasGivenUpWhileItWasUnderWayStaysAFailure() {
    CompletableFuture<DidDocument> slow = new CompletableFuture<>();
    LookUps.LookUp lookUp = lookUps.begin(did(0), () -> slow);
    assertThat(lookUps.findEnded(did(0))).isEmpty();

    lookUp.fail(Answer.tryLater("no answer in time"));
    slow.complete(DidDocument.builder(did(0)).build());

    assertThat(lookUp.result()).isCompletedExceptionally();
    assertThat(lookUps.findEnded(did(0))).containsSame(lookUp);
  }
}
