package org.entente.transport.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.UpgradeProtocolHandler;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP client that connects to judged addresses only, and has none of a browser's courtesies: no
 * redirects, cookies, passwords, proxies or decoding. Thread-safe.
 */
final class JudgedClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JudgedClient.class);

  /** Requests that may wait for one destination. */
  static final int WAITING = 4096;

  private static final int THREADS = 16;
  private static final int ADDRESSES_TRIED = 4;
  private static final int CONNECTIONS_PER_DESTINATION = 64;
  private static final int HEADERS_BYTES = 16 << 10;

  /** By how much TLS and small chunks may swell an answer. */
  private static final int FRAMING_TIMES = 8;

  /** Shorter than most servers', lest a message meet a connection that is just being closed. */
  private static final int IDLE_MILLIS = 4000;

  private static final int FORGOTTEN_AFTER_MILLIS = 60_000;

  private final EndpointPolicy policy;
  private final Limits limits;
  private final Names names;
  private final HttpClient client;

  private JudgedClient(EndpointPolicy policy, Limits limits, Names names, HttpClient client) {
    this.policy = policy;
    this.limits = limits;
    this.names = names;
    this.client = client;
    client.setSocketAddressResolver(
        (host, port, context, promise) -> judgedAddresses(host, port, promise));
  }

  /**
   * Starts one.
   *
   * @param name of its threads
   * @param trusted certificates to trust instead of the JDK's; null for the JDK's
   * @throws TransportException if it cannot start
   */
  static JudgedClient start(
      String name,
      EndpointPolicy policy,
      Limits limits,
      NameResolver resolver,
      @Nullable KeyStore trusted) {
    HttpClient client = client(name, limits, trusted);
    JudgedClient judged = new JudgedClient(policy, limits, new Names(resolver), client);
    try {
      client.start();
      // Starting has installed these.
      client.getContentDecoderFactories().clear();
      client.getProtocolHandlers().remove(RedirectProtocolHandler.NAME);
      client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
      client.getProtocolHandlers().remove(ProxyAuthenticationProtocolHandler.NAME);
      client.getProtocolHandlers().remove(new UpgradeProtocolHandler().getName());
    } catch (Exception e) { // declared by Jetty
      judged.close();
      throw new TransportException("the HTTP client does not start: " + e.getClass().getName());
    }
    return judged;
  }

  private static HttpClient client(String name, Limits limits, @Nullable KeyStore trusted) {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setTrustStore(trusted);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    threads.setName(name);
    threads.setDaemon(true);
    ClientConnector connector =
        new BoundedConnector(
            FRAMING_TIMES * (long) (HEADERS_BYTES + limits.of(Limit.ANSWER_BYTES)),
            TimeUnit.SECONDS.toNanos(limits.of(Limit.SEND_SECONDS) + 1L));
    connector.setSelectors(1);
    connector.setSslContextFactory(tls);
    HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    client.setExecutor(threads);
    client.setConnectTimeout(TimeUnit.SECONDS.toMillis(limits.of(Limit.CONNECT_SECONDS)));
    client.setIdleTimeout(IDLE_MILLIS);
    client.setDestinationIdleTimeout(FORGOTTEN_AFTER_MILLIS);
    client.setMaxConnectionsPerDestination(CONNECTIONS_PER_DESTINATION);
    client.setMaxRequestsQueuedPerDestination(WAITING);
    client.setMaxResponseHeadersSize(HEADERS_BYTES);
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    return client;
  }

  /**
   * Takes a URI apart and judges what can be judged before its name is resolved.
   *
   * @throws UndeliverableException if nothing may be sent there
   */
  Target judged(URI uri) {
    Target target = Target.of(uri, limits);
    policy.judge(target);
    return target;
  }

  /**
   * A request with one deadline for everything from resolving the name to the end of the answer's
   * body.
   *
   * @param target from {@link #judged}
   */
  Request newRequest(HttpMethod method, Target target, int seconds) {
    Request request =
        client
            .newRequest(target.uri())
            .method(method)
            .timeout(seconds, TimeUnit.SECONDS)
            // The client's own is for connections that wait for work.
            .idleTimeout(seconds + 1L, TimeUnit.SECONDS);
    CompletableFuture<Void> over = new CompletableFuture<>();
    request.onResponseFailure((response, failure) -> over.complete(null));
    request.onResponseSuccess(
        response -> {
          if (!HttpStatus.isInterim(response.getStatus())) {
            over.complete(null);
          }
        });
    CompletableFuture<Void> unused =
        over.orTimeout(seconds + 1L, TimeUnit.SECONDS)
            .whenComplete(
                (done, late) -> {
                  if (late != null) {
                    hangUp(request, late);
                  }
                });
    return request;
  }

  /**
   * Between an interim answer and what follows it the client takes no notice of a deadline, and
   * then it reads on for as long as the peer says anything.
   */
  private static void hangUp(Request request, Throwable why) {
    CompletableFuture<Boolean> unused = request.abort(why);
    Connection connection = request.getConnection();
    if (connection != null) {
      connection.close();
    }
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

  /** Breaks off what is under way and frees everything. */
  @Override
  public void close() {
    names.close();
    try {
      client.stop();
    } catch (Exception e) { // declared by Jetty
      log.warn("The HTTP client did not stop cleanly: {}", e.getClass().getName());
    }
  }
}
