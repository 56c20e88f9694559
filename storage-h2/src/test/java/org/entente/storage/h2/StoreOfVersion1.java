package org.entente.storage.h2;

import static org.entente.transport.Receipt.Kind.ACCEPTED;
import static org.entente.transport.Receipt.Kind.BUSY;
import static org.entente.transport.Receipt.Kind.NOT_FOR_US;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.entente.Agent;
import org.entente.InvitationOptions;
import org.entente.connection.Connection;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.storage.Storage;
import org.entente.testkit.ManualClock;
import org.entente.testkit.ManualDriver;
import org.entente.testkit.SeededRandom;
import org.entente.transport.Receipt;
import org.entente.transport.Transport;
import org.entente.transport.inmemory.InMemoryNetwork;

/**
 * The program that wrote {@code store-v1.mv.db} when version 1 of the schema was the current one,
 * and what is beside it: {@code store-v1.txt} says what is in the store, {@code store-v1.jwe} is a
 * message that wallet acme has handled. The files are kept; run it again and they are of today's
 * version.
 *
 * <p>Wallet acme invites, wallet bob accepts. Peers of theirs that the store knows nothing of:
 * carol is gone, dave takes everything and answers nothing, erin writes but is busy when written
 * to, and fred, who does not mind the time, comes too late.
 */
final class StoreOfVersion1 {
  private final ManualDriver driver;
  private final InMemoryNetwork network;
  private final SeededRandom random = new SeededRandom(1);
  private final Random ids = new Random(1);
  private final ManualClock clock = new ManualClock();

  private StoreOfVersion1() {
    this.driver = new ManualDriver(clock);
    this.network = new InMemoryNetwork(1, driver::schedule);
  }

  /**
   * Writes the three files.
   *
   * @param arguments the directory
   */
  public static void main(String[] arguments) throws IOException {
    Path base = Path.of(arguments[0]).resolve("store-v1");
    H2Settings settings =
        H2Storage.at(base).protector(TestKeys.protector()).random(new SeededRandom(2));
    byte[] handled;
    try (H2Storage storage = settings.create()) {
      handled = new StoreOfVersion1().fill(storage);
    }
    settings.changeProtector(TestKeys.protector()); // rewrites the file: it is small then

    Files.write(base.resolveSibling("store-v1.jwe"), handled);
    Path copy = base.resolveSibling("copy");
    Files.copy(
        base.resolveSibling("store-v1.mv.db"),
        copy.resolveSibling("copy.mv.db"),
        StandardCopyOption.REPLACE_EXISTING);
    try (H2Storage storage = H2Storage.at(copy).protector(TestKeys.protector()).open()) {
      Files.writeString(base.resolveSibling("store-v1.txt"), Inventory.of(storage));
    } finally {
      Files.delete(copy.resolveSibling("copy.mv.db"));
    }
  }

  private byte[] fill(Storage storage) {
    Deque<byte[]> toAcme = new ArrayDeque<>();
    Transport acmeTransport = network.join("acme");
    acmeTransport.start(
        packed -> {
          toAcme.add(packed.clone());
          return Receipt.of(NOT_FOR_US);
        });
    final Agent acme = agent("acme").sharedStorage(storage).transport(acmeTransport).build();
    final Agent bob = agent("bob").sharedStorage(storage).transport(network.join("bob")).build();
    final Agent carol = agent("carol").transport(network.join("carol")).build();
    final Agent dave = agent("dave").transport(joinAnswering("dave", ACCEPTED)).build();
    final Agent erin = agent("erin").transport(joinAnswering("erin", BUSY)).build();
    final Agent fred = agent("fred").transport(network.join("fred")).build();

    Connection established = acme.connections().invite("established");
    Connection bobs = bob.connections().accept(established.invitation(), "to acme");
    driver.run();
    bob.messages().send(bobs.id(), new BasicMessage("No handler for this yet"));
    driver.run();
    acme.connections().invite("never used");
    acme.connections().invite(expiring("expired, unnoticed"));
    Connection tooLate = acme.connections().invite(expiring("expired, and used too late"));
    erin.connections().accept(acme.connections().invite("response in vain").invitation());
    bob.connections().accept(carol.connections().invite().invitation(), "request in vain");
    bob.connections().accept(dave.connections().invite().invitation(), "no response");
    network.cut("carol");
    driver.run();
    driver.advance(Duration.ofMinutes(10));
    fred.connections().accept(Invitation.builder(tooLate.id(), tooLate.ourDid()).build());
    driver.run();
    network.cut("acme");
    bob.messages().send(bobs.id(), new BasicMessage("Nobody takes this yet"));
    driver.advance(Duration.ofSeconds(10));

    List.of(acme, bob, carol, dave, erin, fred).forEach(agent -> agent.close(Duration.ZERO));
    return toAcme.getFirst();
  }

  private static InvitationOptions expiring(String label) {
    return InvitationOptions.defaults().label(label).expiresIn(Duration.ofMinutes(1));
  }

  private Transport joinAnswering(String name, Receipt.Kind always) {
    Transport transport = network.join(name);
    transport.start(packed -> Receipt.of(always)); // asked before the agent
    return transport;
  }

  private Agent.Builder agent(String wallet) {
    return Agent.builder(wallet)
        .wallet(wallet)
        .clock(clock)
        .ticker(driver.ticker())
        .random(random)
        .ids(() -> new UUID(ids.nextLong(), ids.nextLong()).toString())
        .driver(driver.forAgent());
  }
}
