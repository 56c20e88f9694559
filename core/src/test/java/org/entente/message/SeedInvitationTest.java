package org.entente.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.entente.Vectors;
import org.entente.did.Did;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The invitation that a PRISM agent of 2023 made: {@code vectors/seed/invitation.json}. */
class SeedInvitationTest {
  private final JsonObject vector = Vectors.read("seed/invitation.json");
  private final String encoded = vector.getString("encoded");

  @Test
  void itIsEncodedAgainInTheSame696Characters() {
    Invitation invitation = Invitation.parse(encoded);

    assertThat(invitation.encoded()).hasSize(696).isEqualTo(encoded);
    assertThat(invitation.toJson().toJson()).isEqualTo(vector.getString("decodedText"));
  }

  @Test
  void itSaysWhatTheAgentSaid() {
    Invitation invitation = Invitation.parse(encoded);

    assertThat(invitation.id()).isEqualTo("a743702a-13cc-4026-b35e-4ce4a426d636");
    assertThat(invitation.from())
        .isEqualTo(new Did(Vectors.read("seed/inviter-did.json").getString("did")));
    assertThat(invitation.goalCode()).contains("io.atalaprism.connect");
    assertThat(invitation.goal()).hasValueSatisfying(g -> assertThat(g).startsWith("Establish"));
    assertThat(invitation.accept()).isEmpty();
    assertThat(invitation.expiresTime()).isEmpty();
    assertThat(invitation.attachments()).isEmpty();
  }

  @Test
  void itIsBuiltAgainCharacterByCharacter() {
    Invitation read = Invitation.parse(encoded);

    Invitation built =
        Invitation.builder(read.id(), read.from())
            .goalCode(read.goalCode().orElseThrow())
            .goal(read.goal().orElseThrow())
            .build();

    assertThat(built.encoded()).isEqualTo(encoded);
    assertThat(built).isEqualTo(read);
  }

  @Test
  void itsUrlIsReadAndMadeAgain() {
    String url = vector.getString("invitationUrl");

    Invitation invitation = Invitation.parse(url);

    assertThat(invitation.toUrl(URI.create("https://my.domain.com/path"))).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sameWithPadding", "sameStandardBase64", "decodedText"})
  void itsOtherFormsSayTheSame(String member) {
    assertThat(Invitation.parse(vector.getString(member)).encoded()).isEqualTo(encoded);
  }
}
