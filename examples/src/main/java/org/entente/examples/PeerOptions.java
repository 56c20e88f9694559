package org.entente.examples;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.entente.did.Profile;

/**
 * What both samples can be told on the command line.
 *
 * @param port to listen on
 * @param endpoint where peers reach that port
 * @param data where to keep the agent; in memory if empty
 * @param passphraseVariable the environment variable with the passphrase for the data
 * @param profile for invitations
 * @param send what to say once connected
 * @param stay how long to stay once connected
 * @param timeout how long to wait for the connection
 */
record PeerOptions(
    int port,
    URI endpoint,
    Optional<Path> data,
    Optional<String> passphraseVariable,
    Profile profile,
    Optional<String> send,
    Duration stay,
    Duration timeout) {

  private static final Set<String> NAMES =
      Set.of("port", "endpoint", "data", "passphrase-env", "profile", "send", "stay", "timeout");

  private static final int LONGEST_SECONDS = 30 * 24 * 3600;

  /** The names that both samples know, and those of one. */
  static Set<String> namesAnd(String... more) {
    Set<String> names = new HashSet<>(NAMES);
    names.addAll(Set.of(more));
    return names;
  }

  static PeerOptions of(Arguments args, int defaultPort) {
    int port = args.number("port", defaultPort, 1, 65_535);
    return new PeerOptions(
        port,
        args.find("endpoint")
            .map(PeerOptions::uri)
            .orElse(URI.create("http://127.0.0.1:" + port + "/didcomm")),
        args.find("data").map(PeerOptions::path),
        args.find("passphrase-env"),
        args.find("profile").map(PeerOptions::profile).orElse(Profile.CURRENT),
        args.find("send"),
        Duration.ofSeconds(args.number("stay", 10, 0, LONGEST_SECONDS)),
        Duration.ofSeconds(args.number("timeout", 300, 1, LONGEST_SECONDS)));
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new UsageException("--endpoint must be a URL such as http://host:8080/didcomm");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("--data is not a path");
    }
  }

  private static Profile profile(String text) {
    try {
      return Profile.of(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--profile must be current or prism-2023");
    }
  }
}
