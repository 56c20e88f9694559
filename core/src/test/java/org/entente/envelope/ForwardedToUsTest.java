package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.entente.exception.InvalidMessageException.Kind;
import org.entente.json.JsonObject;
import org.entente.message.Attachment;
import org.entente.message.Forward;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forwards that a mediator has wrapped around a message for us (DIDComm v2 §Rewrapping). */
class ForwardedToUsTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final Peer MEDIATOR = Peer.named("mediator");
  private static final byte[] INNER =
      Forge.authcrypt(ALICE, BOB).seal(Plaintexts.bytes(ALICE, BOB));

  @ParameterizedTest
  @ValueSource(strings = {"", "#key-1"})
  void theMessageInsideIsTaken(String fragment) {
    Message forward = forward(BOB.did + fragment, INNER);

    Unpacked unpacked = unpack(Forge.anoncrypt(BOB).seal(Plaintexts.bytes(forward)));

    assertThat(unpacked.message().body()).isEqualTo(Plaintexts.message(ALICE, BOB).body());
    assertThat(unpacked.protection().isForwarded()).isTrue();
    assertThat(unpacked.protection().author()).contains(ALICE.did);
    assertThat(unpacked.protection().algorithms())
        .containsExactly("ECDH-1PU+A256KW", "A256CBC-HS512");
  }

  @Test
  void theProtectionOfTheForwardSaysNothingOfTheMessage() {
    byte[] anonymous = Forge.anoncrypt(BOB).seal(Plaintexts.bytes(ALICE, BOB));
    Message forward = forward(BOB.did.value(), anonymous).toBuilder().from(MEDIATOR.did).build();
    byte[] signed = Forge.sign(MEDIATOR, Plaintexts.bytes(forward));

    for (byte[] packed :
        List.of(
            Forge.authcrypt(MEDIATOR, BOB).seal(Plaintexts.bytes(forward)),
            Forge.anoncrypt(BOB).seal(signed))) {
      assertThat(unpack(packed).protection().isAnonymous()).isTrue();
      assertThat(unpack(packed).protection().isNonRepudiable()).isFalse();
    }
  }

  @Test
  void aForwardForAnotherIsLeftToAMediator() {
    byte[] forMediator = Forge.authcrypt(ALICE, MEDIATOR).seal(Plaintexts.bytes(ALICE, MEDIATOR));

    Unpacked unpacked =
        unpack(
            Forge.anoncrypt(BOB)
                .seal(Plaintexts.bytes(forward(MEDIATOR.did.value(), forMediator))));

    assertThat(Forward.isForward(unpacked.message())).isTrue();
    assertThat(unpacked.protection().isForwarded()).isFalse();
  }

  @Test
  void aForwardThatNamesAnotherThanTheMessageInsideIsNotFollowed() {
    byte[] packed =
        Forge.anoncrypt(BOB).seal(Plaintexts.bytes(forward(MEDIATOR.did.value(), INNER)));

    assertThat(Forward.isForward(unpack(packed).message())).isTrue();
  }

  @Test
  void aForwardOfWhatCannotBeReadIsLeftToAMediator() {
    byte[] nonsense = JsonObject.builder().put("ciphertext", 1).build().toBytes();

    Unpacked unpacked =
        unpack(Forge.anoncrypt(BOB).seal(Plaintexts.bytes(forward(BOB.did.value(), nonsense))));

    assertThat(Forward.isForward(unpacked.message())).isTrue();
  }

  @Test
  void aForwardInsideAForwardIsNotFollowed() {
    byte[] inner = Forge.anoncrypt(BOB).seal(Plaintexts.bytes(forward(BOB.did.value(), INNER)));

    Unpacked unpacked =
        unpack(Forge.anoncrypt(BOB).seal(Plaintexts.bytes(forward(BOB.did.value(), inner))));

    assertThat(Forward.isForward(unpacked.message())).isTrue();
    assertThat(unpacked.protection().isForwarded()).isTrue();
  }

  @Test
  void aForwardThatIsNotEncryptedIsNotFollowed() {
    byte[] plain = Plaintexts.bytes(forward(BOB.did.value(), INNER));

    assertThat(Forward.isForward(unpack(plain).message())).isTrue();
    assertThat(unpack(plain).protection().isForwarded()).isFalse();
  }

  @Test
  void severalMessagesInOneForwardAreRefusedRatherThanLost() {
    Message one = forward(BOB.did.value(), INNER);
    List<Attachment> twice = new ArrayList<>(one.attachments());
    twice.addAll(one.attachments());
    Message two = one.toBuilder().attachments(twice).build();

    byte[] packed = Forge.anoncrypt(BOB).seal(Plaintexts.bytes(two));

    assertThat(Refusals.refusal(BOB, packed).getMessage()).contains("several messages");
  }

  @Test
  void aForwardWithoutAMessageIsRefused() {
    Message forward = forward(BOB.did.value(), INNER);
    List<Message> broken =
        List.of(
            forward.toBuilder().attachments(List.of()).build(),
            forward.toBuilder().body(JsonObject.empty()).build(),
            forward.toBuilder().attachments(List.of(new Attachment(JsonObject.empty()))).build());

    for (Message each : broken) {
      byte[] packed = Forge.anoncrypt(BOB).seal(Plaintexts.bytes(each));
      assertThat(Refusals.refusal(BOB, packed).kind()).isEqualTo(Kind.REFUSED);
    }
  }

  @Test
  void aMessageInsideThatDoesNotOpenIsRefusedLikeAnyOther() {
    byte[] broken =
        Forge.authcrypt(ALICE, BOB)
            .encryptedKey(key -> new byte[key.length])
            .seal(Plaintexts.bytes(ALICE, BOB));

    Refusals.assertUndecryptable(
        BOB, Forge.anoncrypt(BOB).seal(Plaintexts.bytes(forward(BOB.did.value(), broken))));
  }

  private static Message forward(String next, byte[] packed) {
    return Forward.of("forward", BOB.did, next, Forge.json(packed));
  }

  private static Unpacked unpack(byte[] packed) {
    return BOB.envelopes().unpack(packed);
  }
}
