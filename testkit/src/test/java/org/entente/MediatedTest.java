package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionRequest;
import org.entente.did.DidUrl;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.ServiceEndpoint;
import org.entente.envelope.Unpacked;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.entente.message.BasicMessage;
import org.entente.message.Forward;
import org.entente.message.Invitation;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.entente.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that are reached through mediators. */
class MediatedTest {
  private final World world = new World();
  private final Party bob = world.party("bob");
  private final List<byte[]> arrived = new ArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void anAgentWhoseEndpointIsAMediatorsDidIsConnectedWith(Profile profile) {
    Mediator mediator = new Mediator(world, "mediator");
    Party alice = behind(mediator, "alice", profile);
    Connection atAlice = alice.connections().invite();
    mediator.route(atAlice.ourDid().value(), URI.create("memory://alice"));

    Connection atBob = bob.connections().accept(atAlice.invitation());
    world.run();
    alice.messages().send(atAlice.id(), new BasicMessage("to Bob"));
    bob.messages().send(atBob.id(), new BasicMessage("to Alice"));
    world.run();

    Oracles.assertMirrored(alice.now(atAlice), bob.now(atBob));
    assertThat(alice.heard()).containsExactly("to Alice");
    assertThat(bob.heard()).containsExactly("to Bob");
    assertThat(bob.tap().endpoints())
        .containsExactly(URI.create("memory://mediator"), URI.create("memory://mediator"));
    assertThat(mediator.forwards()).hasSize(2);
  }

  @Test
  void suchAnAgentsDidHasTheMediatorsDidAndNoRoutingKeys() {
    Mediator mediator = new Mediator(world, "mediator");

    Connection atAlice = behind(mediator, "alice", Profile.CURRENT).connections().invite();

    assertThat(PeerDid.resolve(atAlice.ourDid()).didCommEndpoints())
        .containsExactly(
            new ServiceEndpoint(mediator.did().value(), List.of(), List.of("didcomm/v2")));
  }

  @Test
  void bothAgentsMayBeBehindMediators() {
    Mediator alices = new Mediator(world, "alices");
    Mediator bobs = new Mediator(world, "bobs");
    Party alice = behind(alices, "alice", Profile.CURRENT);
    bob.tap().endpoint(URI.create(bobs.did().value()));
    Connection atAlice = alice.connections().invite();
    alices.route(atAlice.ourDid().value(), URI.create("memory://alice"));

    Connection atBob = bob.connections().accept(atAlice.invitation());
    bobs.route(atBob.ourDid().value(), URI.create("memory://bob"));
    world.run();

    Oracles.assertMirrored(alice.now(atAlice), bob.now(atBob));
    assertThat(alices.forwards()).hasSize(1);
    assertThat(bobs.forwards()).hasSize(1);
  }

  @Test
  void aForwardIsExactlyWhatTheSpecificationShows() {
    Mediator mediator = new Mediator(world, "mediator");
    Party alice = behind(mediator, "alice", Profile.CURRENT);
    Connection atAlice = alice.connections().invite();
    Connection atBob = bob.connections().accept(atAlice.invitation());
    world.run();

    Unpacked forward = mediator.forwards().get(0);

    JsonObject json = forward.message().toJson();
    JsonObject attachment = json.objects("attachments").get(0);
    JsonObject envelope = attachment.getObject("data").getObject("json");
    String text =
        "{\"id\":\"%s\",\"typ\":\"application/didcomm-plain+json\","
            + "\"type\":\"https://didcomm.org/routing/2.0/forward\",\"to\":[\"%s\"],"
            + "\"body\":{\"next\":\"%s\"},"
            + "\"attachments\":[{\"id\":\"%s\","
            + "\"media_type\":\"application/didcomm-encrypted+json\",\"data\":{\"json\":%s}}]}";
    assertThat(json.toJson())
        .isEqualTo(
            text.formatted(
                json.getString("id"),
                mediator.did(),
                atAlice.ourDid(),
                attachment.getString("id"),
                envelope.toJson()));
    assertThat(envelope.names())
        .containsExactly("ciphertext", "protected", "recipients", "tag", "iv");
    assertThat(kids(envelope)).containsExactly(atAlice.ourDid() + "#key-1");
    assertThat(forward.protection().author()).isEmpty();
    assertThat(forward.protection().algorithms())
        .containsExactly("ECDH-ES+A256KW", "A256CBC-HS512");
    assertThat(json.toJson()).doesNotContain(atBob.ourDid().value());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void aPeerWithRoutingKeysIsConnectedWith(int count) {
    List<Mediator> mediators =
        IntStream.range(0, count).mapToObj(i -> new Mediator(world, "m" + i)).toList();
    TestPeer carol =
        peer(
            mediators.get(0).endpoint().toString(),
            mediators.stream().map(Mediator::key).toArray(String[]::new));
    line(mediators, carol);

    assertConnects(carol);

    assertThat(bob.tap().endpoints()).containsOnly(URI.create("memory://m0"));
    assertThat(mediators).allSatisfy(mediator -> assertThat(mediator.forwards()).hasSize(2));
    for (int i = 0; i < count; i++) {
      Unpacked forward = mediators.get(i).forwards().get(0);
      String next = i + 1 < count ? mediators.get(i + 1).key() : carol.did().value();
      assertThat(Forward.read(forward.message()).next()).isEqualTo(next);
      assertThat(forward.message().to()).containsExactly(mediators.get(i).did());
      assertThat(forward.protection().recipient().map(DidUrl::toString))
          .contains(mediators.get(i).key());
    }
  }

  @Test
  void aPeerWithBothAMediatorsDidAndRoutingKeysIsConnectedWith() {
    Mediator outer = new Mediator(world, "outer");
    Mediator inner = new Mediator(world, "inner");
    TestPeer carol = peer(outer.did().value(), inner.key());
    outer.route(inner.key(), inner.endpoint());
    inner.route(carol.did().value(), URI.create("memory://carol"));

    assertConnects(carol);

    assertThat(bob.tap().endpoints()).containsOnly(URI.create("memory://outer"));
    assertThat(outer.forwards()).hasSize(2);
    assertThat(inner.forwards()).hasSize(2);
  }

  @Test
  void aMediatorMayItselfBeReachedThroughAnother() {
    Mediator outer = new Mediator(world, "outer");
    Mediator mediator =
        new Mediator(world, "mediator", endpoint(outer.endpoint().toString(), outer.key()));
    TestPeer carol = peer(mediator.did().value());
    outer.route(mediator.did().value(), mediator.endpoint());
    mediator.route(carol.did().value(), URI.create("memory://carol"));

    assertConnects(carol);

    assertThat(bob.tap().endpoints()).containsOnly(URI.create("memory://outer"));
  }

  @Test
  void eachAttemptIsWrappedAnew() {
    Mediator mediator = new Mediator(world, "mediator");
    TestPeer carol = peer(mediator.did().value());
    bob.tap().next(Tap.arrivingBut(Answer.tryLater("lost")));
    mediator.route(carol.did().value(), URI.create("memory://carol"));

    accept(carol);
    world.pass(Duration.ofSeconds(2));

    List<Unpacked> forwards = mediator.forwards();
    assertThat(forwards).hasSizeGreaterThan(1);
    assertThat(forwards.stream().map(each -> each.message().id())).doesNotHaveDuplicates();
    assertThat(forwards.stream().map(MediatedTest::attachment)).doesNotHaveDuplicates();
  }

  @Test
  void whenAMediatorIsAwayTheNextEndpointIsTried() {
    Mediator away = new Mediator(world, "away");
    Mediator mediator = new Mediator(world, "mediator");
    TestPeer carol =
        TestPeer.withService(
            world.random(),
            "{\"t\":\"dm\",\"s\":[%s,%s]}"
                .formatted(endpoint(away.did().value()), endpoint(mediator.did().value())));
    mediator.route(carol.did().value(), URI.create("memory://carol"));
    world.network().cut("away");
    listenAsCarol();

    accept(carol);
    world.pass(Duration.ofSeconds(2));

    assertThat(bob.tap().endpoints())
        .startsWith(URI.create("memory://away"), URI.create("memory://mediator"));
    assertThat(arrived).isNotEmpty();
  }

  @Test
  void aBreakdownOfAMediatorSaysNothingAboutTheNamesOfKeys() {
    Mediator mediator = new Mediator(world, "mediator");
    Party alice = behind(mediator, "alice", Profile.PRISM_2023);
    Connection atAlice = alice.connections().invite();
    mediator.route(atAlice.ourDid().value(), URI.create("memory://alice"));
    bob.tap().next(Tap.answering(Answer.ofHttpStatus(500)));

    Connection atBob = bob.connections().accept(atAlice.invitation());
    world.pass(Duration.ofSeconds(2));

    assertThat(bob.tap().sent()).hasSize(2);
    Oracles.assertMirrored(alice.now(atAlice), bob.now(atBob));
    assertThat(kids(attachment(mediator.forwards().get(0))).get(0)).contains("#6LS");
  }

  @Test
  void whatOutgrowsTheLimitOnItsWayIsGivenUp() {
    List<Mediator> mediators =
        IntStream.range(0, 8).mapToObj(i -> new Mediator(world, "m" + i)).toList();
    TestPeer carol =
        peer(
            mediators.get(0).endpoint().toString(),
            mediators.stream().map(Mediator::key).toArray(String[]::new));
    line(mediators, carol);
    Connection atBob = assertConnects(carol);
    int before = bob.tap().sent().size();

    bob.messages().send(atBob.id(), new BasicMessage("a".repeat(200_000)));
    bob.messages().send(atBob.id(), new BasicMessage("short"));
    world.run();

    assertThat(bob.tap().sent()).hasSize(before + 1);
    assertThat(bob.outbox()).isZero();
    assertThat(carol.unpack(arrived.get(arrived.size() - 1)).message().body().getString("content"))
        .isEqualTo("short");
  }

  @Test
  void whatAMediatorHasTakenIsNotSentAgain() {
    Mediator mediator = new Mediator(world, "mediator");
    TestPeer carol = peer(mediator.did().value());
    mediator.route(carol.did().value(), URI.create("memory://carol"));
    Connection atBob = assertConnects(carol);
    int before = arrived.size();

    bob.messages().send(atBob.id(), new BasicMessage("once"));
    world.pass(Duration.ofHours(1));

    assertThat(arrived).hasSize(before + 1);
  }

  /** An agent whose DIDs name a mediator; messages for them go to its own address. */
  private Party behind(Mediator mediator, String name, Profile profile) {
    Party party = world.party(name, settings -> settings.profile(profile));
    party.tap().endpoint(URI.create(mediator.did().value()));
    return party;
  }

  /** Connects Bob with a peer, and has him send it a message. */
  private Connection assertConnects(TestPeer carol) {
    listenAsCarol();
    Connection atBob = accept(carol);
    world.run();

    assertThat(bob.now(atBob).lastFailure()).isEmpty();
    Unpacked request = carol.unpack(arrived.get(0));
    assertThat(request.message().type()).isEqualTo(ConnectionRequest.TYPE);
    assertThat(request.protection().author()).contains(atBob.ourDid());
    assertThat(bob.receive(carol.auth(carol.response("r1", atBob.thread(), atBob.ourDid()))))
        .isEqualTo(Receipt.Kind.ACCEPTED);
    assertThat(bob.now(atBob).isEstablished()).isTrue();

    bob.messages().send(atBob.id(), new BasicMessage("hello"));
    world.run();
    assertThat(carol.unpack(arrived.get(1)).message().body().getString("content"))
        .isEqualTo("hello");
    return bob.now(atBob);
  }

  private Connection accept(TestPeer inviter) {
    return bob.connections().accept(Invitation.builder(world.id(), inviter.did()).build());
  }

  private void listenAsCarol() {
    Transport transport = world.network().join("carol");
    var unused =
        transport.start(
            packed -> {
              arrived.add(packed.clone());
              return Receipt.of(Receipt.Kind.ACCEPTED);
            });
  }

  private TestPeer peer(String uri, String... routingKeys) {
    return TestPeer.withService(
        world.random(), "{\"t\":\"dm\",\"s\":" + endpoint(uri, routingKeys) + "}");
  }

  /** Each passes on to the next, and the last to the peer. */
  private static void line(List<Mediator> mediators, TestPeer last) {
    for (int i = 0; i + 1 < mediators.size(); i++) {
      Mediator next = mediators.get(i + 1);
      mediators.get(i).route(next.key(), next.endpoint());
    }
    mediators.get(mediators.size() - 1).route(last.did().value(), URI.create("memory://carol"));
  }

  private static String endpoint(String uri, String... routingKeys) {
    String keys =
        Stream.of(routingKeys).map(key -> '"' + key + '"').collect(Collectors.joining(","));
    return "{\"uri\":\"" + uri + "\",\"r\":[" + keys + "],\"a\":[\"didcomm/v2\"]}";
  }

  private static JsonObject attachment(Unpacked forward) {
    return new JsonReader(Limits.defaults())
        .read(Forward.read(forward.message()).attachments().get(0));
  }

  private static List<String> kids(JsonObject envelope) {
    return envelope.objects("recipients").stream()
        .map(recipient -> recipient.getObject("header").getString("kid"))
        .toList();
  }
}
