package org.entente.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.connection.InvitationAlreadyUsedException;
import org.entente.connection.Role;
import org.entente.limits.Limit;
import org.entente.message.Invitation;

/** Accepts an invitation over HTTP, and shows how the connection comes about. */
public final class Invitee {
  private static final String USAGE =
      """
      usage: Invitee --invitation URL|TEXT|- [--port 8090] [--endpoint URL] [--label TEXT]
                     [--data DIR] [--passphrase-env NAME] [--send TEXT] [--stay SECONDS]
                     [--timeout SECONDS]

      Accepts the invitation, "-" for one on standard input, and prints each state of the
      connection and each message received. Keeps nothing unless --data names a directory;
      started again with it, goes on there.""";

  private Invitee() {}

  /** Runs it; see the usage that {@code --help} prints. */
  public static void main(String[] args) {
    Main.run(
        args,
        USAGE,
        () -> {
          Arguments arguments = new Arguments(args, PeerOptions.namesAnd("label", "invitation"));
          String given = arguments.get("invitation");
          String text = given.equals("-") ? standardInput() : given;
          return new Peer("Invitee", PeerOptions.of(arguments, 8090), Output.standard())
              .run(agent -> accept(agent, text, arguments));
        });
  }

  private static Peer.Shown accept(Agent agent, String text, Arguments arguments) {
    if (text.isBlank()) {
      // started again with nothing on standard input
      Connection earlier =
          Peer.earlier(agent, Role.INVITEE)
              .orElseThrow(() -> new UsageException("there is no invitation on standard input"));
      return new Peer.Shown(earlier, true);
    }
    try {
      return new Peer.Shown(accept(agent, Invitation.parse(text), arguments.find("label")), false);
    } catch (InvitationAlreadyUsedException e) {
      return new Peer.Shown(agent.connections().get(e.connectionId()), true);
    }
  }

  private static Connection accept(Agent agent, Invitation invitation, Optional<String> label) {
    return label.isPresent()
        ? agent.connections().accept(invitation, label.get())
        : agent.connections().accept(invitation);
  }

  private static String standardInput() throws IOException {
    byte[] bytes = System.in.readNBytes(Limit.INVITATION_CHARS.defaultValue());
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
