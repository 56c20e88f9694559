package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.entente.Agent;
import org.entente.ConnectionChange;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.message.BasicMessage;
import org.entente.storage.Storage;
import org.entente.testkit.ManualClock;
import org.entente.testkit.ManualDriver;
import org.entente.transport.Receipt;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that {@link StoreOfVersion1} wrote is read, and agents go on with it. */
final class StoreOfVersion1Test {
  @TempDir Path directory;

  private final ManualClock clock = new ManualClock(ManualClock.START.plus(Duration.ofHours(1)));
  private final ManualDriver driver = new ManualDriver(clock);
  private final InMemoryNetwork network = new InMemoryNetwork(1, driver::schedule);
  private H2Storage storage;

  @BeforeEach
  void openCopy() throws IOException {
    Files.write(directory.resolve("store.mv.db"), resource("store-v1.mv.db"));
    storage = H2Storage.at(directory.resolve("store")).protector(TestKeys.protector()).open();
  }

  @AfterEach
  void close() {
    storage.close();
    network.close();
    assertThat(driver.failures()).isEmpty();
  }

  @Test
  void everythingIsThere() throws Exception {
    String text = new String(resource("store-v1.txt"), StandardCharsets.UTF_8);

    assertThat(Inventory.of(storage)).isEqualTo(text);
  }

  @Test
  void whatWasHandledIsRecognised() throws Exception {
    try (Agent acme = agent("acme", storage)) {
      Receipt receipt = acme.receiver().receive(resource("store-v1.jwe"));

      assertThat(receipt.kind()).isEqualTo(Receipt.Kind.DUPLICATE);
    }
  }

  @Test
  void whatWaitsIsDelivered() {
    List<String> heard = new ArrayList<>();
    try (Agent acme = agent("acme", storage);
        Agent bob = agent("bob", storage)) {
      acme.messages().onReceived(BasicMessage.KIND, (from, text) -> heard.add(text.content()));
      driver.run();

      assertThat(heard).containsExactly("No handler for this yet", "Nobody takes this yet");
      assertThat(bob.connections().list().connections()).hasSize(3);
    }
  }

  @Test
  void anInvitationOfThenIsAcceptedNow() {
    try (Agent acme = agent("acme", storage);
        Agent gina = agent("gina", H2Storage.inMemory())) {
      Connection neverUsed = labelled(acme, "never used");
      Connection ginas = gina.connections().accept(neverUsed.invitation());
      driver.run();

      assertThat(acme.connections().get(neverUsed.id()).isEstablished()).isTrue();
      assertThat(gina.connections().get(ginas.id()).isEstablished()).isTrue();
    }
  }

  @Test
  void anInvitationThatExpiredUnnoticedIsNoticedNow() {
    try (Agent acme = agent("acme", storage)) {
      Connection expired = labelled(acme, "expired, unnoticed");
      driver.run();

      assertThat(acme.connections().get(expired.id()).state())
          .isEqualTo(ConnectionState.INVITATION_EXPIRED);
      assertThat(acme.invitations().list().invitations())
          .extracting(invitation -> invitation.label().orElseThrow() + ": " + invitation.state())
          .containsExactlyInAnyOrder(
              "never used: Open",
              "established: Used",
              "response in vain: Used",
              "expired, unnoticed: Expired",
              "expired, and used too late: Expired");
    }
  }

  @Test
  void whatHappenedThenIsToldToFollowers() {
    try (Agent acme = agent("acme", storage)) {
      assertThat(acme.events().after(0, 100))
          .hasSize(11)
          .extracting(ConnectionChange::cursor)
          .isSorted();
    }
  }

  private static Connection labelled(Agent agent, String label) {
    return agent.connections().list().connections().stream()
        .filter(connection -> connection.label().orElseThrow().equals(label))
        .findAny()
        .orElseThrow();
  }

  private Agent agent(String wallet, Storage of) {
    return Agent.builder(wallet)
        .wallet(wallet)
        .clock(clock)
        .ticker(driver.ticker())
        .driver(driver.forAgent())
        .sharedStorage(of)
        .transport(network.join(wallet))
        .build();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = StoreOfVersion1Test.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }
}
