package org.entente.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptTest {
  @ParameterizedTest
  @CsvSource({
    "ACCEPTED,202",
    "DUPLICATE,202",
    "MALFORMED,400",
    "NOT_FOR_US,422",
    "REFUSED,422",
    "BUSY,503"
  })
  void eachKindHasItsHttpStatus(Receipt.Kind kind, int status) {
    assertThat(Receipt.of(kind).httpStatus()).isEqualTo(status);
    assertThat(Receipt.of(kind).reply()).isEmpty();
  }

  @Test
  void theReplyCannotBeChangedFromOutside() {
    byte[] packed = {1, 2};
    Receipt receipt = Receipt.of(Receipt.Kind.ACCEPTED).withReply(packed);

    packed[0] = 9;

    assertThat(receipt.reply()).hasValueSatisfying(r -> assertThat(r).containsExactly(1, 2));
  }
}
