package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;

/** Several threads with the same envelopes. */
class SharedEnvelopesTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 200;

  @Test
  void threadsDoNotDisturbOneAnother() throws Exception {
    Peer alice = Peer.named("alice");
    Peer bob = Peer.named("bob");
    Envelopes pack = alice.envelopes();
    Envelopes unpack = bob.envelopes();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Message message = Plaintexts.message(alice, bob, "from thread " + thread);
      tasks.add(() -> roundTrips(pack, unpack, message));
    }
    List<Future<Integer>> done;
    try {
      done = threads.invokeAll(tasks);
    } finally {
      threads.shutdown();
    }

    for (Future<Integer> same : done) {
      assertThat(same.get()).isEqualTo(3 * ROUNDS);
    }
  }

  private static int roundTrips(Envelopes pack, Envelopes unpack, Message message) {
    int same = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] auth = pack.pack(message, Packing.authcrypt());
      byte[] anon =
          pack.pack(message, Packing.anoncrypt().contentEncryption(ContentEncryption.XC20P));
      byte[] gcm =
          pack.pack(message, Packing.anoncrypt().contentEncryption(ContentEncryption.A256GCM));
      for (byte[] packed : List.of(auth, anon, gcm)) {
        same += unpack.unpack(packed).message().body().equals(message.body()) ? 1 : 0;
      }
    }
    return same;
  }
}
