package org.entente.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of content that come with Entente. */
class ContentTest {
  @Test
  void aBasicMessageIsReadAsItIsTold() {
    BasicMessage told = new BasicMessage("hi", Optional.of("en"));

    BasicMessage read = BasicMessage.KIND.read(message(told));

    assertThat(read).isEqualTo(told);
    assertThat(told.body().toJson()).isEqualTo("{\"content\":\"hi\"}");
    assertThat(told.headers().toJson()).isEqualTo("{\"lang\":\"en\"}");
    assertThat(new BasicMessage("hi").headers().isEmpty()).isTrue();
  }

  @Test
  void aBasicMessageWithoutContentIsRefused() {
    Message message = Message.builder("1", BasicMessage.TYPE).build();

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> BasicMessage.KIND.read(message));
  }

  @Test
  void aBasicMessageDoesNotShowItsText() {
    assertThat(new BasicMessage("canary")).hasToString("BasicMessage(6 characters)");
  }

  @Test
  void aProblemReportIsReadAsItIsTold() {
    ProblemReport told = new ProblemReport("e.p.req.time", Optional.of("too late"));

    ProblemReport read = ProblemReport.read(message(told));

    assertThat(read).isEqualTo(told);
    assertThat(told.body().toJson())
        .isEqualTo("{\"code\":\"e.p.req.time\",\"comment\":\"too late\"}");
  }

  @Test
  void aProblemReportWithoutCodeIsRefused() {
    Message message = Message.builder("1", ProblemReport.TYPE).build();

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> ProblemReport.read(message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "e.p.req\nWARN all is lost", "e.p.\u202e", "<b>", "not a code"})
  void aProblemCodeThatWouldBeShownAsMoreThanACodeIsRefused(String code) {
    Message message = message(new ProblemReport(code, Optional.empty()));

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> ProblemReport.read(message));
  }

  @Test
  void anAttachmentOfOddFormIsShownAsFarAsItGoes() {
    Attachment attachment =
        new Attachment(JsonObject.builder().put("id", 7).put("media_type", "a/b").build());

    assertThat(attachment.id()).isEmpty();
    assertThat(attachment.mediaType()).contains("a/b");
    assertThat(attachment.data().isEmpty()).isTrue();
  }

  private static Message message(MessageContent content) {
    return Message.builder("1", content.type())
        .body(content.body())
        .headers(content.headers())
        .build();
  }
}
