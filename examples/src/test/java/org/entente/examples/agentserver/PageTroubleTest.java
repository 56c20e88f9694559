package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What the page says when something is in the way. */
@Timeout(120)
class PageTroubleTest {
  private static Browser browser;

  private final Servers servers = new Servers();

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void itSaysWhyAConnectionWaitsAndTriesAgain(@TempDir Path directory) throws Exception {
    AgentServer alice = servers.start("--data", directory.toString());
    String link = invitation(alice);
    String port = String.valueOf(alice.url().getPort());
    alice.close();
    browser.open(servers.start("--name", "Bob"));

    browser.enter("#accept-link", link);
    browser.press(Keys.ENTER);
    browser.await(".card .state", "Reaching the other side");
    browser.await(".card .reason", "The last try failed: ");
    browser.await(".card .reason", "Next try at ");
    browser.photograph("waiting");
    AgentServer again = servers.start("--data", directory.toString(), "--port", port);
    browser.await(".card button:not([hidden], .primary, .quiet)", "Try again").click();

    browser.await(".card[data-state=ConnectionResponseReceived] .state", "Connected");
    assertThat(new Caller(again.api()).get("/connections").body())
        .contains("ConnectionResponseSent");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void itFindsItsAgentAgainWhenThatWasAway(@TempDir Path directory) throws Exception {
    AgentServer before = servers.start("--data", directory.toString());
    browser.open(before);
    browser.click("#invite-button");
    browser.await(".card");
    before.close();
    browser.await("#notice-text", "No connection to the agent");
    String port = String.valueOf(before.url().getPort());
    AgentServer after = servers.start("--data", directory.toString(), "--port", port);
    Caller bob = servers.caller();
    bob.post("/connection-invitations", Servers.body("invitation", invitation(after)));

    browser.await(".card[data-state=ConnectionResponseSent]");
    browser.await(".card[data-state=InvitationGenerated]");
    browser.await("body:has(#notice[hidden])");
    assertThat(browser.run("return window.sinceOpened")).isEqualTo(true);
  }

  @Test
  void itAsksForTheKeyUntilThatIsRight() throws Exception {
    browser.open(servers.start(Map.of("KEY", "open-sesame-open"), "--api-key-env", "KEY"));
    browser.await("#key-dialog");
    browser.photograph("key");
    browser.press("wrong", Keys.ENTER);
    browser.await("#key-problem", "not accepted");
    browser.press("open-sesame-open", Keys.ENTER);

    browser.await("#no-connections");
    browser.click("#invite-button");
    browser.await("#qr");
    browser.await(".card .state", "Waiting for someone to accept");
  }

  @Test
  void itSaysWhatIsWrongWithALink() throws Exception {
    AgentServer server = servers.start();
    browser.open(server);
    browser.click("#accept-button");
    browser.await("#accept-problem", "Paste a link first");
    browser.enter("#accept-link", "http://example.com/");
    browser.press(Keys.ENTER);
    browser.await("#accept-problem", "This cannot be accepted: ");
    browser.find("#accept-link").clear();
    browser.enter("#accept-link", invitation(server));
    browser.press(Keys.ENTER);
    browser.await("#accept-problem", "it is your own");
  }

  private static String invitation(AgentServer server) throws Exception {
    return new Caller(server.api())
        .post("/connections", "{}")
        .json()
        .getObject("invitation")
        .getString("invitationUrl");
  }
}
