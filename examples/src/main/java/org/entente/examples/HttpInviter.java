package org.entente.examples;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.entente.Agent;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.storage.h2.H2Storage;
import org.entente.transport.http.HttpTransport;

/** An inviter that is reached over HTTP and survives a restart, as the README shows it. */
final class HttpInviter {
  private HttpInviter() {}

  static Agent open(char[] passphrase) {
    // region http-inviter
    Agent acme =
        Agent.builder("Acme")
            .storage(H2Storage.openOrCreate(Path.of("acme"), passphrase))
            .transport(HttpTransport.listen(8080, URI.create("https://agent.acme.example/didcomm")))
            .invitationLifetime(Duration.ofHours(1))
            .build();
    acme.events()
        .follow(
            "welcome",
            change -> {
              if (change.event().establishes()) {
                acme.messages().send(change.connectionId(), new BasicMessage("Welcome"));
              }
            });
    Invitation invitation = acme.connections().invite("Badge").invitation();
    System.out.println(invitation.toUrl(URI.create("https://acme.example/invite")));
    // endregion
    return acme;
  }
}
