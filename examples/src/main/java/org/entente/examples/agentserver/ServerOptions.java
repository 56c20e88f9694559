package org.entente.examples.agentserver;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.entente.did.Profile;
import org.entente.examples.AgentData;
import org.entente.examples.Arguments;
import org.entente.examples.UsageException;

/**
 * What the server can be told on the command line. Immutable.
 *
 * @param name of the agent, shown on the page
 * @param bind the address to listen at
 * @param port of the API and the page; 0 for any that is free
 * @param didcommPort of the DIDComm endpoint, if it has one of its own
 * @param endpoint where peers reach the DIDComm endpoint, if not at the port itself
 * @param linkBase what the links of invitations begin with, if not with the page's address
 * @param basePath of the API: empty, or a path without a slash at its end
 * @param apiKey what callers of the API have to know, if anything
 * @param data where the agent is kept
 * @param profile of the peers that we invite, and of what the API answers
 * @param allowPrivate whether peers may be at private addresses, and reached by plain HTTP
 */
public record ServerOptions(
    String name,
    InetAddress bind,
    int port,
    OptionalInt didcommPort,
    Optional<URI> endpoint,
    Optional<URI> linkBase,
    String basePath,
    Optional<ApiKey> apiKey,
    AgentData data,
    Profile profile,
    boolean allowPrivate) {
  static final String USAGE =
      """
      usage: AgentServer [--port 8080] [--didcomm-port PORT] [--endpoint URL] [--link-base URL]
                         [--base-path /prism-agent] [--api-key-env NAME] [--data DIR]
                         [--passphrase-env NAME] [--profile current|prism-2023] [--bind ADDRESS]
                         [--name TEXT] [--allow-private]

      Serves a page to connect with at /, and the connections API of the PRISM agents. Listens on
      loopback; anywhere else only with an API key, and with --allow-private if peers are on the same
      network. Keeps nothing unless --data names a directory.""";

  private static final Set<String> NAMES =
      Set.of(
          "port",
          "didcomm-port",
          "endpoint",
          "link-base",
          "base-path",
          "api-key-env",
          "data",
          "passphrase-env",
          "profile",
          "bind",
          "name");

  private static final Set<String> FLAGS = Set.of("allow-private");

  private static final Pattern KEY = Pattern.compile("[!-~][ -~]{14,}[!-~]");

  private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*");

  private static final Pattern OF_THE_API =
      Pattern.compile("/(connections|connection-invitations|qr-codes)(/.*)?");

  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads a command line.
   *
   * @throws UsageException if it is wrong; the message says what to do
   */
  public static ServerOptions of(String... args) {
    return of(System.getenv(), args);
  }

  /**
   * Reads a command line, with an environment of the caller's choice for the API key.
   *
   * @throws UsageException if it is wrong; the message says what to do
   */
  public static ServerOptions of(Map<String, String> environment, String... args) {
    Arguments arguments = new Arguments(args, NAMES, FLAGS);
    Optional<ApiKey> apiKey = arguments.find("api-key-env").map(name -> key(environment, name));
    InetAddress bind = arguments.find("bind").map(ServerOptions::address).orElse(loopback());
    if (!bind.isLoopbackAddress() && apiKey.isEmpty()) {
      throw new UsageException(
          "whoever reaches " + bind.getHostAddress() + " could use the agent: give --api-key-env");
    }
    if (bind.isAnyLocalAddress() && arguments.find("endpoint").isEmpty()) {
      throw new UsageException(
          "peers need an address: give --endpoint, such as http://192.168.1.5:8080/didcomm");
    }
    String basePath = arguments.find("base-path").map(ServerOptions::basePath).orElse("");
    Optional<URI> endpoint = arguments.find("endpoint").map(ServerOptions::endpoint);
    if (arguments.find("didcomm-port").isEmpty()
        && endpoint.filter(uri -> isOfTheApi(uri.getPath(), basePath)).isPresent()) {
      throw new UsageException("--endpoint must not be a path of the API; give another one");
    }
    return new ServerOptions(
        arguments.find("name").orElse("Entente"),
        bind,
        arguments.number("port", 8080, 0, HIGHEST_PORT),
        arguments.find("didcomm-port").isPresent()
            ? OptionalInt.of(arguments.number("didcomm-port", 0, 0, HIGHEST_PORT))
            : OptionalInt.empty(),
        endpoint,
        arguments.find("link-base").map(text -> url("link-base", text)),
        basePath,
        apiKey,
        new AgentData(
            arguments.find("data").map(ServerOptions::path), arguments.find("passphrase-env")),
        arguments.find("profile").map(ServerOptions::profile).orElse(Profile.CURRENT),
        bind.isLoopbackAddress() || arguments.has("allow-private"));
  }

  private static ApiKey key(Map<String, String> environment, String variable) {
    String key = environment.get(variable);
    if (key == null || key.isBlank()) {
      throw new UsageException("the environment variable of --api-key-env is not set");
    }
    if (!KEY.matcher(key).matches()) {
      throw new UsageException("the key must be 16 or more of the characters that ASCII shows");
    }
    return ApiKey.of(key);
  }

  private static InetAddress loopback() {
    return address("127.0.0.1");
  }

  private static InetAddress address(String text) {
    try {
      if (!text.isBlank()) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      // said below
    }
    throw new UsageException("--bind must be an address of this machine, such as 0.0.0.0");
  }

  private static URI endpoint(String text) {
    URI uri = url("endpoint", text);
    String path = uri.getPath();
    if (!PATH.matcher(path.endsWith("/") ? path.substring(0, path.length() - 1) : path).matches()) {
      throw new UsageException("--endpoint must have a plain path, such as /didcomm");
    }
    return uri;
  }

  private static boolean isOfTheApi(String path, String basePath) {
    return path.startsWith(basePath)
        && OF_THE_API.matcher(path.substring(basePath.length())).matches();
  }

  private static URI url(String name, String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && Set.of("http", "https").contains(uri.getScheme())
          && uri.getPort() <= HIGHEST_PORT
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new UsageException("--" + name + " must be a URL such as http://host:8080/didcomm");
  }

  private static String basePath(String text) {
    String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (!PATH.matcher(path).matches() || path.startsWith("/page")) {
      throw new UsageException("--base-path must be a path such as /prism-agent");
    }
    return path;
  }

  private static Path path(String text) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      // said below
    }
    throw new UsageException("--data must be a directory, which is made if it is not there");
  }

  private static Profile profile(String text) {
    try {
      return Profile.of(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--profile must be current or prism-2023");
    }
  }
}
