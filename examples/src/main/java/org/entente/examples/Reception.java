package org.entente.examples;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.entente.Agent;
import org.entente.InvitationOptions;
import org.entente.IssuedInvitation;
import org.entente.WaitingMessage;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.RequestPolicy;
import org.entente.message.BasicMessage;
import org.entente.transport.Transport;

/** One invitation for several guests, who are let in by hand, as the README shows it. */
final class Reception {
  private Reception() {}

  static Agent open(Transport transport) {
    // region reception
    Agent desk =
        Agent.builder("Desk").transport(transport).requestPolicy(RequestPolicy.manual()).build();
    IssuedInvitation poster =
        desk.invitations()
            .create(
                InvitationOptions.defaults()
                    .label("Guests")
                    .uses(50)
                    .expiresIn(Duration.ofHours(8)));
    System.out.println(poster.invitation().toUrl(URI.create("https://desk.example/")));
    // endregion
    return desk;
  }

  static void letIn(Agent desk) {
    // region let-in
    ConnectionQuery asking =
        ConnectionQuery.all().state(ConnectionState.CONNECTION_REQUEST_RECEIVED);
    for (Connection guest : desk.connections().list(asking).connections()) {
      desk.connections().approve(guest.id()); // or reject(…), which tells the guest
    }
    // endregion
  }

  static void lookAfter(Agent desk, String guestId) {
    // region look-after
    System.out.println(desk.connections().diagnose(guestId)); // why it is where it is
    for (WaitingMessage message : desk.outbox().givenUp(0, 100)) {
      desk.outbox().retry(message.id()); // or drop(…)
    }
    desk.connections().end(guestId); // the guest is told; delete(…) forgets it without a word
    // endregion
  }

  static void hear(Agent desk) {
    // region once
    Set<String> seen = new HashSet<>(); // in your database, in the transaction of the effect
    desk.messages()
        .onReceived(
            BasicMessage.KIND,
            (guest, text, message) -> {
              if (seen.add(guest.id() + " " + message.id())) {
                System.out.println(text.content());
              }
            });
    // endregion
  }
}
