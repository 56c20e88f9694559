package org.entente.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.entente.Vectors;
import org.entente.did.Did;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plaintexts and invitations in {@code vectors/synthetic}, byte for byte. */
class SyntheticExchangeTest {
  @ParameterizedTest
  @CsvSource({
    "exchange-current.json,request", "exchange-current.json,response",
    "exchange-legacy.json,request", "exchange-legacy.json,response"
  })
  void aMessageIsWrittenAsItWasRead(String file, String member) {
    String text = Vectors.read("synthetic/" + file).getObject(member).getString("plaintextText");

    Message message = Message.parse(new JsonReader(Limits.defaults()).read(text));

    assertThat(message.toJson().toJson()).isEqualTo(text);
    assertThat(message.toBuilder().build().toJson().toJson()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "exchange-current.json,request", "exchange-current.json,response",
    "exchange-legacy.json,request", "exchange-legacy.json,response"
  })
  void aMessageIsBuiltByteForByte(String file, String member) {
    JsonObject vector = Vectors.read("synthetic/" + file).getObject(member);
    JsonObject plaintext = vector.getObject("plaintext");

    Message message =
        Message.builder(plaintext.getString("id"), new MessageType(plaintext.getString("type")))
            .parentThread(new ThreadId(plaintext.getString("pthid")))
            .thread(new ThreadId(plaintext.getString("thid")))
            .attachments(List.of())
            .body(plaintext.getObject("body"))
            .expiresTime(Instant.ofEpochSecond(plaintext.integer("expires_time").orElseThrow()))
            .createdTime(Instant.ofEpochSecond(plaintext.integer("created_time").orElseThrow()))
            .to(new Did(plaintext.strings("to").get(0)))
            .from(new Did(plaintext.getString("from")))
            .build();

    assertThat(message.toJson().toJson()).isEqualTo(vector.getString("plaintextText"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exchange-current.json", "exchange-legacy.json"})
  void theInvitationIsReadAndEncodedAgain(String file) {
    JsonObject vector = Vectors.read("synthetic/" + file);

    Invitation invitation = Invitation.parse(vector.getString("invitationEncoded"));

    assertThat(invitation.encoded()).isEqualTo(vector.getString("invitationEncoded"));
    assertThat(invitation.toJson()).isEqualTo(vector.getObject("invitation"));
    assertThat(invitation.from()).isEqualTo(new Did(vector.getObject("inviter").getString("did")));
  }
}
