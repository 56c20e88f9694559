package org.entente.examples.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes that connect and talk over HTTP, with H2 files, while one or the other is killed:
 * more often with {@code -Dentente.kills=200}, and as once before with {@code -Dentente.seed=…}, as
 * far as threads and processes allow.
 */
class KilledPeersTest {
  private static final int KILLS = Integer.getInteger("entente.kills", 5);
  private static final long SEED = Long.getLong("entente.seed", System.nanoTime());

  private static final int CONNECTIONS = 32;
  private static final int MESSAGES = 8;

  /** A kill comes after at most so many lines; thirty-two connections are some 1,700. */
  private static final int MOST_LINES = 300;

  private final Random random = new Random(SEED);
  private @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory;

  @Test
  void nothingIsLostOrDoubledOrStuckHoweverOftenTheyAreKilled() throws Exception {
    System.out.println("kills: " + KILLS + ", seed " + SEED + ", in " + directory);
    long start = System.nanoTime();
    int connections = 0;
    long slowest = 0;
    try (Pair pair = new Pair(directory, MESSAGES, random)) {
      int kills = 0;
      while (kills < KILLS) {
        pair.connect(CONNECTIONS);
        connections += CONNECTIONS;
        long lastKill = System.nanoTime();
        while (kills < KILLS && pair.progress().awaitMore(1 + random.nextInt(MOST_LINES))) {
          kills += killSome(pair);
          lastKill = System.nanoTime();
        }
        pair.progress().awaitDone();
        slowest = Math.max(slowest, System.nanoTime() - lastKill);
      }
      pair.inviter().stop();
      pair.invitee().stop();

      Verdict.assertConnected(pair.inviter(), pair.invitee(), connections);
      List<Note> inviter = pair.inviter().journal();
      List<Note> invitee = pair.invitee().journal();
      int again = Verdict.assertReceived(inviter, invitee);
      again += Verdict.assertReceived(invitee, inviter);
      System.out.printf(
          "%d kills, %d connections, %d messages, %d of them handed over again;"
              + " %d s, at most %d ms from the last kill until all was done%n",
          kills,
          connections,
          2 * connections * MESSAGES,
          again,
          Duration.ofNanos(System.nanoTime() - start).toSeconds(),
          Duration.ofNanos(slowest).toMillis());
      assertThat(pair.inviter().errors() + pair.invitee().errors()).doesNotContain("ERROR");
    }
  }

  private int killSome(Pair pair) throws Exception {
    List<PeerProcess> victims =
        switch (random.nextInt(7)) {
          case 0, 1, 2 -> List.of(pair.inviter());
          case 3, 4, 5 -> List.of(pair.invitee());
          default -> List.of(pair.inviter(), pair.invitee());
        };
    for (PeerProcess victim : victims) {
      // not always just when something was told
      victim.kill(Duration.ofNanos(random.nextInt(20_000_000)));
    }
    for (PeerProcess victim : victims) {
      pair.startAgain(victim);
    }
    return victims.size();
  }
}
