package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.entente.message.BasicMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfilesTest {
  private static final JsonReader READER = new JsonReader(Limits.defaults());

  private final World world = new World();
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void theInviteeWritesItsDidAsTheInviterDoes(Profile profile) {
    Party alice = world.party("alice", settings -> settings.profile(profile));

    World.Pair pair = world.connect(alice, bob);

    assertThat(PeerDid.profileOf(pair.inviter().ourDid())).isEqualTo(profile);
    assertThat(PeerDid.profileOf(pair.invitee().ourDid())).isEqualTo(profile);
    assertThat(pair.inviter().profile()).isEqualTo(profile);
    assertThat(pair.invitee().profile()).isEqualTo(profile);
    assertThat(pair.invitee().isEstablished()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void allKeysOnTheWireGoByTheInvitersNames(Profile profile) {
    Party alice = world.party("alice", settings -> settings.profile(profile));

    World.Pair pair = world.connect(alice, bob);
    alice.messages().send(pair.inviter().id(), new BasicMessage("to Bob"));
    bob.messages().send(pair.invitee().id(), new BasicMessage("to Alice"));
    world.run();

    String name = profile == Profile.PRISM_2023 ? "#6LS" : "#key-";
    assertThat(alice.tap().sent()).hasSize(2).allSatisfy(packed -> assertNames(packed, name));
    assertThat(bob.tap().sent()).hasSize(2).allSatisfy(packed -> assertNames(packed, name));
    assertThat(alice.heard()).containsExactly("to Alice");
    assertThat(bob.heard()).containsExactly("to Bob");
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void theGoalIsThatOfTheInvitersGeneration(Profile profile) {
    Party alice = world.party("alice", settings -> settings.profile(profile));

    World.Pair pair = world.connect(alice, bob);

    assertThat(pair.invitee().goalCode())
        .contains(
            profile == Profile.PRISM_2023
                ? "io.atalaprism.connect"
                : "org.hyperledger.identus.connect");
  }

  private static void assertNames(byte[] packed, String name) {
    JsonObject envelope = READER.read(packed);
    JsonObject header = READER.read(Base64Url.decode(envelope.getString("protected")));
    assertThat(header.getString("skid")).contains(name);
    assertThat(new String(Base64Url.decode(header.getString("apu")), StandardCharsets.UTF_8))
        .isEqualTo(header.getString("skid"));
    List<JsonObject> recipients = envelope.objects("recipients");
    assertThat(recipients)
        .isNotEmpty()
        .allSatisfy(
            recipient -> assertThat(recipient.getObject("header").getString("kid")).contains(name));
  }
}
