package org.entente.examples;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.connection.Role;

/** Invites one peer over HTTP, and shows how the connection comes about. */
public final class Inviter {
  private static final String USAGE =
      """
      usage: Inviter [--port 8080] [--endpoint URL] [--label TEXT] [--data DIR]
                     [--passphrase-env NAME] [--profile current|prism-2023] [--send TEXT]
                     [--stay SECONDS] [--timeout SECONDS] [--qr]

      Prints an invitation, with --qr as a QR code too, then each state of the connection and
      each message received.
      Keeps nothing unless --data names a directory; started again with it, goes on there.""";

  /** Leads nowhere; a peer's agent takes the invitation out of it and never opens it. */
  private static final URI LINK_BASE = URI.create("https://my.domain.com/path");

  private Inviter() {}

  /** Runs it; see the usage that {@code --help} prints. */
  public static void main(String[] args) {
    Main.run(
        args,
        USAGE,
        () -> {
          Arguments arguments = new Arguments(args, PeerOptions.namesAnd("label"), Set.of("qr"));
          Output output = Output.standard();
          return new Peer("Inviter", PeerOptions.of(arguments, 8080), output)
              .run(agent -> invite(agent, arguments, output));
        });
  }

  private static Peer.Shown invite(Agent agent, Arguments arguments, Output output) {
    Optional<Connection> earlier = Peer.earlier(agent, Role.INVITER);
    Connection connection = earlier.orElseGet(() -> invite(agent, arguments.find("label")));
    String link = connection.invitation().toUrl(LINK_BASE);
    output.invitation(link);
    if (arguments.has("qr")) {
      output.qrCode(link);
    }
    return new Peer.Shown(connection, earlier.isPresent());
  }

  private static Connection invite(Agent agent, Optional<String> label) {
    return label.isPresent()
        ? agent.connections().invite(label.get())
        : agent.connections().invite();
  }
}
