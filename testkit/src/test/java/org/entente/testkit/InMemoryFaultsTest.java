package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.entente.transport.Transport;
import org.entente.transport.inmemory.Faults;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.entente.transport.inmemory.Scheduler;
import org.junit.jupiter.api.Test;

class InMemoryFaultsTest {
  private static final URI BOB = URI.create("memory://bob");

  private final Line line = new Line();
  private final List<Byte> arrived = new ArrayList<>();

  @Test
  void withoutFaultsMessagesArriveOnceAndInOrder() {
    List<CompletableFuture<Answer>> answers = run(1, Faults.none(), 100);

    assertThat(arrived).hasSize(100).isSorted();
    assertThat(answers).allMatch(a -> a.join().kind() == Answer.Kind.ACCEPTED);
    assertThat(line.now).isZero();
  }

  @Test
  void aLostRequestNeverArrives() {
    List<CompletableFuture<Answer>> answers = run(1, Faults.none().loseRequests(1), 10);

    assertThat(arrived).isEmpty();
    assertThat(answers).allMatch(a -> a.join().kind() == Answer.Kind.TRY_LATER);
  }

  @Test
  void aLostAnswerLeavesTheSenderInDoubt() {
    List<CompletableFuture<Answer>> answers = run(1, Faults.none().loseAnswers(1), 10);

    assertThat(arrived).hasSize(10);
    assertThat(answers).allMatch(a -> a.join().kind() == Answer.Kind.TRY_LATER);
  }

  @Test
  void aLossIsNoticedAfterTheTimeThatWasSet() {
    Duration patience = Duration.ofSeconds(30);

    run(1, Faults.none().loseRequests(1).noticeLossAfter(patience), 1);

    assertThat(line.now).isEqualTo(patience.toNanos());
  }

  @Test
  void aDuplicateArrivesTwice() {
    List<CompletableFuture<Answer>> answers = run(1, Faults.none().duplicate(1), 10);

    assertThat(arrived).hasSize(20);
    assertThat(answers).allMatch(a -> a.join().kind() == Answer.Kind.ACCEPTED);
  }

  @Test
  void aCorruptedMessageHasOneBitTurnedOver() {
    run(1, Faults.none().corrupt(1), 1);

    assertThat(arrived).hasSize(1);
    assertThat(Integer.bitCount(arrived.get(0) & 0xff)).isEqualTo(1);
  }

  @Test
  void reorderingLetsLaterMessagesOvertake() {
    run(1, Faults.none().reorder(0.5), 100);

    assertThat(arrived).hasSize(100);
    assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());
  }

  @Test
  void noMessageTakesLongerThanTheLongestDelayEachWay() {
    Duration longest = Duration.ofSeconds(1);

    run(1, Faults.none().delayUpTo(longest), 100);

    assertThat(arrived).hasSize(100);
    assertThat(line.now).isPositive().isLessThanOrEqualTo(longest.multipliedBy(2).toNanos());
  }

  @Test
  void theSameSeedRepeatsTheRun() {
    Faults all =
        Faults.none()
            .loseRequests(0.3)
            .loseAnswers(0.2)
            .duplicate(0.2)
            .corrupt(0.1)
            .reorder(0.2)
            .delayUpTo(Duration.ofSeconds(1));

    run(7, all, 100);
    List<Byte> first = List.copyOf(arrived);
    arrived.clear();
    run(7, all, 100);
    List<Byte> again = List.copyOf(arrived);
    arrived.clear();
    run(8, all, 100);

    assertThat(again).isEqualTo(first);
    assertThat(arrived).isNotEqualTo(first);
  }

  @Test
  void faultsCanBeTakenBackAtRunTime() {
    InMemoryNetwork network = new InMemoryNetwork(1, line);
    Transport alice = join(network);
    network.faults(Faults.none().loseRequests(1));
    CompletableFuture<Answer> lost = send(alice, 1);

    network.faults(Faults.none());
    CompletableFuture<Answer> delivered = send(alice, 2);
    line.run();

    assertThat(lost.join().kind()).isEqualTo(Answer.Kind.TRY_LATER);
    assertThat(delivered.join().kind()).isEqualTo(Answer.Kind.ACCEPTED);
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Faults.none().loseRequests(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> Faults.none().corrupt(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> Faults.none().duplicate(Double.NaN));
  }

  private List<CompletableFuture<Answer>> run(long seed, Faults faults, int messages) {
    InMemoryNetwork network = new InMemoryNetwork(seed, line);
    Transport alice = join(network);
    network.faults(faults);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      answers.add(send(alice, i));
    }
    line.run();
    return answers;
  }

  private Transport join(InMemoryNetwork network) {
    network
        .join("bob")
        .start(
            packed -> {
              arrived.add(packed[0]);
              return Receipt.of(Receipt.Kind.ACCEPTED);
            });
    return network.join("alice");
  }

  private static CompletableFuture<Answer> send(Transport from, int number) {
    return from.send(BOB, new byte[] {(byte) number}).toCompletableFuture();
  }

  /** A clock and a line of tasks, run to the end by the test's own thread. */
  private static final class Line implements Scheduler {
    private record Due(long at, long number, Runnable task) {}

    private final PriorityQueue<Due> due =
        new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long now;
    private long count;

    @Override
    public void schedule(Duration delay, Runnable task) {
      due.add(new Due(now + delay.toNanos(), count++, task));
    }

    void run() {
      for (Due next = due.poll(); next != null; next = due.poll()) {
        now = next.at();
        next.task().run();
      }
    }
  }
}
