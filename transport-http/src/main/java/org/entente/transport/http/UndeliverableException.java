package org.entente.transport.http;

import org.entente.exception.EntenteException;
import org.entente.transport.Answer;

/** Carries the answer out of the depths of an HTTP client when nothing has been sent. */
final class UndeliverableException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  UndeliverableException(Answer answer) {
    super(answer.note());
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}
