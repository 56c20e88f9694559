package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.Vectors;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.Profile;
import org.entente.did.PublicJwk;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.entente.message.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The envelopes in {@code vectors/synthetic}, in both conventions, opened and made again. */
class SyntheticEnvelopesTest {
  @ParameterizedTest
  @CsvSource({
    "exchange-current.json, request, inviter", "exchange-current.json, response, invitee",
    "exchange-legacy.json, request, inviter", "exchange-legacy.json, response, invitee"
  })
  void theRecipientOpensIt(String file, String member, String recipient) {
    JsonObject vector = Vectors.read("synthetic/" + file);
    JsonObject exchanged = vector.getObject(member);

    Unpacked unpacked =
        party(vector, recipient).envelopes().unpack(exchanged.getObject("encrypted").toBytes());

    assertThat(unpacked.message().toJson().toJson())
        .isEqualTo(exchanged.getString("plaintextText"));
    assertThat(unpacked.protection().author()).isEqualTo(unpacked.message().from());
  }

  @ParameterizedTest
  @CsvSource({
    "exchange-current.json, request, invitee, CURRENT",
    "exchange-current.json, response, inviter, CURRENT",
    "exchange-legacy.json, request, invitee, PRISM_2023",
    "exchange-legacy.json, response, inviter, PRISM_2023"
  })
  void theSenderMakesItByteForByte(String file, String member, String sender, Profile profile) {
    JsonObject vector = Vectors.read("synthetic/" + file);
    JsonObject exchanged = vector.getObject(member);
    JsonObject encrypted = exchanged.getObject("encrypted");
    Message message =
        Message.parse(new JsonReader(Limits.defaults()).read(exchanged.getString("plaintextText")));
    String recipient = sender.equals("inviter") ? "invitee" : "inviter";
    Pinned pinned = pinned(exchanged, vector.getObject(recipient));

    byte[] packed =
        party(vector, sender)
            .envelopes(pinned, pinned)
            .pack(message, Packing.authcrypt().profile(profile));

    assertThat(Forge.json(packed).toJson()).isEqualTo(encrypted.toJson());
  }

  private static Peer party(JsonObject vector, String member) {
    JsonObject party = vector.getObject(member);
    JsonObject agreement = party.getObject("keyAgreement");
    Peer peer = Peer.of(new Did(party.getString("did")));
    peer.own(
        agreement.getString("kid"),
        Curve.X25519,
        Base64Url.decode(agreement.getObject("jwk").getString("d")));
    return peer;
  }

  private static Pinned pinned(JsonObject exchanged, JsonObject recipient) {
    JsonObject encrypted = exchanged.getObject("encrypted");
    JsonObject derived = exchanged.getObject("derived");
    JsonObject values = derived.getObject(List.copyOf(derived.names()).get(0));
    JsonObject header = Forge.json(Base64Url.decode(encrypted.getString("protected")));
    JsonObject jwk = recipient.getObject("keyAgreement").getObject("jwk").without(Set.of("d"));
    return new Pinned(
        PublicJwk.parse(header.getObject("epk")),
        Map.of(PublicJwk.parse(jwk), hex(values.getString("z_hex").substring(0, 64))),
        hex(values.getString("cek_hex")),
        Base64Url.decode(encrypted.getString("iv")));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
