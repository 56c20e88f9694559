package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Mutates every character of the reference DIDs (threat model S44).
 *
 * <p>Base58 has no checksum, so another key may come of it; but only the one that the text spells.
 */
class PeerDidMutationTest {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-_:%=#?/+ \0é";

  private final OfflineResolver resolver = new OfflineResolver();

  @Test
  void aChangedCharacterIsRefusedOrChangesNoKeyThatItIsNotPartOf() {
    for (Did reference : PeerDids.reference()) {
      for (int i = 0; i < reference.value().length(); i++) {
        for (int n = 0; n < ALPHABET.length(); n++) {
          StringBuilder mutated = new StringBuilder(reference.value());
          mutated.setCharAt(i, ALPHABET.charAt(n));

          assertKeysAreSpelt(mutated.toString());
        }
      }
    }
  }

  @Test
  void aLeftOutOrDoubledCharacterIsRefusedOrChangesNoKeyThatItIsNotPartOf() {
    for (Did reference : PeerDids.reference()) {
      String text = reference.value();
      for (int i = 0; i < text.length(); i++) {
        assertKeysAreSpelt(text.substring(0, i) + text.substring(i + 1));
        assertKeysAreSpelt(text.substring(0, i) + text.charAt(i) + text.substring(i));
        assertKeysAreSpelt(text.substring(0, i));
      }
    }
  }

  @Test
  void aChangedCharacterOfANumalgo4IsRefused() {
    String text = PeerDids.LONG_FORM.value();
    for (int i = 0; i < text.length(); i++) {
      for (int n = 0; n < ALPHABET.length(); n++) {
        StringBuilder mutated = new StringBuilder(text);
        mutated.setCharAt(i, ALPHABET.charAt(n));

        assertRefusedUnlessTheSame(mutated.toString());
      }
    }
  }

  @Test
  void aLeftOutOrDoubledCharacterOfANumalgo4IsRefused() {
    String text = PeerDids.LONG_FORM.value();
    for (int i = 0; i < text.length(); i++) {
      assertRefusedUnlessTheSame(text.substring(0, i) + text.substring(i + 1));
      assertRefusedUnlessTheSame(text.substring(0, i) + text.charAt(i) + text.substring(i));
      assertRefusedUnlessTheSame(text.substring(0, i));
      assertRefusedUnlessTheSame(text + text.substring(i));
    }
  }

  @Test
  void aChangedCharacterOfTheDocumentInANumalgo4IsRefusedOrChangesNoKeyThatItIsNotPartOf() {
    Random random = new Random(4);
    String document = PeerDids.NUMALGO_4.getString("encodedDocumentJsonText");
    byte[] prefix = {(byte) 0x80, 0x04};
    for (int i = 0; i < document.length(); i++) {
      for (int n = 0; n < 8; n++) {
        StringBuilder mutated = new StringBuilder(document);
        mutated.setCharAt(i, (char) (n < 7 ? random.nextInt(128) : random.nextInt(256)));

        byte[] json = mutated.toString().getBytes(StandardCharsets.ISO_8859_1);
        assertKeysAreSpelt(PeerDids.numalgo4(prefix, json).value(), mutated.toString());
      }
    }
  }

  @Test
  void arbitraryTextIsRefusedWithOneKindOfException() {
    Random random = new Random(44);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "did:peer:" : "did:key:z");
      text.append("0234".charAt(random.nextInt(4))).append(".EVAIDSz".charAt(random.nextInt(8)));
      for (int n = random.nextInt(80); n > 0; n--) {
        text.append(ALPHABET.charAt(random.nextInt(66)));
      }

      assertKeysAreSpelt(text.toString());
    }
  }

  private void assertRefusedUnlessTheSame(String text) {
    Optional<Did> did = Did.parse(text);
    if (did.isPresent() && !did.get().equals(PeerDids.LONG_FORM)) {
      assertThatExceptionOfType(DidResolutionException.class)
          .isThrownBy(() -> PeerDid.resolve(did.get()));
    }
  }

  private void assertKeysAreSpelt(String text) {
    assertKeysAreSpelt(text, text);
  }

  private void assertKeysAreSpelt(String text, String spelling) {
    Optional<Did> did = Did.parse(text);
    if (did.isEmpty()) {
      return;
    }
    DidDocument document;
    try {
      document = resolve(did.get());
    } catch (DidResolutionException e) {
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(200);
      return;
    }
    assertThat(document.id()).isEqualTo(did.get());
    for (PublicJwk key : keys(document)) {
      assertThat(spelling).contains(key.multibase());
    }
  }

  private DidDocument resolve(Did did) {
    if (!resolver.methods().contains(did.method())) {
      throw new DidResolutionException(did, "of another method");
    }
    return resolver.resolve(did);
  }

  private static List<PublicJwk> keys(DidDocument document) {
    // that of a did:key on Ed25519 for agreement is derived, so it is not in the text
    boolean derived = document.id().method().equals("key");
    Stream<VerificationMethod> methods =
        derived
            ? document.authentication().stream()
            : Stream.concat(document.keyAgreement().stream(), document.authentication().stream());
    List<PublicJwk> keys = new ArrayList<>();
    methods.forEach(method -> method.key().ifPresent(keys::add));
    return keys;
  }
}
