package org.entente.transport.http;

import java.net.URI;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.http.HttpMethod;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Answer;
import org.entente.transport.TransportException;
import org.jspecify.annotations.Nullable;

/** Posts messages, each within one deadline. Thread-safe. */
final class Sender implements AutoCloseable {
  private final JudgedClient client;
  private final Limits limits;
  private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private Sender(JudgedClient client, Limits limits) {
    this.client = client;
    this.limits = limits;
  }

  /**
   * Starts one.
   *
   * @param trusted certificates to trust instead of the JDK's; null for the JDK's
   * @throws TransportException if the client cannot start
   */
  static Sender start(
      EndpointPolicy policy, Limits limits, NameResolver resolver, @Nullable KeyStore trusted) {
    return new Sender(
        JudgedClient.start("entente-http-client", policy, limits, resolver, trusted), limits);
  }

  CompletionStage<Answer> send(URI endpoint, byte[] packed) {
    Target target;
    try {
      target = client.judged(endpoint);
    } catch (UndeliverableException e) {
      return CompletableFuture.completedFuture(e.answer());
    }
    if (underWay.size() >= JudgedClient.WAITING) {
      return CompletableFuture.completedFuture(Answer.tryLater("too many messages under way"));
    }
    Exchange exchange = new Exchange(limits);
    underWay.add(exchange);
    CompletionStage<Answer> answer =
        exchange
            .answer()
            // The request has its own deadline, but interim answers can make the client lose it.
            .completeOnTimeout(
                Answer.tryLater("no answer in time"),
                limits.of(Limit.SEND_SECONDS) + 1L,
                TimeUnit.SECONDS)
            .whenComplete((a, e) -> underWay.remove(exchange));
    if (closed) {
      exchange.end(Answer.tryLater("the transport is closed"));
      return answer;
    }
    try {
      client
          .newRequest(HttpMethod.POST, target, limits.of(Limit.SEND_SECONDS))
          .body(new BytesRequestContent(MediaType.ENCRYPTED, packed))
          .send(exchange);
    } catch (RuntimeException e) { // Jetty's, as when it is stopped just now
      exchange.end(Answer.tryLater("the HTTP client takes no more"));
    }
    return answer;
  }

  /** Answers what is under way "try later" and frees everything. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(exchange -> exchange.end(Answer.tryLater("the transport is closed")));
    client.close();
  }
}
