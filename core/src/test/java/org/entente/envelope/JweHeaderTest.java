package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.entente.did.Curve;
import org.entente.did.PublicJwk;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;

class JweHeaderTest {
  private static final PublicJwk EPK = PublicJwk.of(Curve.X25519, new byte[32]);

  @Test
  void apvIsTheHashOfTheKeyIdsInOrder() throws Exception {
    byte[] sorted =
        "did:example:b#1.did:example:b#10.did:example:b#2".getBytes(StandardCharsets.UTF_8);

    JweHeader header =
        JweHeader.anonymous(
            ContentEncryption.XC20P,
            EPK,
            List.of("did:example:b#2", "did:example:b#10", "did:example:b#1"));

    assertThat(header.apv()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(sorted));
  }

  @Test
  void whatIsWrittenIsRead() {
    List<String> kids = List.of("did:example:b#2", "did:example:b#1");

    for (JweHeader header :
        List.of(
            JweHeader.anonymous(ContentEncryption.A256GCM, EPK, kids),
            JweHeader.authenticated(
                ContentEncryption.A256CBC_HS512, EPK, "did:example:a#1", kids))) {
      JsonObject json = header.toJson();
      assertThat(JweHeader.read(json, kids).toJson().toJson()).isEqualTo(json.toJson());
    }
  }
}
