package org.entente.pipeline;

import java.time.Duration;
import java.time.Instant;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.storage.QueuedMessage;

/** When an answer is sent again because the peer repeated what it answers (threat model §2). */
final class Resending {
  private Resending() {}

  static boolean isDue(QueuedMessage answer, Instant now, Limits limits) {
    Duration pause = Duration.ofSeconds(limits.of(Limit.RESEND_SECONDS));
    boolean underWay = answer.due().filter(due -> !due.isAfter(now)).isPresent();
    boolean tooSoon =
        answer
            .lastResend()
            .filter(last -> !last.isAfter(now)) // or the clock was set back since
            .filter(last -> now.isBefore(last.plus(pause)))
            .isPresent();
    return !underWay && !tooSoon && answer.resends() < limits.of(Limit.RESENDS);
  }
}
