package org.entente.transport.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Answer;

/**
 * One document under way: nothing of the answer is used but its status and its body, and that only
 * when it is whole.
 *
 * <p>The client calls it from one thread at a time; {@link #fail} may come from any.
 */
final class DocumentFetch implements Response.Listener {
  private final Did did;
  private final JsonReader reader;
  private final int mostBytes;
  private final CompletableFuture<DidDocument> document = new CompletableFuture<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  DocumentFetch(Did did, Limits limits) {
    this.did = did;
    this.reader = new JsonReader(limits);
    this.mostBytes = limits.of(Limit.ANSWER_BYTES);
  }

  /** Fails with {@link UndeliverableException} and nothing else. */
  CompletableFuture<DidDocument> document() {
    return document;
  }

  /** Ends it, unless it has ended. */
  void fail(Answer why) {
    document.completeExceptionally(new UndeliverableException(why));
  }

  @Override
  public void onHeaders(Response response) {
    String encoding = response.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (response.getStatus() != 200) {
      abort(response, ofStatus(response.getStatus()));
    } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      abort(response, Answer.impossible("its document comes encoded, which nobody asked for"));
    }
  }

  private static Answer ofStatus(int status) {
    Answer answer = Answer.ofHttpStatus(status);
    return answer.kind() == Answer.Kind.TRY_LATER ? answer : Answer.impossible(answer.note());
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    if (body.size() + content.remaining() > mostBytes) {
      abort(response, Answer.impossible("its document is longer than " + mostBytes + " bytes"));
      return;
    }
    byte[] part = new byte[content.remaining()];
    content.get(part);
    body.writeBytes(part);
  }

  @Override
  public void onComplete(Result result) {
    Throwable failure = result.getFailure();
    if (failure != null) {
      fail(Exchange.ofFailure(failure));
      return;
    }
    try {
      DidDocument read = DidDocument.parse(reader.read(body.toByteArray()));
      if (read.id().equals(did)) {
        document.complete(read);
      } else {
        fail(Answer.impossible("its document is another party's"));
      }
    } catch (InvalidMessageException e) {
      fail(Answer.impossible("its document is broken: " + e.getMessage()));
    } catch (RuntimeException e) {
      fail(Answer.impossible("its document cannot be read"));
      throw e;
    }
  }

  private void abort(Response response, Answer why) {
    fail(why);
    CompletableFuture<Boolean> unused = response.abort(new UndeliverableException(why));
  }
}
