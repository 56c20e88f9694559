package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;

/** Nothing that must be used once is used twice, not even for one and the same message. */
class FreshnessTest {
  private static final int PACKS = 10_000;
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");

  @Test
  void noKeyAndNoInitializationVectorComesTwice() {
    Message message = Plaintexts.message(ALICE, BOB);
    Set<String> contentKeys = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Envelopes alice = ALICE.envelopes(recordingContentKeys(contentKeys), Peer.ARITHMETIC);

    for (int i = 0; i < PACKS; i++) {
      JsonObject packed = Forge.json(alice.pack(message, Packing.authcrypt()));
      JsonObject header = Forge.json(Base64Url.decode(packed.getString("protected")));
      seen.add(packed.getString("iv"));
      seen.add(header.getObject("epk").getString("x"));
      seen.add(packed.objects("recipients").get(0).getString("encrypted_key"));
    }

    assertThat(contentKeys).hasSize(PACKS);
    assertThat(seen).hasSize(3 * PACKS);
  }

  private static FreshKeys recordingContentKeys(Set<String> contentKeys) {
    FreshKeys fresh = FreshKeys.of(Peer.RANDOM, Peer.ARITHMETIC);
    return new FreshKeys() {
      @Override
      public CurveArithmetic.KeyPair ephemeral(Curve curve) {
        return fresh.ephemeral(curve);
      }

      @Override
      public byte[] bytes(int length) {
        byte[] bytes = fresh.bytes(length);
        if (length == ContentEncryption.A256CBC_HS512.cekBytes()) {
          contentKeys.add(Base64Url.encode(bytes));
        }
        return bytes;
      }
    };
  }
}
