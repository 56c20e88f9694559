package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.envelope.Forge.with;
import static org.entente.envelope.Forge.withInFirst;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an envelope says about itself is refused before any key of ours is looked for. */
class HeaderRefusalTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final byte[] PLAINTEXT = Plaintexts.bytes(ALICE, BOB);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "dir",
        "RSA1_5",
        "RSA-OAEP",
        "RSA-OAEP-256",
        "RSA-OAEP-384",
        "RSA-OAEP-512",
        "A128KW",
        "A192KW",
        "A256KW",
        "A128GCMKW",
        "A192GCMKW",
        "A256GCMKW",
        "ECDH-ES",
        "ECDH-ES+A128KW",
        "ECDH-ES+A192KW",
        "ECDH-1PU",
        "ECDH-1PU+A128KW",
        "ECDH-1PU+A192KW",
        "PBES2-HS256+A128KW",
        "PBES2-HS384+A192KW",
        "PBES2-HS512+A256KW",
        "ECDH-ES+XC20PKW",
        "ECDH-1PU+XC20PKW",
        "ecdh-1pu+a256kw",
        "ECDH-1PU+A256KW ",
        "ECDH-1PU+A256KWX",
        ""
      })
  void anotherAlgIsRefused(String alg) {
    assertRefused(Forge.authcrypt(ALICE, BOB).header(header -> with(header, "alg", alg)));
    assertRefused(Forge.anoncrypt(BOB).header(header -> with(header, "alg", alg)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A128CBC-HS256",
        "A192CBC-HS384",
        "A128GCM",
        "A192GCM",
        "C20P",
        "A256CBC-HS256",
        "none",
        "a256cbc-hs512",
        "A256CBC-HS512 ",
        ""
      })
  void anotherEncIsRefused(String enc) {
    assertRefused(Forge.authcrypt(ALICE, BOB).header(header -> with(header, "enc", enc)));
    assertRefused(Forge.anoncrypt(BOB).header(header -> with(header, "enc", enc)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A256GCM", "XC20P"})
  void anAuthenticatedEnvelopeWithAnEncForAnonymousOnesIsRefused(String enc) {
    assertRefused(Forge.authcrypt(ALICE, BOB).header(header -> with(header, "enc", enc)));
    assertRefused(Forge.authcrypt(ALICE, BOB).enc(ContentEncryption.A256GCM));
    assertRefused(Forge.authcrypt(ALICE, BOB).enc(ContentEncryption.XC20P));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zip",
        "crit",
        "jwk",
        "jku",
        "x5u",
        "x5c",
        "x5t",
        "x5t#S256",
        "kid",
        "cty",
        "b64",
        "p2c",
        "p2s",
        "iv",
        "tag",
        "url",
        "aad"
      })
  void anotherMemberOfTheProtectedHeaderIsRefused(String name) {
    assertRefused(Forge.authcrypt(ALICE, BOB).header(header -> with(header, name, "DEF")));
    assertRefused(Forge.anoncrypt(BOB).header(header -> with(header, name, List.of("exp"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"aad", "unprotected", "header", "encrypted_key", "zip", "crit", "jwk", "jku"})
  void anotherMemberOfTheEnvelopeIsRefused(String name) {
    assertRefused(Forge.authcrypt(ALICE, BOB).envelope(json -> with(json, name, "e30")));
    assertRefused(Forge.anoncrypt(BOB).envelope(json -> with(json, name, JsonObject.empty())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jwk", "jku", "x5u", "x5c", "alg", "enc", "epk", "apu", "zip"})
  void anotherMemberOfARecipientIsRefused(String name) {
    JsonObject header = JsonObject.builder().put("kid", BOB.kid()).put(name, "x").build();

    assertRefused(
        Forge.anoncrypt(BOB).envelope(json -> withInFirst(json, "recipients", "header", header)));
    assertRefused(
        Forge.anoncrypt(BOB).envelope(json -> withInFirst(json, "recipients", name, "x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/didcomm-plain+json",
        "application/didcomm-signed+json",
        "JWT",
        "application/",
        "didcomm-plain+json",
        "text/didcomm-encrypted+json",
        "application/DIDComm-encrypted+json"
      })
  void anotherTypIsRefused(String typ) {
    assertRefused(Forge.authcrypt(ALICE, BOB).header(header -> with(header, "typ", typ)));
  }

  @Test
  void theTypMayBeAbsentOrAbbreviated() {
    byte[] without =
        Forge.authcrypt(ALICE, BOB).header(header -> header.without(Set.of("typ"))).seal(PLAINTEXT);
    byte[] abbreviated =
        Forge.authcrypt(ALICE, BOB)
            .header(header -> with(header, "typ", "didcomm-encrypted+json"))
            .seal(PLAINTEXT);

    assertThat(BOB.envelopes().unpack(without).message().from()).contains(ALICE.did);
    assertThat(BOB.envelopes().unpack(abbreviated).message().from()).contains(ALICE.did);
  }

  @ParameterizedTest
  @ValueSource(strings = {"epk", "apv", "apu", "enc", "alg"})
  void aHeaderThatLacksAMemberIsRefused(String name) {
    assertRefused(Forge.authcrypt(ALICE, BOB).header(header -> header.without(Set.of(name))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ciphertext", "protected", "recipients", "tag", "iv"})
  void anEnvelopeThatLacksAMemberIsRefused(String name) {
    assertRefused(Forge.authcrypt(ALICE, BOB).envelope(json -> json.without(Set.of(name))));
  }

  @Test
  void anAnonymousEnvelopeThatNamesASenderIsRefused() {
    String apu = Base64Url.encode(ALICE.kid().getBytes(StandardCharsets.UTF_8));

    assertRefused(Forge.anoncrypt(BOB).header(header -> with(header, "skid", ALICE.kid())));
    assertRefused(Forge.anoncrypt(BOB).header(header -> with(header, "apu", apu)));
  }

  @Test
  void anEphemeralKeyWithItsPrivatePartIsRefused() {
    assertRefused(
        Forge.authcrypt(ALICE, BOB)
            .header(header -> with(header, "epk", with(header.getObject("epk"), "d", "AAAA"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
        "ES384", "ES512", "Ed448", "eddsa", "EdDSA ", "ECDH-ES", ""
      })
  void anotherAlgOfASignatureIsRefused(String alg) {
    byte[] signed = Forge.sign(ALICE, ALICE.signingKid(), alg, PLAINTEXT);

    Refusals.assertMalformed(BOB, signed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "payload"})
  void anotherMemberOfASignatureIsRefused(String name) {
    JsonObject json = Forge.json(Forge.sign(ALICE, PLAINTEXT));
    JsonObject unprotected =
        JsonObject.builder().put("kid", ALICE.signingKid()).put(name, "x").build();
    JsonObject header =
        JsonObject.builder()
            .put("typ", MediaTypes.SIGNED)
            .put("alg", "EdDSA")
            .put(name, "x")
            .build();
    String text = Base64Url.encode(header.toBytes());

    Refusals.assertMalformed(BOB, with(json, name.equals("payload") ? "tag" : name, "x").toBytes());
    Refusals.assertMalformed(BOB, withInFirst(json, "signatures", name, "x").toBytes());
    Refusals.assertMalformed(BOB, withInFirst(json, "signatures", "header", unprotected).toBytes());
    Refusals.assertMalformed(
        BOB, Forge.sign(ALICE, ALICE.signingKid(), text, Base64Url.encode(PLAINTEXT), 1));
  }

  private static void assertRefused(Forge forge) {
    Refusals.assertMalformed(BOB, forge.seal(PLAINTEXT));
  }
}
