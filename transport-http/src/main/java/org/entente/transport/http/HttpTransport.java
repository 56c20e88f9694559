package org.entente.transport.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyStore;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.entente.did.Did;
import org.entente.limits.Limits;
import org.entente.transport.Answer;
import org.entente.transport.Receiver;
import org.entente.transport.Receivers;
import org.entente.transport.Registration;
import org.entente.transport.Transport;
import org.entente.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives over HTTP, as the DIDComm v2 HTTPS transport says. The usual way:
 *
 * <pre>{@code
 * HttpTransport.listen(8080, URI.create("https://agent.acme.example/didcomm"))
 * }</pre>
 *
 * <p>This listens on the loopback address, for a reverse proxy on the same machine that does TLS
 * and passes requests on. Where there is none, as in a container, say {@link Builder#bindAll()}.
 * All connections of a proxy come from one address: with many of them, raise {@link
 * org.entente.limits.Limit#SERVER_CONNECTIONS_PER_ADDRESS} or set it to 0.
 *
 * <p>What may be sent to is up to the {@link EndpointPolicy}; strict unless you say otherwise, so
 * agents on one machine need {@link EndpointPolicy#allowLoopback()}.
 *
 * <p>Listening needs Netty ({@code netty-codec-http} and {@code netty-handler}) on the class path;
 * {@link Builder#sendOnly()}, for an agent inside a server of your own, does not.
 *
 * <p>Thread-safe. What you chain to an answer runs on a thread of the client and must not block.
 */
public final class HttpTransport implements Transport {
  private final URI endpoint;
  private final Receivers receivers;
  private final Sender sender;
  private final @Nullable Listener listener;

  private HttpTransport(
      URI endpoint, Receivers receivers, Sender sender, @Nullable Listener listener) {
    this.endpoint = endpoint;
    this.receivers = receivers;
    this.sender = sender;
    this.listener = listener;
  }

  /**
   * Listens on a port of the loopback address.
   *
   * @param port 0 for any that is free
   * @param endpoint where peers reach us; its path is the one that is served
   * @throws TransportException if the port is in use or may not be used
   */
  public static HttpTransport listen(int port, URI endpoint) {
    return builder(endpoint).port(port).listen();
  }

  /** For agents hosted in a server of your own: nothing listens here. */
  public static HttpTransport sendOnly(URI endpoint) {
    return builder(endpoint).sendOnly();
  }

  /**
   * For everything else.
   *
   * @param endpoint where peers reach us: http or https, without user information and fragment.
   *     Port 0 in it stands for the port that will be bound. Or the DID of a mediator, which passes
   *     on to us what peers send it; {@link Builder#path} then says what is served.
   */
  public static Builder builder(URI endpoint) {
    return new Builder(endpoint);
  }

  @Override
  public Set<String> schemes() {
    return Set.of("http", "https");
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public Optional<String> reachWarning() {
    String host = String.valueOf(endpoint.getHost());
    Optional<String> kind =
        host.equals("localhost") || host.endsWith(".localhost")
            ? Optional.of("loopback")
            : Target.literal(host)
                .map(InetAddress::getAddress)
                .flatMap(AddressBlock::of)
                .map(AddressBlock::name);
    return kind.map(
        name -> endpoint + " is a " + name + " address, which peers elsewhere cannot reach");
  }

  /**
   * The port that is listened on.
   *
   * @throws IllegalStateException if this transport only sends
   */
  public int port() {
    if (listener == null) {
      throw new IllegalStateException("this transport only sends");
    }
    return listener.port();
  }

  @Override
  public Registration start(Receiver receiver) {
    return receivers.add(receiver);
  }

  @Override
  public CompletionStage<Answer> send(URI to, byte[] packed) {
    return sender.send(to, packed);
  }

  /** Takes up to some 10 s if a receiver is slow. */
  @Override
  public void close() {
    if (listener != null) {
      listener.close();
    }
    sender.close();
  }

  /** How to listen and what to send to. Not thread-safe. */
  public static final class Builder {
    private final URI endpoint;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private @Nullable String path;
    private Limits limits = Limits.defaults();
    private EndpointPolicy policy = EndpointPolicy.strict();
    private NameResolver resolver = InetAddress::getAllByName;
    private @Nullable KeyStore trusted;

    private Builder(URI endpoint) {
      if (!isHttp(endpoint) && Did.parse(endpoint.toString()).isEmpty()) {
        throw new IllegalArgumentException(
            "expected http(s)://host/path as the endpoint, or the DID of a mediator");
      }
      this.endpoint = endpoint;
    }

    private static boolean isHttp(URI uri) {
      String scheme = uri.getScheme();
      return ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null;
    }

    /** The port to listen on; 0, the default, for any that is free. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** The address to listen on, instead of loopback. */
    public Builder bind(InetAddress address) {
      this.address = address;
      return this;
    }

    /** Listens on all addresses of this machine, which may be the whole Internet's. */
    public Builder bindAll() {
      this.address = new InetSocketAddress(0).getAddress();
      return this;
    }

    /**
     * The path to serve if a proxy changes it; otherwise it is the endpoint's, query included, or
     * {@code /} if that is a mediator's DID.
     */
    public Builder path(String path) {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("a path starts with a slash: " + path);
      }
      this.path = path;
      return this;
    }

    /** Other limits than the defaults. */
    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    /** What may be sent to. */
    public Builder endpointPolicy(EndpointPolicy policy) {
      this.policy = policy;
      return this;
    }

    Builder resolver(NameResolver resolver) {
      this.resolver = resolver;
      return this;
    }

    Builder trusted(KeyStore trusted) {
      this.trusted = trusted;
      return this;
    }

    /**
     * Listens and sends.
     *
     * @throws TransportException if the port is in use or may not be used, or Netty is missing
     */
    public HttpTransport listen() {
      Receivers receivers = new Receivers();
      Listener listener = open(receivers);
      URI bound = endpoint.getPort() == 0 ? withPort(endpoint, listener.port()) : endpoint;
      try {
        return new HttpTransport(bound, receivers, sender(), listener);
      } catch (TransportException e) {
        listener.close();
        throw e;
      }
    }

    private Listener open(Receivers receivers) {
      InetSocketAddress socket = new InetSocketAddress(address, port);
      try {
        return NettyListener.open(socket, servedPath(), limits, receivers);
      } catch (NoClassDefFoundError e) {
        throw new TransportException(
            "listening needs netty-codec-http and netty-handler on the class path");
      }
    }

    /** Only sends; hand what your own server takes to {@code agent.receiver()}. */
    public HttpTransport sendOnly() {
      return new HttpTransport(endpoint, new Receivers(), sender(), null);
    }

    private Sender sender() {
      return Sender.start(policy, limits, resolver, trusted);
    }

    private String servedPath() {
      if (path != null) {
        return path;
      }
      String own = endpoint.getRawPath();
      if (own == null || own.isEmpty()) {
        own = "/";
      }
      return endpoint.getRawQuery() == null ? own : own + "?" + endpoint.getRawQuery();
    }

    private static URI withPort(URI uri, int port) {
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return URI.create(
          uri.getScheme() + "://" + uri.getHost() + ":" + port + uri.getRawPath() + query);
    }
  }
}
