package org.entente.examples.agentserver;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that are refused before they come to a route, such as one whose head is too
 * large. Jetty's own page would quote them.
 */
final class JettyErrors extends ErrorHandler {
  private final ErrorBodies errors;

  JettyErrors(ErrorBodies errors) {
    this.errors = errors;
  }

  /** Whatever the method, not only where a browser would show a page. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    Guard.HEADERS.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    // Jetty closes after most of these, and a client that is not told sends its next into the void
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    response.write(true, ByteBuffer.wrap(errors.ofStatus(status).toBytes()), callback);
  }
}
