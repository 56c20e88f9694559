package org.entente.transport.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidService;
import org.entente.did.ServiceEndpoint;
import org.entente.did.VerificationMethod;
import org.entente.envelope.KeyRing;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidWebResolverTest {
  private static final Limits IMPATIENT = Limits.defaults().with(Limit.SEND_SECONDS, 2);
  private static final NameResolver HERE = host -> InetAddress.getAllByName("127.0.0.1");

  @TempDir static Path directory;
  private static KeyStore certificate;

  private final AtomicLong nanos = new AtomicLong();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private volatile HostileServer.Script script = out -> {};
  private HostileServer server;
  private Did did;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificates.forName(directory, "dns:agent.example");
  }

  @BeforeEach
  void open() throws Exception {
    server = opened(Certificates.server(certificate, out -> script.answer(out)));
    did = did("agent.example", "");
    script = serving(document(did));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : opened) {
      part.close();
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.add(part);
    return part;
  }

  private DidWebResolver.Builder builder() {
    return DidWebResolver.builder()
        .endpointPolicy(EndpointPolicy.strict().allowLoopback())
        .resolver(HERE)
        .trusted(certificate)
        .ticker(nanos::get);
  }

  private DidWebResolver resolver() {
    return opened(builder().open());
  }

  private Did did(String host, String path) {
    return new Did("did:web:" + host + "%3A" + server.port() + path);
  }

  private static DidDocument document(Did did) {
    KeyRing keys = new KeyRing();
    return DidDocument.builder(did)
        .keyAgreement(
            new VerificationMethod(
                List.of("key-1"), keys.keyManager().generate().agreement().publicKey()))
        .service(
            new DidService(
                "#service",
                DidService.DIDCOMM_MESSAGING,
                List.of(new ServiceEndpoint("https://agent.example/", List.of(), List.of()))))
        .build();
  }

  private static HostileServer.Script serving(DidDocument document) {
    return serving(document.toJson().toJson());
  }

  private static HostileServer.Script serving(String body) {
    return answering("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", body);
  }

  private static HostileServer.Script answering(String head, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return out -> {
      out.write((head + "Content-Length: " + bytes.length + "\r\n\r\n").getBytes(ISO_8859_1));
      out.write(bytes);
    };
  }

  private static DidResolutionException refusal(DidWebResolver resolver, Did did) {
    DidResolutionException refusal =
        catchThrowableOfType(DidResolutionException.class, () -> resolver.resolve(did));
    assertThat(refusal).isNotNull();
    assertThat(refusal.getMessage()).doesNotContain("canary").doesNotContain("\n");
    return refusal;
  }

  private void assertRefusedForGood(HostileServer.Script answer, String reason) {
    script = answer;
    DidResolutionException refusal = refusal(resolver(), did);
    assertThat(refusal).hasMessageContaining(reason);
    assertThat(refusal.isTemporary()).isFalse();
    assertThat(server.requests()).hasSize(1);
  }

  private void assertFailsForNow(DidWebResolver resolver, String reason) {
    DidResolutionException refusal = refusal(resolver, did);
    assertThat(refusal).hasMessageContaining(reason);
    assertThat(refusal.isTemporary()).isTrue();
  }

  @Test
  void itIsForTheMethodWebAndNotForStrangers() {
    DidWebResolver resolver = opened(DidWebResolver.open());

    assertThat(resolver.methods()).containsExactly("web");
    assertThat(resolver.isOffline()).isFalse();
    assertThat(refusal(resolver, new Did("did:example:a"))).hasMessageContaining("method web");
  }

  @Test
  void theDocumentOfAHostIsFetchedWithNothingThatIsNotNeeded() throws Exception {
    DidDocument found = resolver().resolve(did);

    assertThat(found.id()).isEqualTo(did);
    assertThat(found.keyAgreement()).hasSize(1);
    assertThat(server.requests().take().split("\r\n"))
        .containsExactlyInAnyOrder(
            "GET /.well-known/did.json HTTP/1.1", "Host: agent.example:" + server.port());
  }

  @Test
  void theDocumentOfAPathIsFetched() throws Exception {
    Did user = did("agent.example", ":user:alice");
    script = serving(document(user));

    assertThat(resolver().resolve(user).id()).isEqualTo(user);
    assertThat(server.requests().take()).startsWith("GET /user/alice/did.json HTTP/1.1\r\n");
  }

  @Test
  void aHostInCapitalsIsTheSameHostAndAnotherDid() {
    Did capitals = did("AGENT.example", "");

    assertThat(refusal(resolver(), capitals)).hasMessageContaining("another party's");
    script = serving(document(capitals));
    assertThat(resolver().resolve(capitals).id()).isEqualTo(capitals);
  }

  @Test
  void aDocumentOfAnotherPartyIsRefused() {
    assertRefusedForGood(
        serving(document(new Did("did:web:canary.example"))), "its document is another party's");
    assertThat(server.requests().poll()).isNotNull();
    assertRefusedForGood(serving(document(did("agent.example", ":user"))), "another party's");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>canary</html>",
        "[\"canary\"]",
        "{\"id\":\"did:web:canary\"",
        "{\"id\":1}",
        "{}",
        "{\"canary\":1,\"canary\":2}",
        "{\"id\":\"canary\"}",
        "\uFEFF{}",
      })
  void whatIsNoStrictJsonDocumentIsRefused(String body) {
    assertRefusedForGood(serving(body), "its document is broken");
  }

  @Test
  void aMemberThatIsThereTwiceIsRefused() {
    String json = document(did).toJson().toJson();

    assertRefusedForGood(
        serving("{\"id\":\"did:web:canary.example\"," + json.substring(1)), "appears twice");
  }

  @Test
  void ofTooLongADocumentOnlyTheFirstPartIsRead() throws Exception {
    CountDownLatch brokenOff = new CountDownLatch(1);
    AtomicInteger megabytes = new AtomicInteger();
    assertRefusedForGood(
        out -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n".getBytes(ISO_8859_1));
          try {
            for (; megabytes.get() < 1024; megabytes.incrementAndGet()) {
              out.write(new byte[1 << 20]);
            }
          } finally {
            brokenOff.countDown();
          }
        },
        "longer than 65536 bytes");
    assertThat(brokenOff.await(120, TimeUnit.SECONDS)).isTrue();
    assertThat(megabytes).hasValueLessThan(100);
  }

  @Test
  void aDocumentMayBeAsLongAsTheLimitAndNoLonger() {
    String json = document(did).toJson().toJson();
    String longest = json + " ".repeat((64 << 10) - json.length());

    script = serving(longest);
    assertThat(resolver().resolve(did).id()).isEqualTo(did);
    assertThat(server.requests().poll()).isNotNull();
    assertRefusedForGood(serving(longest + " "), "longer than 65536 bytes");
  }

  @Test
  void aDocumentThatComesEncodedIsRefused() {
    assertRefusedForGood(
        answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n", "canary"), "encoded");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 400, 401, 403, 404, 407, 410})
  void aHostThatHasNoDocumentIsNotAskedForLong(int status) {
    assertRefusedForGood(
        answering("HTTP/1.1 " + status + " canary\r\nWWW-Authenticate: Basic realm=a\r\n", ""),
        "HTTP " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503})
  void aHostThatCannotAnswerNowMayLater(int status) {
    script = answering("HTTP/1.1 " + status + " canary\r\n", "canary");

    assertFailsForNow(resolver(), "HTTP " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) throws Exception {
    HostileServer other = opened(Certificates.server(certificate, serving(document(did))));
    script =
        answering(
            "HTTP/1.1 "
                + status
                + " X\r\nLocation: https://agent.example:"
                + other.port()
                + "/.well-known/did.json\r\nSet-Cookie: canary=1\r\n",
            "");

    assertFailsForNow(resolver(), "HTTP " + status);
    assertThat(other.requests()).isEmpty();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aBodyThatDripsForEverEndsAtTheDeadline() {
    script =
        out ->
            SendingTest.drip(
                out, "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{\"id\":\"canary");

    assertFailsForNow(opened(builder().limits(IMPATIENT).open()), "no answer in time");
  }

  @Test
  void aBodyThatIsBrokenOffIsNoDocument() {
    script =
        out -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{}".getBytes(ISO_8859_1));
          out.flush();
          throw new IOException("hangs up");
        };

    assertFailsForNow(resolver(), "connection broken");
  }

  @Test
  void aNameThatTakesForEverEndsAtTheDeadline() {
    CountDownLatch end = new CountDownLatch(1);
    DidWebResolver resolver =
        opened(
            builder()
                .limits(IMPATIENT)
                .resolver(
                    host -> {
                      SendingTest.await(end);
                      throw new UnknownHostException("canary");
                    })
                .open());
    try {
      assertFailsForNow(resolver, "no answer in time");
    } finally {
      end.countDown();
    }
  }

  @Test
  void aNameThatDoesNotResolveMayLater() {
    DidWebResolver resolver =
        opened(
            builder()
                .resolver(
                    host -> {
                      throw new UnknownHostException("canary");
                    })
                .open());

    assertFailsForNow(resolver, "the host name does not resolve");
  }

  @Test
  void aCertificateForAnotherNameIsRefused() {
    did = did("other.example", "");
    script = serving(document(did));

    assertFailsForNow(resolver(), "TLS");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aCertificateThatNobodyTrustsIsRefused() {
    DidWebResolver resolver =
        opened(
            DidWebResolver.builder()
                .endpointPolicy(EndpointPolicy.strict().allowLoopback())
                .resolver(HERE)
                .open());

    assertFailsForNow(resolver, "TLS");
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "::1"})
  void aNameThatLeadsIntoOurOwnNetworkIsNotConnectedTo(String address) throws Exception {
    try (ServerSocket victim = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      DidWebResolver resolver =
          opened(
              builder()
                  .endpointPolicy(EndpointPolicy.strict())
                  .resolver(host -> InetAddress.getAllByName(address))
                  .open());

      DidResolutionException refusal =
          refusal(resolver, new Did("did:web:agent.example%3A" + victim.getLocalPort()));

      assertThat(refusal).hasMessageContaining("the endpoint is refused");
      assertThat(refusal.isTemporary()).isFalse();
      assertNobodyCame(victim);
    }
  }

  @Test
  void aPortThatThePolicyDoesNotAllowIsNotConnectedTo() {
    EndpointPolicy policy = EndpointPolicy.strict().allowLoopback().allowPorts(443);

    assertThat(refusal(opened(builder().endpointPolicy(policy).open()), did))
        .hasMessageContaining("the port is not allowed");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aNameThatChangesAfterItWasJudgedIsNotFollowed() throws Exception {
    try (ServerSocket victim = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      AtomicInteger lookups = new AtomicInteger();
      // Judged is the first answer, where nobody listens; every later one leads to the victim.
      DidWebResolver resolver =
          opened(
              builder()
                  .resolver(
                      host ->
                          InetAddress.getAllByName(
                              lookups.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1"))
                  .open());

      DidResolutionException refusal =
          refusal(resolver, new Did("did:web:agent.example%3A" + victim.getLocalPort()));

      assertThat(refusal.isTemporary()).isTrue();
      assertThat(lookups).hasValue(1);
      assertNobodyCame(victim);
    }
  }

  private static void assertNobodyCame(ServerSocket victim) throws IOException {
    victim.setSoTimeout(1);
    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(victim::accept);
  }

  @Test
  void aDocumentIsKeptForFiveMinutes() {
    DidWebResolver resolver = resolver();
    DidDocument first = resolver.resolve(did);
    nanos.addAndGet(Duration.ofMinutes(5).toNanos() - 1);

    assertThat(resolver.resolve(did)).isSameAs(first);
    assertThat(server.requests()).hasSize(1);

    nanos.incrementAndGet();
    script = serving(document(did));
    DidDocument second = resolver.resolve(did);

    assertThat(second).isNotSameAs(first);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aFailureIsKeptForFiveSeconds() {
    DidWebResolver resolver = resolver();
    script = answering("HTTP/1.1 503 X\r\n", "");
    assertFailsForNow(resolver, "HTTP 503");
    script = serving(document(did));
    nanos.addAndGet(Duration.ofSeconds(5).toNanos() - 1);

    assertFailsForNow(resolver, "HTTP 503");
    nanos.incrementAndGet();

    assertThat(resolver.resolve(did).id()).isEqualTo(did);
  }

  @Test
  void aFailureThatTookLongIsKeptForFourTimesAsLong() {
    DidWebResolver resolver = resolver();
    script =
        out -> {
          nanos.addAndGet(Duration.ofSeconds(10).toNanos());
          answering("HTTP/1.1 503 X\r\n", "").answer(out);
        };
    assertFailsForNow(resolver, "HTTP 503");
    script = serving(document(did));
    nanos.addAndGet(Duration.ofSeconds(40).toNanos() - 1);

    assertFailsForNow(resolver, "HTTP 503");
    nanos.incrementAndGet();

    assertThat(resolver.resolve(did).id()).isEqualTo(did);
  }

  @Test
  void whoeverAsksForOneDidMeanwhileSharesItsRequest() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    DidDocument document = document(did);
    script =
        out -> {
          SendingTest.await(go);
          serving(document).answer(out);
        };
    DidWebResolver resolver = resolver();
    List<CompletableFuture<DidDocument>> found = new ArrayList<>();
    List<Thread> asking = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      CompletableFuture<DidDocument> one = new CompletableFuture<>();
      found.add(one);
      asking.add(thread(() -> one.complete(resolver.resolve(did))));
    }
    awaitThatAllWait(asking);
    go.countDown();

    DidDocument first = found.get(0).get(120, TimeUnit.SECONDS);
    for (CompletableFuture<DidDocument> one : found) {
      assertThat(one.get(120, TimeUnit.SECONDS)).isSameAs(first);
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void soManyMayWaitAndNobodyElseNeedsTo() {
    DidWebResolver resolver = resolver();
    DidDocument kept = resolver.resolve(did);
    CountDownLatch go = new CountDownLatch(1);
    script = out -> SendingTest.await(go);
    try {
      List<Thread> asking = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Did silent = did("agent.example", ":" + i);
        asking.add(thread(() -> refusal(resolver, silent)));
      }
      awaitThatAllWait(asking);

      DidResolutionException refusal = refusal(resolver, did("agent.example", ":16"));

      assertThat(refusal).hasMessageContaining("too many");
      assertThat(refusal.isTemporary()).isTrue();
      assertThat(resolver.resolve(did)).isSameAs(kept);
    } finally {
      go.countDown();
    }
  }

  @Test
  void anInterruptEndsTheWaitingAndStays() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    DidDocument document = document(did);
    script =
        out -> {
          SendingTest.await(go);
          serving(document).answer(out);
        };
    DidWebResolver resolver = resolver();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread asking =
        thread(
            () -> {
              assertFailsForNow(resolver, "interrupted");
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    awaitThatAllWait(List.of(asking));

    asking.interrupt();

    assertThat(interrupted.get(120, TimeUnit.SECONDS)).isTrue();
    go.countDown();
    assertThat(resolver.resolve(did).id()).isEqualTo(did);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void closingEndsWhatIsUnderWayAndWhatComesLater() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    script = out -> SendingTest.await(go);
    DidWebResolver resolver = resolver();
    CompletableFuture<DidResolutionException> waiting = new CompletableFuture<>();
    awaitThatAllWait(List.of(thread(() -> waiting.complete(refusal(resolver, did)))));

    assertThat(server.requests().poll(120, TimeUnit.SECONDS)).isNotNull();

    resolver.close();
    go.countDown();

    assertThat(waiting.get(120, TimeUnit.SECONDS)).hasMessageContaining("closed");
    assertFailsForNow(resolver, "the resolver is closed");
    assertThat(server.requests()).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("entente-did-web"));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "asking");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void awaitThatAllWait(List<Thread> threads) {
    while (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.TIMED_WAITING)) {
      assertThat(threads).allMatch(Thread::isAlive);
      Thread.onSpinWait();
    }
  }
}
