package org.entente.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Receipt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the server, from its first byte to its last: a request is read whole, then
 * handed to a worker, then answered, and only then is the next one looked at.
 *
 * <p>Confined to its event loop, but for {@link #finish} and what makes room for others.
 */
// A write or close that fails means that the channel is gone, which channelInactive is told.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyConnection extends ChannelInboundHandlerAdapter {
  private enum Phase {
    /** Nothing of a next request has come. */
    IDLE,
    /** A head is coming. */
    HEAD,
    /** A wanted body is coming. */
    BODY,
    /** Refused by its head; it has no body, so what remains is its end. */
    REFUSED,
    /** A worker has it. */
    RECEIVING,
    /** The answer is being written. */
    ANSWERING,
    /** Answered for the last time; what still comes is thrown away. */
    LINGERING
  }

  private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

  private static final long TICK_MILLIS = 500;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Closing at once would reset the connection, and the peer might not see the answer. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final String path;
  private final Limits limits;
  private final OpenConnections connections;
  private final Workers workers;
  private final BodyBudget budget;
  private final Queue<Object> pipelined = new ArrayDeque<>();

  private volatile Phase phase = Phase.HEAD;

  /** Since when the present request, or the wait for the next one, lasts. */
  private volatile long startNanos;

  private long deadlineNanos;
  private boolean moreCame;
  private boolean draining;
  private boolean givesWay;
  private @Nullable ChannelHandlerContext context;
  private @Nullable RequestHead head;
  private @Nullable Body body;
  private @Nullable ScheduledFuture<?> ticker;

  NettyConnection(
      String path, Limits limits, OpenConnections connections, Workers workers, BodyBudget budget) {
    this.path = path;
    this.limits = limits;
    this.connections = connections;
    this.workers = workers;
    this.budget = budget;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    startHead();
    if (!connections.add(this, peer(ctx))) {
      phase = Phase.LINGERING;
      ctx.close();
      return;
    }
    ticker =
        ctx.executor()
            .scheduleAtFixedRate(() -> tick(ctx), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connections.remove(this, peer(ctx));
    if (ticker != null) {
      ticker.cancel(false);
    }
    if (phase != Phase.RECEIVING) {
      forgetBody();
    }
    pipelined.forEach(ReferenceCountUtil::release);
    pipelined.clear();
  }

  /** Bytes have come, before they are decoded; false if they are not wanted. */
  boolean bytesCame() {
    moreCame = true;
    if (phase == Phase.IDLE) {
      startHead();
    }
    return phase != Phase.LINGERING;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (phase == Phase.RECEIVING || phase == Phase.ANSWERING) {
      pipelined.add(message);
      ctx.channel().config().setAutoRead(false);
      return;
    }
    try {
      take(ctx, message);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void take(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request && (phase == Phase.HEAD || phase == Phase.IDLE)) {
      takeHead(ctx, request);
    }
    if (message instanceof HttpContent content && (phase == Phase.BODY || phase == Phase.REFUSED)) {
      takeContent(ctx, content);
    }
  }

  private void takeHead(ChannelHandlerContext ctx, HttpRequest request) {
    if (phase == Phase.IDLE) {
      startHead();
    }
    RequestHead judged = RequestHead.of(request, path, limits.of(Limit.MESSAGE_BYTES));
    head = judged;
    deadlineNanos = startNanos + seconds(Limit.REQUEST_SECONDS);
    if (judged.refusal().isEmpty()) {
      phase = Phase.BODY;
      body = new Body(judged.announcedBytes(), limits.of(Limit.MESSAGE_BYTES), budget);
      if (judged.expectsContinue()) {
        ctx.writeAndFlush(response(HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
      }
    } else if (judged.hasBody()) {
      answerLast(ctx, judged.refusal().get());
    } else {
      phase = Phase.REFUSED;
    }
  }

  private void takeContent(ChannelHandlerContext ctx, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      answerLast(ctx, HttpResponseStatus.BAD_REQUEST);
      return;
    }
    if (body != null) {
      Body.Added added = body.add(content.content());
      if (added != Body.Added.FITS) {
        answerLast(
            ctx,
            added == Body.Added.TOO_LARGE
                ? HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE
                : HttpResponseStatus.SERVICE_UNAVAILABLE);
        return;
      }
    }
    if (content instanceof LastHttpContent) {
      takeEnd(ctx);
    }
  }

  private void takeEnd(ChannelHandlerContext ctx) {
    moreCame = false;
    if (head != null && head.refusal().isPresent()) {
      answer(ctx, head.refusal().get(), Unpooled.EMPTY_BUFFER);
      return;
    }
    if (body == null) {
      throw new IllegalStateException("a request without a body");
    }
    phase = Phase.RECEIVING;
    boolean taken =
        !connections.isClosing()
            && workers.receive(body.whole(), receipt -> handBack(ctx, receipt));
    if (!taken) {
      answer(ctx, HttpResponseStatus.SERVICE_UNAVAILABLE, Unpooled.EMPTY_BUFFER);
    }
  }

  private void handBack(ChannelHandlerContext ctx, Receipt receipt) {
    try {
      ctx.executor().execute(() -> answer(ctx, receipt));
    } catch (RejectedExecutionException e) {
      forgetBody(); // the server was closed meanwhile, and the connection with it
    }
  }

  private void answer(ChannelHandlerContext ctx, Receipt receipt) {
    HttpResponseStatus status = HttpResponseStatus.valueOf(receipt.httpStatus());
    answer(ctx, status, receipt.reply().map(Unpooled::wrappedBuffer).orElse(Unpooled.EMPTY_BUFFER));
  }

  private void answer(ChannelHandlerContext ctx, HttpResponseStatus status, ByteBuf reply) {
    if (head == null || !head.mayBeFollowed() || givesWay || connections.isClosing()) {
      answerLast(ctx, status, reply);
      return;
    }
    forgetBody();
    startNanos = System.nanoTime(); // first: from now on its place may be taken
    phase = Phase.ANSWERING;
    deadlineNanos = startNanos + WRITE_NANOS;
    ChannelFuture written = ctx.writeAndFlush(response(status, reply));
    if (written.isDone()) {
      next(ctx);
    } else {
      written.addListener(done -> next(ctx));
    }
  }

  private void next(ChannelHandlerContext ctx) {
    if (moreCame) {
      startHead();
    } else {
      phase = Phase.IDLE;
      startNanos = System.nanoTime();
      deadlineNanos = startNanos + IDLE_NANOS;
    }
    if (draining) {
      return; // called from the loop below, which goes on
    }
    draining = true;
    while (phase != Phase.RECEIVING && phase != Phase.ANSWERING && !pipelined.isEmpty()) {
      Object message = pipelined.remove();
      try {
        take(ctx, message);
      } finally {
        ReferenceCountUtil.release(message);
      }
    }
    draining = false;
    if (pipelined.isEmpty() && !ctx.channel().config().isAutoRead()) {
      ctx.channel().config().setAutoRead(true);
    }
    if (connections.isClosing() && (phase == Phase.IDLE || phase == Phase.HEAD)) {
      ctx.close();
    }
  }

  private void answerLast(ChannelHandlerContext ctx, HttpResponseStatus status) {
    answerLast(ctx, status, Unpooled.EMPTY_BUFFER);
  }

  private void answerLast(ChannelHandlerContext ctx, HttpResponseStatus status, ByteBuf reply) {
    forgetBody();
    phase = Phase.LINGERING;
    deadlineNanos = System.nanoTime() + WRITE_NANOS;
    FullHttpResponse response = response(status, reply);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    ctx.channel().config().setAutoRead(true);
    ctx.writeAndFlush(response)
        .addListener(
            written -> {
              deadlineNanos = System.nanoTime() + LINGER_NANOS;
              ((DuplexChannel) ctx.channel()).shutdownOutput();
            });
  }

  private static FullHttpResponse response(HttpResponseStatus status, ByteBuf reply) {
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, reply);
    if (status.code() < 200) {
      return response;
    }
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.readableBytes());
    if (reply.isReadable()) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, MediaType.ENCRYPTED);
    }
    if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
      response.headers().set(HttpHeaderNames.ALLOW, "POST");
    }
    return response;
  }

  private void tick(ChannelHandlerContext ctx) {
    if (phase == Phase.RECEIVING || System.nanoTime() - deadlineNanos < 0) {
      return;
    }
    if ((phase == Phase.HEAD && moreCame) || phase == Phase.BODY || phase == Phase.REFUSED) {
      answerLast(ctx, HttpResponseStatus.REQUEST_TIMEOUT);
    } else {
      ctx.close();
    }
  }

  /** Ends it as soon as the answer under way, if there is one, is written. From any thread. */
  void finish() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.executor()
          .execute(
              () -> {
                if (phase != Phase.RECEIVING
                    && phase != Phase.ANSWERING
                    && phase != Phase.LINGERING) {
                  ctx.close();
                }
              });
    }
  }

  /** Whether the peer has to do something next, and not we. From any thread. */
  boolean waitsForPeer() {
    return phase != Phase.RECEIVING;
  }

  /** Which of two that wait began to earlier. From any thread. */
  boolean hasWaitedLonger(NettyConnection other) {
    return startNanos - other.startNanos < 0;
  }

  /** Ends it; if a worker has its message by now, with the answer to that. From any thread. */
  void giveWay() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.executor()
          .execute(
              () -> {
                givesWay = true;
                if (phase != Phase.RECEIVING) {
                  ctx.close();
                }
              });
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      // Its message may quote what the peer sent.
      log.error("A connection failed with {}", cause.getClass().getName());
    }
    ctx.close();
  }

  private void startHead() {
    phase = Phase.HEAD;
    startNanos = System.nanoTime();
    deadlineNanos = startNanos + seconds(Limit.REQUEST_HEAD_SECONDS);
  }

  private void forgetBody() {
    if (body != null) {
      body.free();
      body = null;
    }
  }

  private long seconds(Limit limit) {
    return TimeUnit.SECONDS.toNanos(limits.of(limit));
  }

  private static InetAddress peer(ChannelHandlerContext ctx) {
    return ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
  }
}
