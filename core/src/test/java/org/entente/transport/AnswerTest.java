package org.entente.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
  /** Which failures may be tried again (threat model R11). */
  @ParameterizedTest
  @CsvSource({
    "200,ACCEPTED",
    "201,ACCEPTED",
    "202,ACCEPTED",
    "204,ACCEPTED",
    "299,ACCEPTED",
    "100,TRY_LATER",
    "199,TRY_LATER",
    "301,TRY_LATER",
    "302,TRY_LATER",
    "307,TRY_LATER",
    "308,TRY_LATER",
    "408,TRY_LATER",
    "425,TRY_LATER",
    "429,TRY_LATER",
    "500,TRY_LATER",
    "502,TRY_LATER",
    "503,TRY_LATER",
    "504,TRY_LATER",
    "599,TRY_LATER",
    "413,IMPOSSIBLE",
    "415,IMPOSSIBLE",
    "400,REFUSED",
    "401,REFUSED",
    "403,REFUSED",
    "404,REFUSED",
    "405,REFUSED",
    "409,REFUSED",
    "410,REFUSED",
    "422,REFUSED",
    "451,REFUSED"
  })
  void anHttpStatusTellsWhatToDoNext(int status, Answer.Kind kind) {
    Answer answer = Answer.ofHttpStatus(status);

    assertThat(answer.kind()).isEqualTo(kind);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.note()).isEqualTo("HTTP " + status);
  }

  @Test
  void anAnswerWithoutHttpHasANoteAndNoStatus() {
    assertThat(Answer.accepted().kind()).isEqualTo(Answer.Kind.ACCEPTED);
    assertThat(Answer.impossible("no such scheme")).hasToString("IMPOSSIBLE (no such scheme)");
    assertThat(Answer.refused("policy").kind()).isEqualTo(Answer.Kind.REFUSED);
    assertThat(Answer.tryLater("connection refused").status()).isZero();
  }

  @Test
  void theReplyCannotBeChangedFromOutside() {
    byte[] packed = {1, 2};
    Answer answer = Answer.accepted().withReply(packed);

    packed[0] = 9;
    answer.reply().orElseThrow()[1] = 9;

    assertThat(answer.reply()).hasValueSatisfying(r -> assertThat(r).containsExactly(1, 2));
    assertThat(Answer.accepted().reply()).isEmpty();
  }
}
