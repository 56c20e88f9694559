package org.entente.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.did.Did;
import org.entente.json.Base64Url;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The six ways to protect a message, as a user of {@link Envelopes} without an agent sees them. */
class PackingTest {
  private static final KeyRing ALICES_KEYS = new KeyRing();
  private static final KeyRing BOBS_KEYS = new KeyRing();
  private static final Did ALICE = ALICES_KEYS.newPeerDid(URI.create("https://alice.example/"));
  private static final Did BOB = BOBS_KEYS.newPeerDid(URI.create("https://bob.example/"));
  private static final Envelopes FROM_ALICE = Envelopes.of(ALICES_KEYS);
  private static final Envelopes TO_BOB = Envelopes.of(BOBS_KEYS);
  private static final Message MESSAGE =
      Message.builder("1234", Plaintexts.TYPE).from(ALICE).to(BOB).build();

  /** What the receiver is told. */
  private record Told(
      boolean encrypted,
      boolean authenticated,
      boolean anonymous,
      boolean nonRepudiable,
      boolean senderHidden,
      List<String> algorithms) {}

  private static final Map<Packing, Told> TOLD =
      Map.of(
          Packing.plaintext(), new Told(false, false, false, false, false, List.of()),
          Packing.signed(), new Told(false, false, false, true, false, List.of("EdDSA")),
          Packing.authcrypt(),
              new Told(
                  true, true, false, false, false, List.of("ECDH-1PU+A256KW", "A256CBC-HS512")),
          Packing.anoncrypt(),
              new Told(true, false, true, false, false, List.of("ECDH-ES+A256KW", "A256CBC-HS512")),
          Packing.authcryptHidingSender(),
              new Told(
                  true,
                  true,
                  false,
                  false,
                  true,
                  List.of("ECDH-ES+A256KW", "A256CBC-HS512", "ECDH-1PU+A256KW", "A256CBC-HS512")),
          Packing.signedAnoncrypt(),
              new Told(
                  true,
                  true,
                  false,
                  true,
                  false,
                  List.of("ECDH-ES+A256KW", "A256CBC-HS512", "EdDSA")));

  static Stream<Packing> all() {
    return TOLD.keySet().stream();
  }

  static Stream<Packing> encrypting() {
    return all().filter(packing -> TOLD.get(packing).encrypted());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theReceiverIsToldHowTheMessageWasProtected(Packing packing) {
    Unpacked unpacked = TO_BOB.unpack(FROM_ALICE.pack(MESSAGE, packing));

    Protection told = unpacked.protection();
    assertThat(unpacked.message().toJson()).isEqualTo(MESSAGE.toJson());
    assertThat(
            new Told(
                told.isEncrypted(),
                told.isAuthenticated(),
                told.isAnonymous(),
                told.isNonRepudiable(),
                told.isSenderHidden(),
                told.algorithms()))
        .isEqualTo(TOLD.get(packing));
    assertThat(told.author().isPresent()).isEqualTo(told.isAuthenticated());
    told.author().ifPresent(author -> assertThat(author).isEqualTo(ALICE));
    told.signer().ifPresent(signer -> assertThat(signer.did()).isEqualTo(ALICE));
    told.recipient().ifPresent(recipient -> assertThat(recipient.did()).isEqualTo(BOB));
    assertThat(told.isForwarded()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("encrypting")
  void nobodyElseReadsWhatIsEncrypted(Packing packing) {
    byte[] packed = FROM_ALICE.pack(MESSAGE, packing);
    Envelopes others = Envelopes.of(new KeyRing());

    assertThat(Refusals.refusal(others, packed).getMessage()).contains("no recipient");
    assertThat(new String(packed, UTF_8)).doesNotContain("1234");
  }

  @Test
  void theSendersKeyIdIsHiddenOnlyIfAskedFor() {
    String shown = protectedHeader(FROM_ALICE.pack(MESSAGE, Packing.authcrypt()));
    String hidden = protectedHeader(FROM_ALICE.pack(MESSAGE, Packing.authcryptHidingSender()));

    assertThat(shown).contains("\"skid\":\"" + ALICE);
    assertThat(hidden).doesNotContain("skid", ALICE.value());
  }

  @ParameterizedTest
  @EnumSource
  void theAnonymousLayerTakesEachContentEncryption(ContentEncryption enc) {
    for (Packing packing :
        List.of(Packing.anoncrypt(), Packing.authcryptHidingSender(), Packing.signedAnoncrypt())) {
      byte[] packed = FROM_ALICE.pack(MESSAGE, packing.contentEncryption(enc));

      assertThat(TO_BOB.unpack(packed).protection().algorithms().get(1)).isEqualTo(enc.joseName());
    }
  }

  @Test
  void anAuthenticatedLayerLeavesNoChoiceOfContentEncryption() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Packing.authcrypt().contentEncryption(ContentEncryption.XC20P))
        .withMessageContaining("A256CBC-HS512");
  }

  @ParameterizedTest
  @MethodSource("encrypting")
  void aMessageToSeveralIsPackedForEach(Packing packing) {
    KeyRing carolsKeys = new KeyRing();
    Did carol = carolsKeys.newPeerDid(URI.create("https://carol.example/"));
    Message toBoth = MESSAGE.toBuilder().to(BOB, carol).build();

    byte[] forBob = FROM_ALICE.pack(toBoth, packing.recipient(BOB));
    byte[] forCarol = FROM_ALICE.pack(toBoth, packing.recipient(carol));

    assertThat(TO_BOB.unpack(forBob).message().to()).containsExactly(BOB, carol);
    assertThat(Envelopes.of(carolsKeys).unpack(forCarol).message().to())
        .containsExactly(BOB, carol);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FROM_ALICE.pack(toBoth, packing))
        .withMessageContaining("Packing.recipient");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FROM_ALICE.pack(MESSAGE, packing.recipient(carol)));
  }

  @Test
  void aMessageToNobodyIsPackedForWhoeverIsChosen() {
    Message toNobody = MESSAGE.toBuilder().to().build();

    Unpacked unpacked =
        TO_BOB.unpack(FROM_ALICE.pack(toNobody, Packing.authcrypt().recipient(BOB)));

    assertThat(unpacked.message().to()).isEmpty();
    assertThat(unpacked.isAddressed()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FROM_ALICE.pack(toNobody, Packing.signedAnoncrypt().recipient(BOB)));
  }

  @Test
  void whatIsNotEncryptedHasNoRecipient() {
    for (Packing packing : List.of(Packing.plaintext(), Packing.signed())) {
      assertThatIllegalArgumentException().isThrownBy(() -> packing.recipient(BOB));
      assertThat(FROM_ALICE.pack(MESSAGE.toBuilder().to().build(), packing)).isNotEmpty();
    }
  }

  @Test
  void aMessageWithoutFromCanOnlyBeAnonymousOrPlain() {
    Message fromNobody = Message.builder("1234", Plaintexts.TYPE).to(BOB).build();

    for (Packing packing : TOLD.keySet()) {
      if (packing.form() == Packing.Form.PLAINTEXT || packing.form() == Packing.Form.ANONCRYPT) {
        assertThat(TO_BOB.unpack(FROM_ALICE.pack(fromNobody, packing)).message().from()).isEmpty();
      } else {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> FROM_ALICE.pack(fromNobody, packing))
            .withMessageContaining("from");
      }
    }
  }

  @Test
  void nobodyPacksInTheNameOfAnother() {
    Message fromBob = MESSAGE.toBuilder().from(BOB).to(BOB).build();

    for (Packing packing :
        List.of(Packing.authcrypt(), Packing.signed(), Packing.signedAnoncrypt())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FROM_ALICE.pack(fromBob, packing))
          .withMessageContaining("from has no key of ours");
    }
  }

  private static String protectedHeader(byte[] packed) {
    byte[] header = Base64Url.decode(Forge.json(packed).getString("protected"));
    return Forge.json(header).toJson();
  }
}
