package org.entente.transport.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server on loopback that reads requests and answers what the test says. Thread-safe. */
final class HostileServer implements AutoCloseable {
  /** What it does once it has a request. */
  @FunctionalInterface
  interface Script {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  /** Thrown by a script that ends the connection without a farewell. */
  static final class ResetException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final ServerSocket server;
  private final Script script;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final Object monitor = new Object();
  private int connections;

  HostileServer(Script script) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  HostileServer(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
    start(this::accept);
  }

  /** One that says the same text to everybody. */
  static HostileServer saying(String answer) throws IOException {
    return new HostileServer(out -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** The requests, head and body as they came. */
  BlockingQueue<String> requests() {
    return requests;
  }

  int port() {
    return server.getLocalPort();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port() + "/didcomm");
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        count(1);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      try {
        serveAll(socket);
      } catch (ResetException e) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException | InterruptedException e) {
      // the client has gone
    } finally {
      count(-1);
    }
  }

  private void serveAll(Socket socket) throws IOException, InterruptedException {
    while (true) {
      String request = request(socket.getInputStream());
      if (request.isEmpty()) {
        return;
      }
      requests.add(request);
      script.answer(socket.getOutputStream());
      socket.getOutputStream().flush();
    }
  }

  private void count(int more) {
    synchronized (monitor) {
      connections += more;
      monitor.notifyAll();
    }
  }

  /** Waits until all clients have gone. */
  void awaitNoConnection() throws InterruptedException {
    synchronized (monitor) {
      while (connections > 0) {
        monitor.wait();
      }
    }
  }

  private static String request(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      request.append((char) next);
    }
    String head = request.toString().toLowerCase(Locale.ROOT);
    int at = head.indexOf("content-length: ");
    if (at < 0) {
      return request.toString();
    }
    int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
    return request + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "hostile-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
