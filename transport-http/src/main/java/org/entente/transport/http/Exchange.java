package org.entente.transport.http;

import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Answer;
import org.jspecify.annotations.Nullable;

/**
 * One message under way: makes an answer of what the peer says or fails to say.
 *
 * <p>The head decides. A body that is too long, too slow or broken off costs the reply in it, not
 * the answer: the peer has said by then what became of the message.
 *
 * <p>The client calls it from one thread at a time; {@link #end} may come from any.
 */
final class Exchange implements Response.Listener {
  private final int answerBytes;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private @Nullable Answer head;
  private boolean hasReply;
  private int received;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

  Exchange(Limits limits) {
    this.answerBytes = limits.of(Limit.ANSWER_BYTES);
  }

  CompletableFuture<Answer> answer() {
    return answer;
  }

  /** Answers, unless it has been answered. */
  void end(Answer unlessKnown) {
    answer.complete(unlessKnown);
  }

  @Override
  public void onHeaders(Response response) {
    if (HttpStatus.isInterim(response.getStatus())) {
      return;
    }
    Answer said = Answer.ofHttpStatus(response.getStatus());
    head = said;
    hasReply =
        said.kind() == Answer.Kind.ACCEPTED
            && MediaType.isEncrypted(response.getHeaders().get(HttpHeader.CONTENT_TYPE));
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    received += content.remaining();
    if (received > answerBytes) {
      hasReply = false;
      CompletableFuture<Boolean> unused = response.abort(new TooLongException());
    } else if (hasReply) {
      byte[] part = new byte[content.remaining()];
      content.get(part);
      body.writeBytes(part);
    }
  }

  @Override
  public void onComplete(Result result) {
    Throwable failure = result.getFailure();
    Answer said = head;
    if (said == null) {
      answer.complete(failure == null ? Answer.tryLater("no answer") : ofFailure(failure));
    } else if (failure == null && hasReply && body.size() > 0) {
      answer.complete(said.withReply(body.toByteArray()));
    } else {
      answer.complete(said);
    }
  }

  /** What to tell an operator, in words of our own: a failure's message may quote the peer. */
  static Answer ofFailure(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof UndeliverableException undeliverable) {
        return undeliverable.answer();
      } else if (t instanceof SSLException) {
        // The peer's operator can mend a certificate, so this is not for ever.
        return Answer.tryLater("no secure connection: TLS handshake or certificate failed");
      } else if (t instanceof SocketTimeoutException) {
        return Answer.tryLater("no connection in time");
      } else if (t instanceof ConnectException || t instanceof NoRouteToHostException) {
        return Answer.tryLater("connection refused");
      } else if (t instanceof TimeoutException) {
        return Answer.tryLater("no answer in time");
      } else if (t instanceof RejectedExecutionException) {
        return Answer.tryLater("too many requests waiting");
      }
    }
    return Answer.tryLater("connection broken or answer not acceptable");
  }

  /** Ends an answer whose length is not worth reading. */
  private static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
      super("answer too long", null, false, false);
    }
  }
}
