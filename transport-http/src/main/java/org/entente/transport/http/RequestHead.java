package org.entente.transport.http;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;

/**
 * What the head of a request says, judged before any of its body is read. Immutable.
 *
 * @param refusal the status to answer with; empty if the body is wanted
 * @param announcedBytes negative if the length is not known
 * @param mayBeFollowed whether another request can follow on the connection
 */
record RequestHead(
    Optional<HttpResponseStatus> refusal,
    long announcedBytes,
    boolean hasBody,
    boolean expectsContinue,
    boolean mayBeFollowed) {

  static RequestHead of(HttpRequest request, String path, int maxBytes) {
    if (request.decoderResult().isFailure()) {
      HttpResponseStatus status = ofFailure(request.decoderResult().cause());
      return new RequestHead(Optional.of(status), -1, true, false, false);
    }
    HttpHeaders headers = request.headers();
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    // The decoder has seen to it that there is at most one and that it is a number.
    long length = lengths.isEmpty() ? -1 : Long.parseLong(lengths.get(0).trim());
    boolean encoded = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    boolean current = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    Optional<HttpResponseStatus> refusal =
        framing(request, current, encoded, length)
            .or(() -> addressing(request, path))
            .or(() -> content(headers, encoded, length, maxBytes));
    boolean closes =
        headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    return new RequestHead(
        refusal,
        length,
        encoded || length > 0,
        headers.contains(HttpHeaderNames.EXPECT),
        current && !closes);
  }

  /** Where this request ends must be beyond doubt, lest a proxy sees another one in it. */
  private static Optional<HttpResponseStatus> framing(
      HttpRequest request, boolean current, boolean encoded, long length) {
    HttpHeaders headers = request.headers();
    HttpVersion version = request.protocolVersion();
    if (!current && !version.equals(HttpVersion.HTTP_1_0)) {
      return Optional.of(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED);
    }
    if (current && headers.getAll(HttpHeaderNames.HOST).size() != 1) {
      return Optional.of(HttpResponseStatus.BAD_REQUEST); // RFC 9112 section 3.2
    }
    if (!encoded) {
      return Optional.empty();
    }
    if (length >= 0 || !current) {
      return Optional.of(HttpResponseStatus.BAD_REQUEST); // RFC 9112 section 6.1
    }
    List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (encodings.size() != 1
        || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encodings.get(0))) {
      return Optional.of(HttpResponseStatus.NOT_IMPLEMENTED);
    }
    return Optional.empty();
  }

  private static Optional<HttpResponseStatus> addressing(HttpRequest request, String path) {
    if (!request.uri().equals(path)) {
      return Optional.of(HttpResponseStatus.NOT_FOUND);
    }
    if (!request.method().equals(HttpMethod.POST)) {
      return Optional.of(HttpResponseStatus.METHOD_NOT_ALLOWED);
    }
    return Optional.empty();
  }

  private static Optional<HttpResponseStatus> content(
      HttpHeaders headers, boolean encoded, long length, int maxBytes) {
    List<String> types = headers.getAll(HttpHeaderNames.CONTENT_TYPE);
    if (types.size() != 1
        || !MediaType.isEncrypted(types.get(0))
        || headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
      return Optional.of(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE);
    }
    if (length < 0 && !encoded) {
      return Optional.of(HttpResponseStatus.LENGTH_REQUIRED);
    }
    if (length > maxBytes) {
      return Optional.of(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
    }
    List<String> expected = headers.getAll(HttpHeaderNames.EXPECT);
    if (!expected.isEmpty()
        && (expected.size() > 1
            || !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected.get(0)))) {
      return Optional.of(HttpResponseStatus.EXPECTATION_FAILED);
    }
    return Optional.empty();
  }

  private static HttpResponseStatus ofFailure(Throwable failure) {
    if (failure instanceof TooLongHttpLineException) {
      return HttpResponseStatus.REQUEST_URI_TOO_LONG;
    }
    return failure instanceof TooLongFrameException
        ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        : HttpResponseStatus.BAD_REQUEST;
  }
}
