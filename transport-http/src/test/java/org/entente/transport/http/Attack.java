package org.entente.transport.http;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A request that is meant to do harm: it begins in one way, and goes on and on in another until the
 * server has answered. Immutable.
 *
 * @param repeated empty if nothing more is said
 * @param bytewise whether it goes on one byte at a time, with a rest after each
 * @param statuses with which it may be answered
 */
record Attack(
    String name, String opening, String repeated, boolean bytewise, Set<Integer> statuses) {
  private static final String TYPE = "Content-Type: application/didcomm-encrypted+json\r\n";
  private static final String HEAD = "POST /didcomm HTTP/1.1\r\nHost: a\r\n" + TYPE;
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String MANY = "canary".repeat(200);
  private static final long REST_MILLIS = 20;

  static Stream<Attack> all() {
    return Stream.of(
        slow("a slow request line", "POST /", "canary", 408),
        slow("slow headers", HEAD, "X: canary\r\n", 408),
        slow("a slow body", HEAD + "Content-Length: 100000\r\n\r\n", "canary", 408),
        slow("slow chunks", CHUNKED, "6\r\ncanary\r\n", 408),
        slow("slow trailers", CHUNKED + "6\r\ncanary\r\n0\r\n", "X: canary\r\n", 408),
        slow("slow blank lines", "", "\r\n", 408, 0),
        slow("silence", "", "", 0),
        slow("silence instead of a body", HEAD + "Content-Length: 9\r\n\r\n", "", 408),
        fast("an endless method", "", MANY, 414),
        fast("an endless path", "POST /", MANY, 414),
        fast("an endless version", "POST /didcomm HTTP/1.1", MANY, 414),
        fast("an endless header name", HEAD, MANY, 431),
        fast("an endless header", HEAD + "X: ", MANY, 431),
        fast("endless headers", HEAD, "X: canary\r\n".repeat(100), 431),
        fast("endless lengths", HEAD, "Content-Length: 1\r\n".repeat(100), 431),
        fast("endless blank lines", "", "\r\n".repeat(500), 400, 414),
        fast("an endless chunk size", CHUNKED, "0".repeat(1000), 400),
        fast("a chunk size beyond numbers", CHUNKED + "fffffffffffffffff\r\n", MANY, 400),
        fast("a negative chunk size", CHUNKED + "80000000\r\n", MANY, 400),
        fast("a chunk that is too large", CHUNKED + "7fffffff\r\n", MANY, 413),
        fast("a chunk longer than its size", CHUNKED + "1\r\n", MANY, 400),
        fast("an endless chunk extension", CHUNKED + "1;", MANY, 400),
        fast("chunks with huge extensions", CHUNKED, extended(), 408, 413),
        fast("endless chunks", CHUNKED, "6\r\ncanary\r\n".repeat(100), 408, 413),
        fast("an endless trailer", CHUNKED + "0\r\nX: ", MANY, 400),
        fast("endless trailers", CHUNKED + "0\r\n", "X: canary\r\n".repeat(100), 400),
        fast("a length that is too great", HEAD + "Content-Length: 1048577\r\n\r\n", MANY, 413),
        fast("two lengths", HEAD + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", MANY, 400),
        fast("a negative length", HEAD + "Content-Length: -1\r\n\r\n", MANY, 400),
        fast("a length of words", HEAD + "Content-Length: canary\r\n\r\n", MANY, 400),
        fast("a length and chunks", HEAD + "Content-Length: 1\r\n" + chunked() + "\r\n", MANY, 400),
        fast("chunks and a length", HEAD + chunked() + "Content-Length: 1\r\n\r\n", MANY, 400),
        fast("bytes that are no HTTP", "\u0016\u0003\u0001\u0002\0\u0001", MANY, 400, 414),
        fast("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", MANY, 505));
  }

  private static String chunked() {
    return "Transfer-Encoding: chunked\r\n";
  }

  private static String extended() {
    return "1;" + "canary".repeat(600) + "\r\nx\r\n";
  }

  private static Attack slow(String name, String opening, String repeated, Integer... statuses) {
    return new Attack(name, opening, repeated, true, Set.of(statuses));
  }

  private static Attack fast(String name, String opening, String repeated, Integer... statuses) {
    return new Attack(name, opening, repeated, false, Set.of(statuses));
  }

  /** Carries it out on several connections at once, until the server has answered or hung up. */
  void on(List<RawConnection> connections) throws IOException, InterruptedException {
    for (RawConnection connection : connections) {
      connection.say(opening);
    }
    CountDownLatch never = new CountDownLatch(1);
    boolean goesOn = !repeated.isEmpty();
    for (int i = 0; goesOn; i++) {
      goesOn = false;
      for (RawConnection connection : connections) {
        goesOn |= !connection.hasHeard() && goOn(connection, i);
      }
      if (bytewise) {
        boolean unused = never.await(REST_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private boolean goOn(RawConnection connection, int step) {
    int at = step % repeated.length();
    try {
      connection.say(bytewise ? repeated.substring(at, at + 1) : repeated);
      return true;
    } catch (IOException e) {
      return false; // the server has hung up
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
