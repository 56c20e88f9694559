package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.entente.Agent;
import org.entente.InvitationOptions;
import org.entente.keys.Secret;
import org.entente.message.Invitation;
import org.entente.testkit.ManualClock;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvitationLinksTest {
  private static final URI BASE = URI.create("https://a.example/invite");

  private final ManualClock clock = new ManualClock();
  private final InMemoryNetwork network = new InMemoryNetwork();
  private final Agent agent = Agent.builder("a").clock(clock).transport(network.join("a")).build();
  private final InvitationLinks links = links((byte) 1);

  @AfterEach
  void close() {
    agent.close();
    network.close();
  }

  @Test
  void aShortLinkLeadsToItsInvitation() {
    Invitation invitation = agent.connections().invite().invitation();

    InvitationLinks.ShortLink link = links.shortLink(invitation);

    assertThat(link.url()).startsWith(BASE + "?_oobid=").hasSizeLessThan(100);
    assertThat(links.named(oobid(link))).contains(invitation);
    assertThat(Invitation.parse(links.longLink(invitation))).isEqualTo(invitation);
  }

  @Test
  void nobodyGuessesOne() {
    Invitation invitation = agent.connections().invite().invitation();
    String oobid = oobid(links.shortLink(invitation));

    for (int i = 0; i < oobid.length(); i++) {
      char other = oobid.charAt(i) == 'A' ? 'g' : 'A';
      String changed = oobid.substring(0, i) + other + oobid.substring(i + 1);
      assertThat(links.named(changed)).as(changed).isEmpty();
    }
    assertThat(links.named("")).isEmpty();
    assertThat(links.named("!")).isEmpty();
    assertThat(links.named(oobid + "A")).isEmpty();
    assertThat(links.named(oobid(links((byte) 2).shortLink(invitation)))).isEmpty();
  }

  @Test
  void itEndsAfterItsTime() {
    Invitation invitation = agent.connections().invite().invitation();
    InvitationLinks.ShortLink link = links.shortLink(invitation);

    clock.advance(InvitationLinks.LIFETIME.plusSeconds(1));

    assertThat(links.named(oobid(link))).isEmpty();
  }

  @Test
  void itEndsWithTheInvitation() {
    Invitation invitation =
        agent
            .connections()
            .invite(InvitationOptions.defaults().expiresIn(Duration.ofMinutes(5)))
            .invitation();
    InvitationLinks.ShortLink link = links.shortLink(invitation);
    assertThat(link.expires()).isEqualTo(invitation.expiresTime().orElseThrow());

    agent.invitations().revoke(invitation.id());

    assertThat(links.named(oobid(link))).isEmpty();
  }

  private InvitationLinks links(byte key) {
    byte[] bytes = new byte[32];
    bytes[0] = key;
    return new InvitationLinks(agent.invitations(), BASE, Secret.takeOver(bytes), clock);
  }

  private static String oobid(InvitationLinks.ShortLink link) {
    return link.url().substring(link.url().indexOf("_oobid=") + 7);
  }
}
