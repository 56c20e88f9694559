package org.entente.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.entente.exception.InvalidMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {
  @ParameterizedTest
  @EnumSource(Limit.class)
  void atTheLimitIsAllowedAndOneAboveIsRefused(Limit limit) {
    Limits limits = Limits.defaults();

    assertThatCode(() -> limits.check(limit, limit.defaultValue())).doesNotThrowAnyException();
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> limits.check(limit, limit.defaultValue() + 1L))
        .withMessageContaining(limit.name())
        .satisfies(e -> assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.MALFORMED));
  }

  @Test
  void aLimitIsChangedInACopy() {
    Limits changed = Limits.defaults().with(Limit.MESSAGE_BYTES, 5).with(Limit.RECIPIENTS, 1);

    assertThat(changed.of(Limit.MESSAGE_BYTES)).isEqualTo(5);
    assertThat(changed.of(Limit.RECIPIENTS)).isEqualTo(1);
    assertThat(changed.of(Limit.SIGNATURES)).isEqualTo(4);
    assertThat(Limits.defaults().of(Limit.MESSAGE_BYTES)).isEqualTo(1 << 20);
  }

  @Test
  void aNegativeLimitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.defaults().with(Limit.RECIPIENTS, -1));
  }
}
