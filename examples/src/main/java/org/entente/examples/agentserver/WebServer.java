package org.entente.examples.agentserver;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.entente.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is bound at once and served later: whoever connects between waits, and the agent can
 * be told the port before it is served.
 */
final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int THREADS = 64;
  private static final int CONNECTIONS = 1024;
  private static final int HEAD_BYTES = 16 << 10;
  private static final int IDLE_MILLIS = 30_000;

  /** How long requests that are under way may take when it closes. */
  private static final int STOP_MILLIS = 5_000;

  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final GracefulHandler requests = new GracefulHandler();
  private final ServerSocketChannel channel;
  private @Nullable Javalin javalin;

  /**
   * Binds a port.
   *
   * @param port 0 for any that is free
   * @throws TransportException if it is taken
   */
  WebServer(InetAddress address, int port) throws IOException {
    channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      channel.close();
      throw new TransportException(
          "port "
              + port
              + " of "
              + address.getHostAddress()
              + " cannot be listened to: "
              + e.getMessage());
    }
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** Serves from now on. */
  void serve(Consumer<JavalinConfig> application) {
    Javalin fresh =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.http.prefer405over404 = true;
              // what is secret and what a peer has written would be in one answer
              config.http.compressionStrategy = CompressionStrategy.NONE;
              config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
              config.jetty.modifyServer(server -> server.setHandler(requests));
              config.jetty.modifyHttpConfiguration(WebServer::bound);
              config.jetty.addConnector(this::connector);
              application.accept(config);
            });
    javalin = fresh.start();
  }

  /** What is served, each as a method and a path. */
  List<String> routes() {
    return Objects.requireNonNull(javalin, "served")
        .unsafe
        .internalRouter
        .allHttpHandlers()
        .stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .toList();
  }

  private static void bound(HttpConfiguration http) {
    http.setRequestHeaderSize(HEAD_BYTES);
    http.setSendServerVersion(false);
    http.addCustomizer(WebServer::check);
  }

  private static Request check(Request request, HttpFields.Mutable headers) {
    // Javalin keeps each name of a method that it has been called by, and takes BEFORE for one
    if (HttpMethod.fromString(request.getMethod()) == null) {
      throw new HttpException.RuntimeException(HttpStatus.METHOD_NOT_ALLOWED_405);
    }
    // and would go on as if there were no query
    String query = Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
    if (BROKEN_ESCAPE.matcher(query).find()) {
      throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400);
    }
    return request;
  }

  private Connector connector(Server server, HttpConfiguration http) {
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
    try {
      connector.open(channel);
    } catch (IOException e) {
      throw new IllegalStateException("the port cannot be served", e);
    }
    return connector;
  }

  /** Refuses new requests, has those under way answered, and closes. */
  @Override
  public void close() throws IOException {
    try {
      var unused = requests.shutdown().get(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("closed while requests were under way");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (javalin != null) {
      var unused = javalin.stop();
    }
    channel.close();
  }
}
