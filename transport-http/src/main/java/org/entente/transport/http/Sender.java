package org.entente.transport.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.UpgradeProtocolHandler;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Answer;
import org.entente.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts messages: to judged addresses only, within one deadline for everything from resolving the
 * name to the end of the body, and without any of a browser's courtesies. Thread-safe.
 */
final class Sender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sender.class);

  private static final int THREADS = 16;
  private static final int UNDER_WAY = 4096;
  private static final int ADDRESSES_TRIED = 4;
  private static final int CONNECTIONS_PER_DESTINATION = 64;
  private static final int HEADERS_BYTES = 16 << 10;

  /** Shorter than most servers', lest a message meet a connection that is just being closed. */
  private static final int IDLE_MILLIS = 4000;

  private static final int FORGOTTEN_AFTER_MILLIS = 60_000;

  private final EndpointPolicy policy;
  private final Limits limits;
  private final Names names;
  private final HttpClient client;
  private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private Sender(EndpointPolicy policy, Limits limits, Names names, @Nullable KeyStore trusted) {
    this.policy = policy;
    this.limits = limits;
    this.names = names;
    this.client = client(limits, trusted);
    client.setSocketAddressResolver(
        (host, port, context, promise) -> judgedAddresses(host, port, promise));
  }

  /**
   * Starts one.
   *
   * @param trusted certificates to trust instead of the JDK's; null for the JDK's
   * @throws TransportException if the client cannot start
   */
  static Sender start(
      EndpointPolicy policy, Limits limits, NameResolver resolver, @Nullable KeyStore trusted) {
    Sender sender = new Sender(policy, limits, new Names(resolver), trusted);
    try {
      sender.client.start();
      // Starting has installed these.
      sender.client.getContentDecoderFactories().clear();
      sender.client.getProtocolHandlers().remove(RedirectProtocolHandler.NAME);
      sender.client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
      sender.client.getProtocolHandlers().remove(ProxyAuthenticationProtocolHandler.NAME);
      sender.client.getProtocolHandlers().remove(new UpgradeProtocolHandler().getName());
    } catch (Exception e) { // declared by Jetty
      throw new TransportException("the HTTP client does not start: " + e.getClass().getName());
    }
    return sender;
  }

  private static HttpClient client(Limits limits, @Nullable KeyStore trusted) {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setTrustStore(trusted);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("entente-http-client");
    threads.setDaemon(true);
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setSslContextFactory(tls);
    HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    client.setExecutor(threads);
    client.setConnectTimeout(TimeUnit.SECONDS.toMillis(limits.of(Limit.CONNECT_SECONDS)));
    client.setIdleTimeout(IDLE_MILLIS);
    client.setDestinationIdleTimeout(FORGOTTEN_AFTER_MILLIS);
    client.setMaxConnectionsPerDestination(CONNECTIONS_PER_DESTINATION);
    client.setMaxRequestsQueuedPerDestination(UNDER_WAY);
    client.setMaxResponseHeadersSize(HEADERS_BYTES);
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    return client;
  }

  CompletionStage<Answer> send(URI endpoint, byte[] packed) {
    Target target;
    try {
      target = Target.of(endpoint, limits);
      policy.judge(target);
    } catch (UndeliverableException e) {
      return CompletableFuture.completedFuture(e.answer());
    }
    if (underWay.size() >= UNDER_WAY) {
      return CompletableFuture.completedFuture(Answer.tryLater("too many messages under way"));
    }
    Exchange exchange = new Exchange(limits);
    underWay.add(exchange);
    CompletionStage<Answer> answer =
        exchange.answer().whenComplete((a, e) -> underWay.remove(exchange));
    if (closed) {
      exchange.end(Answer.tryLater("the transport is closed"));
      return answer;
    }
    try {
      post(target, packed, exchange);
    } catch (RuntimeException e) { // Jetty's, as when it is stopped just now
      exchange.end(Answer.tryLater("the HTTP client takes no more"));
    }
    return answer;
  }

  private void post(Target target, byte[] packed, Exchange exchange) {
    int seconds = limits.of(Limit.SEND_SECONDS);
    client
        .newRequest(target.uri())
        .method(HttpMethod.POST)
        .body(new BytesRequestContent(MediaType.ENCRYPTED, packed))
        .timeout(seconds, TimeUnit.SECONDS)
        // The client's own is for connections that wait for work.
        .idleTimeout(seconds + 1L, TimeUnit.SECONDS)
        .send(exchange);
  }

  private void judgedAddresses(String host, int port, Promise<List<InetSocketAddress>> promise) {
    Optional<InetAddress> literal = Target.literal(host);
    CompletableFuture<List<InetAddress>> lookup =
        literal
            .map(address -> CompletableFuture.completedFuture(List.of(address)))
            .orElseGet(() -> names.resolve(host));
    CompletableFuture<Void> unused =
        lookup
            .thenApply(
                addresses -> {
                  policy.judge(addresses);
                  return addresses.stream()
                      .limit(ADDRESSES_TRIED)
                      .map(address -> new InetSocketAddress(address, port))
                      .toList();
                })
            .handle(
                (addresses, failure) -> {
                  if (addresses != null) {
                    promise.succeeded(addresses);
                  } else {
                    promise.failed(failure);
                  }
                  return null;
                });
  }

  /** Answers what is under way "try later" and frees everything. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(exchange -> exchange.end(Answer.tryLater("the transport is closed")));
    names.close();
    try {
      client.stop();
    } catch (Exception e) { // declared by Jetty
      log.warn("The HTTP client did not stop cleanly: {}", e.getClass().getName());
    }
  }
}
