package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;

/** Two people with a browser each, and no reload. */
@Timeout(120)
class PageTest {
  private static final String MARKUP =
      "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>";

  private static final String SEND =
      """
      document.getElementById('message-text').value = arguments[0];
      document.getElementById('message-form').requestSubmit()""";

  private static Browser left;
  private static Browser right;

  private final Servers servers = new Servers();
  private AgentServer alice;
  private AgentServer bob;

  @BeforeAll
  static void startBrowsers() {
    left = Browser.start();
    right = Browser.start();
  }

  @AfterAll
  static void closeBrowsers() {
    if (right != null) {
      right.close();
      left.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    alice = servers.start("--name", "Alice", "--base-path", "/prism-agent");
    bob = servers.start("--name", "Bob");
    left.open(alice);
    right.open(bob);
  }

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void twoPeopleConnectAndTalk() throws Exception {
    left.enter("#invite-label", "Bob’s phone");
    left.click("#invite-button");
    String link = left.value("#invitation-link");
    assertThat(left.qrCode("#qr")).isEqualTo(link).startsWith(alice.url() + "/invite?_oob=");
    left.photograph("invite");
    left.click("#copy-link");
    left.await("#copy-result", "Copied.");

    accept(link, "Alice’s desk");
    left.await(".card[data-state=ConnectionResponseSent] .state", "Connected");
    right.await(".card[data-state=ConnectionResponseReceived] .state", "Connected");
    assertThat(left.texts(".timeline code"))
        .containsExactly(
            "InvitationGenerated",
            "ConnectionRequestReceived",
            "ConnectionResponsePending",
            "ConnectionResponseSent");
    assertThat(right.texts(".timeline code"))
        .containsExactly(
            "InvitationReceived",
            "ConnectionRequestPending",
            "ConnectionRequestSent",
            "ConnectionResponseReceived");
    left.photograph("inviter");
    right.photograph("invitee");

    right.click("#accept-progress button");
    right.enter("#message-text", "Hello Alice");
    right.press(Keys.ENTER);
    right.await(".message.sent", "Delivered");
    left.await(".card .actions .primary", "Messages (1 new)").click();
    left.await(".message.received", "Hello Alice");
    left.enter("#message-text", "Hello Bob");
    left.click("#message-send");
    right.await(".message.received", "Hello Bob");
    left.await(".message.sent", "Delivered");
    left.photograph("conversation");
    checkBoth();
  }

  @Test
  void whatAPeerWritesIsTextHoweverLong() throws Exception {
    left.enter("#invite-label", MARKUP);
    left.click("#invite summary");
    left.enter("#invite-goal", MARKUP + "goal");
    left.click("#invite-button");
    accept(left.value("#invitation-link"), "");
    left.await(".card h3", MARKUP);
    right.await(".card h3", MARKUP + "goal");
    left.click("#invite-progress button");
    right.click("#accept-progress button");
    right.await("#conversation-title", MARKUP + "goal");

    String longText = MARKUP + "w".repeat(10_000 - MARKUP.length());
    left.enter("#message-text", longText);
    left.press(Keys.ENTER);
    right.await(".message.received button", "Show all 10,000 characters").click();
    left.enter("#message-text", MARKUP);
    left.press(Keys.ENTER);
    right.await(".message:nth-of-type(2) .text", MARKUP);

    assertThat(right.texts(".message .text")).containsExactly(longText, MARKUP);
    assertThat(left.run("return window.hacked")).isNull();
    assertThat(right.run("return window.hacked")).isNull();
    right.photograph("long-message");
    checkBoth();
  }

  @Test
  void aPictureOfTheCodeDoesInsteadOfTheLink(@TempDir Path directory) throws Exception {
    left.click("#invite-button");
    String link = left.qrCode("#qr");
    Path picture = directory.resolve("code.png");
    Files.write(picture, left.find("#qr").getScreenshotAs(OutputType.BYTES));

    right.find("#accept-picture").sendKeys(picture.toString());
    right.await("#accept-button:focus");
    assertThat(right.value("#accept-link")).isEqualTo(link);
    right.press(Keys.ENTER);

    right.await("#accept-progress", "Connected");
    left.await("#invite-progress", "Connected");
    checkBoth();
  }

  @Test
  void aLinkTooLongForPhonesHasAShortForm() throws Exception {
    String port = String.valueOf(Servers.freePort());
    String endpoint = "http://127.0.0.1:" + port + "/didcomm?" + "x".repeat(600);
    AgentServer carol = servers.start("--name", "Carol", "--port", port, "--endpoint", endpoint);
    left.open(carol);
    left.click("#invite-button");
    left.await("#form-note", "too long for a QR code");
    left.photograph("too-long");
    left.click("#other-form");
    left.await("#form-note", "works once");
    String shortLink = left.value("#invitation-link");
    assertThat(left.qrCode("#qr"))
        .isEqualTo(shortLink)
        .contains("/invite?_oobid=")
        .hasSizeLessThan(100);

    right.open(shortLink);
    right.await("h1", "You are invited");
    right.await("#copy");
    String link = right.value("#link");
    right.photograph("invitation-in-a-browser");

    assertThat(link).startsWith(carol.url() + "/invite?_oob=").contains(longPart(left));
    assertThat(left.complaints()).isEmpty();
    assertThat(right.complaints()).isEmpty();
  }

  @Test
  void manyTabsDoNotBlockEachOther() {
    left.click("#invite-button");
    left.await(".card");
    for (int tab = 0; tab < 7; tab++) {
      left.openTab(alice);
      left.await(".card");
    }
    left.click("#invite-button");
    left.await(".card:nth-of-type(2)");

    left.closeTabs();

    left.await(".card:nth-of-type(2)");
    checkBoth();
  }

  @Test
  void whatCameWhileNobodyLookedIsShownInItsPlace() throws Exception {
    left.click("#invite-button");
    accept(left.value("#invitation-link"), "");
    left.await("#invite-progress button").click();
    left.await("#no-messages");
    Caller bobs = new Caller(bob.api());
    Caller alices = new Caller(alice.api());
    String atBob = onlyConnection(bobs) + "/messages";
    String atAlice = onlyConnection(alices) + "/messages";

    left.openTab(alice);
    for (String text : List.of("one", "two", "three")) {
      assertThat(bobs.post(atBob, Servers.body("content", text)).status()).isEqualTo(201);
    }
    var unused =
        alices.await(
            () -> Optional.of(alices.get(atAlice).body()).filter(all -> all.contains("three")));
    left.behind(() -> left.run(SEND, "four"));
    left.closeTabs();

    left.await(".message:nth-of-type(4)", "four");
    assertThat(left.texts(".message .text")).containsExactly("one", "two", "three", "four");
  }

  @Test
  void anOldAddressLeadsToTheList() {
    left.open(alice.url() + "/#conversation=00000000-0000-0000-0000-000000000000");

    left.await("#no-connections");
    left.click("#invite-button");
    left.await(".card");
    assertThat(left.complaints()).isEmpty();
  }

  @Test
  void theKeyboardAloneIsEnough() throws Exception {
    left.tabTo("#invite-label");
    left.press("Bob", Keys.ENTER);
    left.await("#copy-link:focus");
    String link = left.value("#invitation-link");
    left.press(Keys.SPACE);
    left.await("#copy-result", "Copied.");

    right.tabTo("#accept-link");
    right.enterHere(link);
    right.press(Keys.ENTER);
    right.await("#accept-progress", "Connected");
    right.tabTo("#accept-progress button");
    right.press(Keys.ENTER);
    right.tabTo("#message-text");
    right.press("Hello", Keys.ENTER);
    left.await(".card .primary", "1 new");

    left.tabTo(".card .primary");
    left.press(Keys.ENTER);
    left.await(".message.received", "Hello");
    left.tabTo(".conversation-head .button");
    left.press(Keys.ENTER);
    left.await(".card button:focus", "Messages");
    left.tabTo(".card .quiet");
    left.press(Keys.ENTER);
    left.await("#delete-dialog [type=button]:focus");
    left.press(Keys.TAB, Keys.ENTER);
    left.await("#no-connections");
    left.await("#connections-title:focus");
    checkBoth();
  }

  private static void accept(String link, String label) {
    right.enter("#accept-link", link);
    right.enter("#accept-label", label);
    right.click("#accept-button");
    right.await("#accept-progress", "Connected");
  }

  private static String onlyConnection(Caller caller) throws Exception {
    JsonObject connection = caller.get("/connections").json().objects("contents").get(0);
    return "/connections/" + connection.getString("connectionId");
  }

  private static String longPart(Browser browser) {
    browser.click("#other-form");
    browser.await("#form-note", "too long for a QR code");
    String link = browser.value("#invitation-link");
    return link.substring(link.indexOf("_oob="));
  }

  /** Neither was loaded again, has complained, or has anything from elsewhere. */
  private void checkBoth() {
    for (Browser browser : List.of(left, right)) {
      assertThat(browser.run("return window.sinceOpened")).isEqualTo(true);
      assertThat(browser.complaints()).isEmpty();
    }
    assertThat(left.sources()).isNotEmpty().allMatch(source -> from(source, alice));
    assertThat(right.sources()).isNotEmpty().allMatch(source -> from(source, bob));
  }

  private static boolean from(URI source, AgentServer server) {
    return source.toString().replaceFirst("^blob:", "").startsWith(server.url() + "/");
  }
}
