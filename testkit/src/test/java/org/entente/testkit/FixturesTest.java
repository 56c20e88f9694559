package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.entente.did.Profile;
import org.entente.envelope.Packing;
import org.entente.envelope.Unpacked;
import org.entente.message.BasicMessage;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FixturesTest {
  @Test
  void thePartiesAreTheSameInEveryRun() {
    assertThat(Fixtures.alice().did().value())
        .startsWith("did:peer:2.Ez6LSjVZM3mEUmnAdsP7GT1HtvbmwXrnvDQdH4kJmGyzLde6f.")
        .isNotEqualTo(Fixtures.bob().did().value());
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void oneReadsWhatTheOtherWrites(Profile profile) {
    Message message =
        Message.builder("id", BasicMessage.TYPE)
            .from(Fixtures.alice().did())
            .to(Fixtures.bob().did())
            .body(new BasicMessage("Hello").body())
            .build();

    byte[] packed =
        Fixtures.alice().envelopes().pack(message, Packing.authcrypt().profile(profile));
    Unpacked unpacked = Fixtures.bob().envelopes().unpack(packed);

    assertThat(unpacked.message().toJson()).isEqualTo(message.toJson());
    assertThat(unpacked.protection().author()).contains(Fixtures.alice().did());
  }
}
