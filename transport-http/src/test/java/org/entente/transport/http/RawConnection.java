package org.entente.transport.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that says exactly what the test wants it to say. Not thread-safe. */
final class RawConnection implements AutoCloseable {
  private static final int GUARD_MILLIS = 120_000;

  private final Socket socket;
  private final InputStream in;

  RawConnection(int port) throws IOException {
    this(port, "127.0.0.1");
  }

  RawConnection(int port, String from) throws IOException {
    socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getAllByName(from)[0], 0));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(GUARD_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), GUARD_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  RawConnection say(String text) throws IOException {
    return say(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawConnection say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** The next answer whole, as text; empty if the server has closed. */
  String hear() throws IOException {
    String head = head();
    int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    if (at < 0) {
      return head;
    }
    int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
    return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  /** Everything that is still said until the server closes. */
  String hearAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketException e) {
      // reset, which is a way of closing
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** The status of the next answer; 0 if the server has closed. */
  int status() throws IOException {
    String answer = hear();
    return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
  }

  /** Whether an answer has begun to arrive. */
  boolean hasHeard() throws IOException {
    return in.available() > 0;
  }

  /** Whether the server closes, without another word. */
  boolean isClosedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next;
      try {
        next = in.read();
      } catch (SocketException e) {
        return "";
      }
      if (next < 0) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** The same as closing, for the midst of a test. */
  void hangUp() throws IOException {
    socket.close();
  }

  /** Says nothing more, but still listens. */
  void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends it without a farewell. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
