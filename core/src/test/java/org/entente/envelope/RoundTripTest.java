package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import java.util.Set;
import org.entente.did.Did;
import org.entente.did.DidResolutionException;
import org.entente.did.DidUrl;
import org.entente.did.Profile;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");

  @ParameterizedTest
  @EnumSource
  void anAuthenticatedMessageComesOutAsItWentIn(Profile profile) {
    Peer alice = Peer.named("alice", profile);
    Peer bob = Peer.named("bob", profile);
    Message message = Plaintexts.message(alice, bob);

    Unpacked unpacked =
        bob.envelopes()
            .unpack(alice.envelopes().pack(message, Packing.authcrypt().profile(profile)));

    assertThat(unpacked.message().toJson()).isEqualTo(message.toJson());
    assertThat(unpacked.protection().author()).contains(alice.did);
    assertThat(unpacked.protection().sender().map(DidUrl::did)).contains(alice.did);
    assertThat(unpacked.protection().recipient().map(DidUrl::did)).contains(bob.did);
    assertThat(unpacked.protection().signer()).isEmpty();
    assertThat(unpacked.protection().algorithms())
        .containsExactly("ECDH-1PU+A256KW", "A256CBC-HS512");
  }

  @ParameterizedTest
  @EnumSource
  void anAnonymousMessageComesOutWithoutAnAuthor(ContentEncryption enc) {
    Message message = Plaintexts.message(ALICE, BOB);

    byte[] packed = ALICE.envelopes().pack(message, Packing.anoncrypt().contentEncryption(enc));
    Unpacked unpacked = BOB.envelopes().unpack(packed);

    assertThat(unpacked.message().toJson()).isEqualTo(message.toJson());
    assertThat(unpacked.protection().author()).isEmpty();
    assertThat(unpacked.protection().isEncrypted()).isTrue();
    assertThat(unpacked.protection().algorithms())
        .containsExactly("ECDH-ES+A256KW", enc.joseName());
  }

  @ParameterizedTest
  @EnumSource
  void oneAndTheSameEnvelopeIsOpenedAsOftenAsItArrives(ContentEncryption enc) {
    byte[] packed =
        ALICE
            .envelopes()
            .pack(Plaintexts.message(ALICE, BOB), Packing.anoncrypt().contentEncryption(enc));
    Envelopes bob = BOB.envelopes();

    assertThat(bob.unpack(packed).digest()).isEqualTo(bob.unpack(packed).digest());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 1000, 16_384, 100_000, 585_000})
  void anySizeGoesThrough(int size) {
    long seed = Peer.RANDOM.nextLong();
    Message message = Plaintexts.message(ALICE, BOB, text(size, new Random(seed)));

    byte[] auth = ALICE.envelopes().pack(message, Packing.authcrypt());
    byte[] anon =
        ALICE
            .envelopes()
            .pack(message, Packing.anoncrypt().contentEncryption(ContentEncryption.XC20P));

    assertThat(BOB.envelopes().unpack(auth).message().body())
        .as("seed %d", seed)
        .isEqualTo(message.body());
    assertThat(BOB.envelopes().unpack(anon).message().body())
        .as("seed %d", seed)
        .isEqualTo(message.body());
  }

  @Test
  void eachKeyOfTheRecipientOpensIt() {
    Peer bob = Peer.withAgreementKeys("bob", 3);
    byte[] packed = ALICE.envelopes().pack(Plaintexts.message(ALICE, bob), Packing.authcrypt());

    for (int i = 1; i <= 3; i++) {
      Peer device = Peer.withAgreementKeys("bob", 3);
      for (int other = 1; other <= 3; other++) {
        if (other != i) {
          device.without("key-" + other);
        }
      }
      Protection protection = device.envelopes().unpack(packed).protection();
      assertThat(protection.recipient()).contains(new DidUrl(bob.did, "key-" + i));
    }
    assertThat(Forge.json(packed).objects("recipients")).hasSize(3);
  }

  @Test
  void anEnvelopeInTheFlattenedFormIsOpened() {
    byte[] packed =
        Forge.authcrypt(ALICE, BOB)
            .envelope(RoundTripTest::flattened)
            .seal(Plaintexts.bytes(ALICE, BOB));

    assertThat(BOB.envelopes().unpack(packed).protection().author()).contains(ALICE.did);
  }

  @Test
  void aMessageIsNotPackedForNobodyNorForManyNorFromAStranger() {
    Envelopes envelopes = ALICE.envelopes();
    Message message = Plaintexts.message(ALICE, BOB);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> envelopes.pack(message.toBuilder().to().build(), Packing.authcrypt()));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                envelopes.pack(
                    message.toBuilder().to(BOB.did, ALICE.did).build(), Packing.authcrypt()));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () -> envelopes.pack(message.toBuilder().from(BOB.did).build(), Packing.authcrypt()));
    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(
            () ->
                envelopes.pack(
                    message.toBuilder().to(new Did("did:web:example.org")).build(),
                    Packing.authcrypt()));
  }

  private static JsonObject flattened(JsonObject general) {
    return JsonObject.builder()
        .putAll(general.without(Set.of("recipients")))
        .putAll(general.objects("recipients").get(0))
        .build();
  }

  private static String text(int chars, Random random) {
    int[] alphabet = {'a', '"', '\\', '/', '\n', 0, 0xE4, 0x20AC, 0x1F511, 0xFFFD, '<', '='};
    StringBuilder text = new StringBuilder();
    boolean ascii = chars > 50_000;
    while (text.length() < chars) {
      text.appendCodePoint(ascii ? 'a' + random.nextInt(26) : alphabet[random.nextInt(12)]);
    }
    return text.toString();
  }
}
