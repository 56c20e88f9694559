package org.entente.transport.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.entente.limits.Limits;
import org.entente.transport.Receiver;
import org.entente.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: Netty reads and writes, {@link NettyConnection} judges. Thread-safe. */
final class NettyListener implements Listener {
  private static final Logger log = LoggerFactory.getLogger(NettyListener.class);

  private static final int LINE_BYTES = 4 << 10;
  private static final int HEADERS_BYTES = 8 << 10;
  private static final int CHUNK_BYTES = 16 << 10;
  private static final int BACKLOG = 1024;
  private static final long BIG_BODIES_BYTES = 64L << 20;
  private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final EventLoopGroup loops;
  private final Channel server;
  private final int port;
  private final OpenConnections connections;
  private final Workers workers;

  private NettyListener(
      EventLoopGroup loops, Channel server, OpenConnections connections, Workers workers) {
    this.loops = loops;
    this.server = server;
    this.port = ((InetSocketAddress) server.localAddress()).getPort();
    this.connections = connections;
    this.workers = workers;
  }

  /**
   * Opens one.
   *
   * @throws TransportException if the address cannot be bound
   */
  static Listener open(InetSocketAddress address, String path, Limits limits, Receiver receiver) {
    int threads = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            threads, new Daemons("entente-http-server"), NioIoHandler.newFactory());
    OpenConnections connections = new OpenConnections(limits);
    Workers workers = new Workers(receiver);
    BodyBudget budget = new BodyBudget(BIG_BODIES_BYTES);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(64, 4096, CHUNK_BYTES))
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    NettyConnection connection =
                        new NettyConnection(path, limits, connections, workers, budget);
                    channel
                        .pipeline()
                        .addLast(new Decoder(connection), new HttpResponseEncoder(), connection);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
      throw new TransportException(
          "cannot listen on port "
              + address.getPort()
              + " of "
              + address.getHostString()
              + ": in use, or not allowed");
    }
    NettyListener listener = new NettyListener(loops, bound.channel(), connections, workers);
    log.info("Listening on port {}", listener.port);
    return listener;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    long deadlineNanos = System.nanoTime() + CLOSING_NANOS;
    if (!server.isOpen()) {
      return;
    }
    server.close().awaitUninterruptibly();
    connections.close().forEach(NettyConnection::finish);
    try {
      connections.awaitNone(deadlineNanos);
      workers.close(Math.max(0, deadlineNanos - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    log.info("No longer listening on port {}", port);
  }

  /** Every bound is given here, for some defaults depend on properties of the whole JVM. */
  private static final class Decoder extends HttpRequestDecoder {
    private final NettyConnection connection;

    Decoder(NettyConnection connection) {
      super(
          new HttpDecoderConfig()
              .setMaxInitialLineLength(LINE_BYTES)
              .setMaxHeaderSize(HEADERS_BYTES)
              .setMaxChunkSize(CHUNK_BYTES)
              .setChunkedSupported(true)
              .setAllowPartialChunks(true)
              .setAllowDuplicateContentLengths(false)
              .setValidateHeaders(true)
              .setStrictLineParsing(true)
              .setUseRfc9112TransferEncoding(true));
      this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
      if (connection.bytesCame()) {
        super.channelRead(ctx, bytes);
      } else {
        ReferenceCountUtil.release(bytes);
      }
    }
  }
}
