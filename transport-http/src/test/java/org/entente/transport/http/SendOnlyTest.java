package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.entente.transport.Receiver;
import org.entente.transport.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent in somebody else's server: here the JDK's, in a JVM that has no Netty. */
class SendOnlyTest {
  @Test
  void receivingInAnotherServerAndSendingNeedsNoNetty(@TempDir Path directory) throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("netty"))
            .collect(Collectors.joining(File.pathSeparator));
    Path output = directory.resolve("output");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    Process process =
        new ProcessBuilder(java, "-cp", classPath, WithoutNetty.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readAllLines(output))
        .contains("no netty", "ACCEPTED (HTTP 202)", "listening needs netty", "received hello");
  }

  /** What runs in the other JVM. */
  static final class WithoutNetty {
    private WithoutNetty() {}

    public static void main(String[] arguments) throws Exception {
      try {
        Class.forName("io.netty.channel.Channel");
      } catch (ClassNotFoundException e) {
        System.out.println("no netty");
      }
      Receiver receiver =
          packed -> {
            System.out.println("received " + new String(packed, StandardCharsets.UTF_8));
            return Receipt.of(Receipt.Kind.ACCEPTED);
          };
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/didcomm",
          exchange -> {
            Receipt receipt = receiver.receive(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(receipt.httpStatus(), -1);
            exchange.close();
          });
      server.start();
      URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/didcomm");
      HttpTransport.Builder builder =
          HttpTransport.builder(endpoint)
              .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback());
      try (HttpTransport transport = builder.sendOnly()) {
        Answer answer =
            transport
                .send(endpoint, "hello".getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .get(120, TimeUnit.SECONDS);
        System.out.println(answer);
      }
      try {
        builder.listen().close();
      } catch (TransportException e) {
        System.out.println(e.getMessage().substring(0, 21));
      }
      server.stop(0);
    }
  }
}
