package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.entente.Vectors;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which names a party is known: wire-protocol.md §3.4 and §3.5. */
class PeerDidNamesTest {
  private static final JsonObject NUMALGO_3 = Vectors.read("did-peer/numalgo3.json");
  private static final JsonObject NUMALGO_4 = Vectors.read("did-peer/numalgo4.json");
  private static final Did TWO = new Did(NUMALGO_3.getString("numalgo2"));
  private static final Did THREE = new Did(NUMALGO_3.getString("numalgo3"));
  private static final Did LONG = new Did(NUMALGO_4.getString("longForm"));
  private static final Did SHORT = new Did(NUMALGO_4.getString("shortForm"));

  @Test
  void aNumalgo2IsKnownByItsNumalgo3() {
    assertThat(PeerDid.canonical(TWO)).isEqualTo(THREE);
    assertThat(PeerDid.canonical(THREE)).isEqualTo(THREE);
  }

  @Test
  void aNumalgo4IsKnownByItsShortForm() {
    assertThat(PeerDid.canonical(LONG)).isEqualTo(SHORT);
    assertThat(PeerDid.canonical(SHORT)).isEqualTo(SHORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH",
        "did:peer:0z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH",
        "did:peer:1zQmZMygzYqNwU6Uhmewx5Xepf2VLp5S4HLSwwgf2aiKZuwa",
        "did:web:example.com:2.Ez6LS",
        "did:web:4zQm:z2M1",
        "did:peer:2",
        "did:peer:2E",
        "did:peer:4",
        "did:peer:4::z",
        "did:peer:4:z",
        "did:peer:4zQm::z",
        "did:peer:4zQm:z2M1"
      })
  void everyOtherDidIsKnownByItself(String text) {
    Did did = new Did(text);

    assertThat(PeerDid.canonical(did)).isSameAs(did);
  }

  @Test
  void partiesAreTheSameUnderAnyOfTheirNames() {
    assertThat(PeerDid.isSameParty(TWO, THREE)).isTrue();
    assertThat(PeerDid.isSameParty(SHORT, LONG)).isTrue();
    assertThat(PeerDid.isSameParty(LONG, new Did(LONG.value()))).isTrue();
    assertThat(PeerDid.isSameParty(TWO, LONG)).isFalse();
    assertThat(PeerDid.isSameParty(THREE, SHORT)).isFalse();
  }

  @Test
  void noOtherDocumentGetsBehindThePartysName() {
    Random random = new Random(4);
    String text = LONG.value();
    for (int i = SHORT.value().length(); i < text.length(); i++) {
      StringBuilder forged = new StringBuilder(text);
      char other = "123456789ABCDEFGHJKLMNPQRSTUVWXYZ".charAt(random.nextInt(33));
      forged.setCharAt(i, text.charAt(i) == other ? 'a' : other);

      assertThat(PeerDid.isSameParty(new Did(forged.toString()), SHORT)).isFalse();
    }
    assertThat(PeerDid.isSameParty(new Did(SHORT.value() + ":z"), SHORT)).isFalse();
    assertThat(PeerDid.isSameParty(new Did(LONG.value() + ":z"), SHORT)).isFalse();
  }
}
