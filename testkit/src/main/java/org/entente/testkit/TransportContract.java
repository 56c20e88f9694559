package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.entente.transport.Receiver;
import org.entente.transport.Registration;
import org.entente.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@link Transport}, as tests. Extend it, implement {@link #open}, and run it.
 *
 * <pre>{@code
 * final class CarrierPigeonTransportTest extends TransportContract {
 *   @Override protected Transport open() { return new CarrierPigeonTransport(freshLoft()); }
 * }
 * }</pre>
 *
 * <p>The number in a test's name is the rule's in the javadoc of {@link Transport}. Not
 * thread-safe.
 */
public abstract class TransportContract {
  /** Against hanging, not a measure: a transport may take 30 s for an answer. */
  private static final Duration GUARD = Duration.ofMinutes(5);

  private final List<Transport> opened = new ArrayList<>();

  /**
   * Opens a transport that others opened here reach at its own endpoint. The kit closes it.
   *
   * <p>It must be able to carry 1 MiB, and allow whatever addresses the test runs on.
   */
  protected abstract Transport open();

  /**
   * Opens one like {@link #open} that gives up waiting for an answer after a second or two; empty,
   * the default, leaves out the test that a silent peer becomes an answer.
   */
  protected Optional<Transport> openImpatient() {
    return Optional.empty();
  }

  /** Whether a receipt's reply comes back in the answer; if not, override with false. */
  protected boolean carriesReplies() {
    return true;
  }

  /** Closes what a test has opened. */
  @AfterEach
  final void closeOpened() {
    opened.forEach(Transport::close);
  }

  @Test
  void t1_whatIsSentArrivesByteForByte() throws Exception {
    Transport ours = opened(open());
    Transport theirs = opened(open());
    BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    theirs.start(
        packed -> {
          arrived.add(packed.clone());
          return Receipt.of(Receipt.Kind.ACCEPTED);
        });
    long seed = System.nanoTime();
    Random random = new Random(seed);

    for (int bytes : new int[] {1, 2, 1000, 65_536, 1 << 20}) {
      byte[] packed = new byte[bytes];
      random.nextBytes(packed);
      byte[] before = packed.clone();

      Answer answer = answer(ours, theirs.endpoint(), packed);

      assertThat(answer.kind()).isEqualTo(Answer.Kind.ACCEPTED);
      byte[] there = arrived.poll(GUARD.toSeconds(), TimeUnit.SECONDS);
      assertThat(Arrays.equals(there, before)).as("%d bytes, seed %d", bytes, seed).isTrue();
      assertThat(Arrays.equals(packed, before)).as("changed by sending").isTrue();
    }
  }

  @Test
  void t1_theReplyComesBackByteForByte() throws Exception {
    assumeTrue(carriesReplies());
    Transport ours = opened(open());
    Transport theirs = opened(open());
    byte[] reply = new byte[3000];
    new Random(1).nextBytes(reply);
    theirs.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED).withReply(reply));

    Answer answer = answer(ours, theirs.endpoint(), message());

    assertThat(answer.kind()).isEqualTo(Answer.Kind.ACCEPTED);
    assertThat(answer.reply()).hasValueSatisfying(r -> assertThat(r).isEqualTo(reply));
  }

  @Test
  void t2_sendingDoesNotWaitForTheReceiver() throws Exception {
    Transport ours = opened(open());
    Transport theirs = opened(open());
    CountDownLatch sent = new CountDownLatch(1);
    theirs.start(
        packed -> {
          await(sent);
          return Receipt.of(Receipt.Kind.ACCEPTED);
        });

    CompletableFuture<Answer> answer = send(ours, theirs.endpoint(), message());
    sent.countDown();

    assertThat(get(answer).kind()).isEqualTo(Answer.Kind.ACCEPTED);
  }

  @Test
  void t2_anUnusableEndpointIsAnAnswer() throws Exception {
    Transport ours = opened(open());
    String scheme = ours.schemes().iterator().next();
    List<URI> unusable =
        List.of(
            URI.create(""),
            URI.create("relative/path"),
            URI.create("//no-scheme/path"),
            URI.create(scheme + ":opaque"),
            URI.create(scheme + ":/path-only"),
            URI.create(scheme + "://a_b:c/path"),
            URI.create(scheme + ":///"));

    for (URI endpoint : unusable) {
      assertThat(answer(ours, endpoint, message()).kind())
          .as("%s", endpoint)
          .isNotEqualTo(Answer.Kind.ACCEPTED);
    }
  }

  @Test
  void t2_aSilentPeerBecomesAnAnswer() throws Exception {
    Optional<Transport> impatient = openImpatient();
    assumeTrue(impatient.isPresent());
    Transport ours = opened(impatient.orElseThrow());
    Transport theirs = opened(open());
    CountDownLatch end = new CountDownLatch(1);
    theirs.start(
        packed -> {
          await(end);
          return Receipt.of(Receipt.Kind.ACCEPTED);
        });

    Answer answer = answer(ours, theirs.endpoint(), message());
    end.countDown();

    assertThat(answer.kind()).isEqualTo(Answer.Kind.TRY_LATER);
  }

  @Test
  void t3_theAnswerFollowsTheReceipt() throws Exception {
    Map<Receipt.Kind, Answer.Kind> expected = new EnumMap<>(Receipt.Kind.class);
    expected.put(Receipt.Kind.ACCEPTED, Answer.Kind.ACCEPTED);
    expected.put(Receipt.Kind.DUPLICATE, Answer.Kind.ACCEPTED);
    expected.put(Receipt.Kind.MALFORMED, Answer.Kind.REFUSED);
    expected.put(Receipt.Kind.NOT_FOR_US, Answer.Kind.REFUSED);
    expected.put(Receipt.Kind.REFUSED, Answer.Kind.REFUSED);
    expected.put(Receipt.Kind.BUSY, Answer.Kind.TRY_LATER);
    Transport ours = opened(open());
    Transport theirs = opened(open());

    for (Receipt.Kind kind : Receipt.Kind.values()) {
      Registration registration = theirs.start(packed -> Receipt.of(kind));

      Answer answer = answer(ours, theirs.endpoint(), message());

      assertThat(answer.kind()).as("%s", kind).isEqualTo(expected.get(kind));
      registration.close();
    }
  }

  @Test
  void t4_receiversAreAskedInTheirOrderUntilOneKnowsTheRecipient() throws Exception {
    Transport ours = opened(open());
    Transport theirs = opened(open());
    BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    theirs.start(noting(asked, 1, Receipt.Kind.NOT_FOR_US));
    theirs.start(noting(asked, 2, Receipt.Kind.REFUSED));
    theirs.start(noting(asked, 3, Receipt.Kind.ACCEPTED));

    Answer answer = answer(ours, theirs.endpoint(), message());

    assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
    assertThat(asked).containsExactly(1, 2);
  }

  @Test
  void t5_anEndedReceiverGetsNothingAnyMore() throws Exception {
    Transport ours = opened(open());
    Transport theirs = opened(open());
    BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    Registration first = theirs.start(noting(asked, 1, Receipt.Kind.ACCEPTED));
    theirs.start(noting(asked, 2, Receipt.Kind.ACCEPTED));

    first.close();
    first.close();
    Answer answer = answer(ours, theirs.endpoint(), message());

    assertThat(answer.kind()).isEqualTo(Answer.Kind.ACCEPTED);
    assertThat(asked).containsExactly(2);
  }

  @Test
  void t5_withNoReceiverPeersAreToldToTryLater() throws Exception {
    Transport ours = opened(open());
    Transport theirs = opened(open());

    Answer before = answer(ours, theirs.endpoint(), message());
    theirs.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED)).close();
    Answer after = answer(ours, theirs.endpoint(), message());

    assertThat(before.kind()).isEqualTo(Answer.Kind.TRY_LATER);
    assertThat(after.kind()).isEqualTo(Answer.Kind.TRY_LATER);
  }

  @Test
  void t6_aReceiverThatThrowsHarmsNobody() throws Exception {
    Transport ours = opened(open());
    Transport theirs = opened(open());
    AtomicInteger calls = new AtomicInteger();
    theirs.start(
        packed -> {
          switch (calls.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("thrown by the test");
            case 2 -> throw new AssertionError("thrown by the test");
            default -> {
              return Receipt.of(Receipt.Kind.ACCEPTED);
            }
          }
        });

    Answer first = answer(ours, theirs.endpoint(), message());
    Answer second = answer(ours, theirs.endpoint(), message());
    Answer third = answer(ours, theirs.endpoint(), message());

    assertThat(first.kind()).isEqualTo(Answer.Kind.TRY_LATER);
    assertThat(second.kind()).isEqualTo(Answer.Kind.TRY_LATER);
    assertThat(third.kind()).isEqualTo(Answer.Kind.ACCEPTED);
  }

  @Test
  void t7_anEndpointThatNobodyListensOnIsAnAnswer() throws Exception {
    Transport ours = opened(open());
    Transport gone = opened(open());
    URI endpoint = gone.endpoint();

    gone.close();

    assertThat(answer(ours, endpoint, message()).kind()).isEqualTo(Answer.Kind.TRY_LATER);
  }

  @Test
  void t7_aForeignSchemeIsAnAnswer() throws Exception {
    Transport ours = opened(open());

    Answer answer = answer(ours, URI.create("carrier-pigeon://loft/7"), message());

    assertThat(answer.kind()).isEqualTo(Answer.Kind.IMPOSSIBLE);
  }

  @Test
  void t7_theOwnEndpointIsOfAnOwnScheme() {
    Transport ours = opened(open());

    assertThat(ours.schemes()).contains(ours.endpoint().getScheme());
  }

  @Test
  void t8_closingTwiceAndSendingAfterwardsIsHarmless() throws Exception {
    Transport ours = opened(open());
    Transport theirs = opened(open());
    theirs.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED));

    ours.close();
    ours.close();

    assertThat(answer(ours, theirs.endpoint(), message()).kind()).isEqualTo(Answer.Kind.TRY_LATER);
  }

  @Test
  void t8_closingLeavesNoSenderWithoutAnAnswer() throws Exception {
    Transport ours = opened(open());
    Transport theirs = opened(open());
    CountDownLatch end = new CountDownLatch(1);
    theirs.start(
        packed -> {
          await(end);
          return Receipt.of(Receipt.Kind.ACCEPTED);
        });
    CompletableFuture<Answer> answer = send(ours, theirs.endpoint(), message());

    ours.close();
    end.countDown();

    assertThat(get(answer)).isNotNull();
  }

  @Test
  void t9_aPeerThatNeverAnswersDoesNotKeepOthersFromGettingTheirs() throws Exception {
    Transport ours = opened(open());
    Transport silent = opened(open());
    Transport theirs = opened(open());
    CountDownLatch end = new CountDownLatch(1);
    silent.start(
        packed -> {
          await(end);
          return Receipt.of(Receipt.Kind.ACCEPTED);
        });
    theirs.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED));

    List<CompletableFuture<Answer>> stuck = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      stuck.add(send(ours, silent.endpoint(), message()));
    }
    List<CompletableFuture<Answer>> others = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      others.add(send(ours, theirs.endpoint(), message()));
    }

    for (CompletableFuture<Answer> other : others) {
      assertThat(get(other).kind()).isEqualTo(Answer.Kind.ACCEPTED);
    }
    assertThat(stuck).noneMatch(CompletableFuture::isDone);
    end.countDown();
    for (CompletableFuture<Answer> late : stuck) {
      assertThat(get(late)).isNotNull();
    }
  }

  private Transport opened(Transport transport) {
    opened.add(transport);
    return transport;
  }

  private static Receiver noting(BlockingQueue<Integer> asked, int number, Receipt.Kind kind) {
    return packed -> {
      asked.add(number);
      return Receipt.of(kind);
    };
  }

  private static byte[] message() {
    return "{\"ciphertext\":\"\"}".getBytes(StandardCharsets.UTF_8);
  }

  private static CompletableFuture<Answer> send(Transport from, URI endpoint, byte[] packed) {
    return from.send(endpoint, packed).toCompletableFuture();
  }

  private static Answer answer(Transport from, URI endpoint, byte[] packed) throws Exception {
    return get(send(from, endpoint, packed));
  }

  private static Answer get(CompletableFuture<Answer> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(GUARD.toSeconds(), TimeUnit.SECONDS);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(GUARD.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
