package org.entente.examples.agentserver;

import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.entente.Agent;
import org.entente.examples.Main;
import org.entente.keys.Secret;
import org.entente.transport.http.EndpointPolicy;
import org.entente.transport.http.HttpTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent in a web application: the connections API of the PRISM agents, a page to connect with,
 * and the DIDComm endpoint, all on one port if nothing else is said.
 */
public final class AgentServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);
  private static final int KEY_BYTES = 32;

  private final ServerOptions options;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Deque<AutoCloseable> servers = new ArrayDeque<>();
  private final WebServer web;
  private final int port;

  private AgentServer(ServerOptions options) throws IOException {
    this.options = options;
    try {
      this.web = listening(options.port());
      this.port = web.port();
      WebServer didcomm =
          options.didcommPort().isPresent() ? listening(options.didcommPort().getAsInt()) : web;
      URI endpoint = options.endpoint().orElse(uri(didcomm.port(), "/didcomm"));
      Conversations conversations = opened(Conversations.open(options.data()));
      Agent agent = opened(agent(endpoint));
      serve(didcomm, endpoint, agent, conversations);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Runs it until it is stopped; see the usage that {@code --help} prints. */
  public static void main(String[] args) {
    Main.run(
        args,
        ServerOptions.USAGE,
        () -> {
          AgentServer server = start(ServerOptions.of(args));
          Runtime.getRuntime().addShutdownHook(new Thread(server::close));
          System.out.println("page: " + server.url() + "/");
          System.out.println("api: " + server.api());
          new CountDownLatch(1).await();
          return 0;
        });
  }

  /**
   * Starts a server.
   *
   * @throws org.entente.examples.UsageException if the passphrase is missing
   * @throws org.entente.transport.TransportException if a port is taken
   * @throws IOException if the data cannot be used
   */
  public static AgentServer start(ServerOptions options) throws IOException {
    return new AgentServer(options);
  }

  /** Where the page is, without a slash at the end. */
  public URI url() {
    return uri(port, "");
  }

  /** Where the API is. */
  public URI api() {
    return uri(port, options.basePath());
  }

  /** What is served at the port of the API, such as {@code GET /settings.json}. */
  List<String> routes() {
    return web.routes();
  }

  private Agent agent(URI endpoint) throws IOException {
    // whoever has an invitation names an address, and we send there: not into our own network
    EndpointPolicy policy =
        options.allowPrivate()
            ? EndpointPolicy.strict().allowHttp().allowLoopback().allowPrivate()
            : EndpointPolicy.strict();
    return Agent.builder(options.name())
        .storage(options.data().open())
        .transport(HttpTransport.builder(endpoint).endpointPolicy(policy).sendOnly())
        .profile(options.profile())
        .build();
  }

  private void serve(WebServer didcomm, URI endpoint, Agent agent, Conversations conversations) {
    URI linkBase = options.linkBase().orElseGet(this::invitePage);
    ErrorBodies errors = new ErrorBodies(options.profile());
    ConnectionRecords records = new ConnectionRecords(options.profile(), errors, linkBase);
    EventStream events = new EventStream(agent, records);
    servers.push(events);
    InvitationLinks links =
        new InvitationLinks(agent.invitations(), linkBase, freshKey(), Clock.systemUTC());
    String path = endpoint.getPath().isEmpty() ? "/" : endpoint.getPath();
    Guard guard = new Guard(options, didcomm.equals(web) ? path : "");
    DidCommEndpoint peers = new DidCommEndpoint(agent.receiver());
    String base = options.basePath();
    ConnectionsApi connections = new ConnectionsApi(agent, records, conversations, base);
    MessagesApi messages = new MessagesApi(agent, conversations, events::tell);
    web.serve(
        config -> {
          guarded(config, guard, errors);
          new Pages(options, links).addTo(config.routes);
          new InvitationApi(agent, links).addTo(config.routes, base);
          new OpenApi(base).addTo(config.routes);
          connections.addTo(config.routes);
          messages.addTo(config.routes, base);
          events.addTo(config.routes, base);
          new Health(agent).addTo(config.routes, base);
          if (didcomm.equals(web)) {
            peers.addTo(config.routes, path);
          }
        });
    if (!didcomm.equals(web)) {
      didcomm.serve(
          config -> {
            guarded(config, new Guard(options, path), errors);
            peers.addTo(config.routes, path);
          });
    }
  }

  private static void guarded(JavalinConfig config, Guard guard, ErrorBodies errors) {
    JettyErrors jettyErrors = new JettyErrors(errors);
    config.jetty.modifyServer(server -> server.setErrorHandler(jettyErrors));
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(jettyErrors));
    config.routes.before(guard::check);
    config.routes.exception(Exception.class, errors::answer);
    config.routes.exception(HttpResponseException.class, errors::answer);
  }

  /** Where others see the page, if they reach it where peers do. */
  private URI invitePage() {
    return options
        .endpoint()
        .filter(endpoint -> options.didcommPort().isEmpty())
        .map(endpoint -> endpoint.resolve("/invite"))
        .orElse(uri(port, "/invite"));
  }

  private static Secret freshKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Secret.takeOver(key);
  }

  private URI uri(int atPort, String path) {
    InetAddress address =
        options.bind().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : options.bind();
    String host = address.getHostAddress();
    return URI.create(
        "http://"
            + (address instanceof Inet6Address ? "[" + host + "]" : host)
            + ":"
            + atPort
            + path);
  }

  private WebServer listening(int atPort) throws IOException {
    WebServer server = new WebServer(options.bind(), atPort);
    servers.push(server);
    return server;
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** Takes no more requests, has what is under way arrive, and closes. */
  @Override
  public void close() {
    closeAll(servers);
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("closing failed: {}", e.getMessage());
      }
    }
  }
}
