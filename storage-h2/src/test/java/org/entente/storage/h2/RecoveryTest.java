package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.NewKeys;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.PublicJwk;
import org.entente.did.SealedDidKeyManager;
import org.entente.keys.DataKey;
import org.entente.keys.SealedBytes;
import org.entente.message.Invitation;
import org.entente.storage.Change;
import org.entente.storage.HandledMessage;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.storage.Storage;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredKey;
import org.entente.transport.inmemory.Faults;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store of many connections, few of them in flight, is taken up without reading the others. */
@Timeout(900)
final class RecoveryTest {
  private static final int CONNECTIONS = Integer.getInteger("entente.connections", 10_000);
  private static final int IN_FLIGHT = CONNECTIONS / 100;
  private static final String WALLET = "default";

  @TempDir Path directory;

  private final SecureRandom random = new SecureRandom();

  @Test
  void onlyWhatIsInFlightIsRead() throws Exception {
    long started = System.nanoTime();
    fill();
    long filled = System.nanoTime();

    try (InMemoryNetwork network = new InMemoryNetwork(1);
        H2Storage storage = settings().open()) {
      long opened = System.nanoTime();
      ReadsCounted counted = new ReadsCounted(storage);
      network.faults(Faults.none().loseRequests(1).noticeLossAfter(Duration.ofHours(1)));
      Agent agent = agent(network, counted.storage());
      assertThat(counted.awaitHandedOut(IN_FLIGHT)).isTrue();
      long takenUp = System.nanoTime();
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          "%,d connections, %,d in flight: made in %d ms, open after %d ms, taken up %d ms later,"
              + " %,d connections read, %d MiB in use%n",
          CONNECTIONS,
          IN_FLIGHT,
          TimeUnit.NANOSECONDS.toMillis(filled - started),
          TimeUnit.NANOSECONDS.toMillis(opened - filled),
          TimeUnit.NANOSECONDS.toMillis(takenUp - opened),
          counted.connectionsRead(),
          (runtime.totalMemory() - runtime.freeMemory()) >> 20);

      // all of them hang
      long closing = System.nanoTime();
      agent.close(Duration.ofSeconds(1));
      System.out.printf(
          "closed in %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - closing));

      assertThat(counted.connectionsRead()).isLessThan(4L * IN_FLIGHT);
      assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(100));
      assertThat(storage.problem()).isEmpty();
    }
  }

  private void fill() throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork(1);
        H2Storage storage = settings().create();
        Agent agent = agent(network, storage);
        Agent peer = agent(network, H2Storage.inMemory())) {
      Connection model = agent.connections().invite();
      Connection peers = peer.connections().accept(model.invitation());
      peer.connections().awaitEstablished(peers.id(), Duration.ofMinutes(1));
      agent.connections().awaitEstablished(model.id(), Duration.ofMinutes(1));
      StoredConnection idle = storage.findConnection(WALLET, model.id()).orElseThrow().connection();
      QueuedMessage response =
          storage.findQueued(WALLET, idle.deliveryId().orElseThrow()).orElseThrow();

      // the writer puts changes that come together into one transaction
      ExecutorService several = Executors.newFixedThreadPool(128);
      var copies =
          IntStream.range(0, CONNECTIONS - IN_FLIGHT)
              .mapToObj(copy -> several.submit(() -> storage.commit(copy(storage, idle, response))))
              .toList();
      for (var copy : copies) {
        assertThat(copy.get()).isEmpty();
      }
      several.shutdown();
      for (int number = 0; number < IN_FLIGHT; number++) {
        agent.connections().accept(invitationOfADeadPeer(number));
      }
      agent.close(Duration.ZERO);
    }
  }

  /** Another connection that is like the model, and idle. */
  private Change copy(Storage storage, StoredConnection model, QueuedMessage response) {
    String id = UUID.randomUUID().toString();
    Instant now = model.createdTime();
    DataKey key = storage.dataKey();
    byte[] publicKey = new byte[32];
    random.nextBytes(publicKey);
    String ourDid = model.ourDid() + id;
    Change.Builder change =
        Change.builder(WALLET, new Lease("filler", now))
            .newKey(
                new StoredKey(
                    new OwnKey(
                        PublicJwk.of(Curve.X25519, publicKey),
                        key.seal(WALLET, "key", id, publicKey)),
                    ourDid,
                    List.of(ourDid + "#key-1", ourDid + "#" + id)))
            .connection(
                new StoredConnection(
                    id,
                    id,
                    model.role(),
                    model.state(),
                    model.label(),
                    ourDid,
                    model.theirDid(),
                    Optional.of("response-" + id),
                    now,
                    1,
                    resealed(key, "connection", model.id(), id, model.body())))
            .handled(new HandledMessage("request-" + id, "digest", now, Optional.empty()))
            .add(
                QueuedMessage.added(
                        "response-" + id,
                        response.queue(),
                        id,
                        now,
                        now,
                        Optional.empty(),
                        resealed(key, "queued", response.id(), "response-" + id, response.body()))
                    .due(Optional.empty()));
    for (long sequence = 1; sequence <= 4; sequence++) {
      change.event(new StoredEvent(0, id, sequence, "event", model.state(), now));
    }
    return change.build();
  }

  private static SealedBytes resealed(
      DataKey key, String kind, String oldId, String newId, SealedBytes body) {
    String json = new String(key.open(WALLET, kind, oldId, body), StandardCharsets.UTF_8);
    return key.seal(
        WALLET, kind, newId, json.replace(oldId, newId).getBytes(StandardCharsets.UTF_8));
  }

  private Invitation invitationOfADeadPeer(int number) {
    try (DataKey dataKey = DataKey.generate(random)) {
      NewKeys keys =
          new SealedDidKeyManager("dead", dataKey, CurveArithmetic.standard(), random).generate();
      return Invitation.builder(
              UUID.randomUUID().toString(),
              PeerDid.create(
                  keys.agreement().publicKey(),
                  keys.authentication().publicKey(),
                  URI.create("memory://dead" + number),
                  Profile.CURRENT))
          .build();
    }
  }

  private static Agent agent(InMemoryNetwork network, Storage storage) {
    String name = "agent" + UUID.randomUUID();
    return Agent.builder(name).sharedStorage(storage).transport(network.join(name)).build();
  }

  private H2Settings settings() {
    return H2Storage.at(directory.resolve("store")).protector(TestKeys.protector());
  }
}
