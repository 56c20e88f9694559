package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Self-signed certificates, and servers on 127.0.0.1 that have them. */
final class Certificates {
  private static final char[] PASSWORD = "for the test".toCharArray();

  private Certificates() {}

  /** A server with the certificate of these keys. */
  static HostileServer server(KeyStore keys, HostileServer.Script script) throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    ServerSocket socket =
        tls.getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getAllByName("127.0.0.1")[0]);
    return new HostileServer(socket, script);
  }

  /** The JDK makes certificates only in a process of its own. */
  static KeyStore forName(Path directory, String alternativeName) throws Exception {
    Path file = directory.resolve(alternativeName.replace(':', '-') + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String password = new String(PASSWORD);
    List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair"));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-alias", "a"));
    command.addAll(List.of("-dname", "CN=agent.example", "-ext", "san=" + alternativeName));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString()));
    command.addAll(List.of("-storepass", password, "-validity", "2"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }
}
