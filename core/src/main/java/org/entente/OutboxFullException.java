package org.entente;

import org.entente.exception.EntenteException;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.pipeline.Pipeline;

/**
 * Too many messages wait to be delivered, or were given up. The caller's move: wait until peers can
 * be reached, drop what was given up, or raise the limit. Nothing was stored.
 */
public final class OutboxFullException extends EntenteException {
  private static final long serialVersionUID = 1L;

  OutboxFullException(String message) {
    super(message);
  }

  static void checkTotal(Pipeline pipeline) {
    Limits limits = pipeline.parts().limits();
    if (pipeline.records().isOutboxFull(limits)) {
      throw new OutboxFullException(
          "as many messages as may wait in all do: "
              + limits.of(Limit.OUTBOX_TOTAL)
              + "; look at agent.outbox()");
    }
  }
}
