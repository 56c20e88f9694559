package org.entente.pipeline;

import java.time.Instant;
import java.util.Optional;
import org.entente.envelope.Envelopes;
import org.entente.envelope.Unpacked;
import org.entente.exception.EntenteException;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limits;
import org.entente.storage.HandledMessage;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StaleRecordException;
import org.entente.transport.Receipt;
import org.entente.transport.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in, in its order: unpack, recognise, dispatch, decide, one commit, answer.
 *
 * <p>Nothing is written before the decision, and the answer is given after the commit. Thread-safe.
 */
final class Inbound implements Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

  private static final int TRIES = 10;

  private final Envelopes envelopes;
  private final Records records;
  private final Dispatcher dispatcher;
  private final Commits commits;
  private final Runnable wake;
  private final Admission admission;
  private final AnswersAgain answers;
  private final RefusalLog refusals;

  Inbound(
      Envelopes envelopes,
      Records records,
      Dispatcher dispatcher,
      Commits commits,
      Runnable wake,
      AnswersAgain answers,
      Limits limits,
      Ticker ticker) {
    this.envelopes = envelopes;
    this.records = records;
    this.dispatcher = dispatcher;
    this.commits = commits;
    this.wake = wake;
    this.admission = new Admission(limits);
    this.answers = answers;
    this.refusals = new RefusalLog(ticker);
  }

  @Override
  public Receipt receive(byte[] packed) {
    if (!admission.enter()) {
      return Receipt.of(Receipt.Kind.BUSY);
    }
    try {
      return Receipt.of(accept(envelopes.unpack(packed)));
    } catch (InvalidMessageException e) {
      return refuse(e);
    } catch (EntenteException e) {
      LOG.warn("a message could not be taken, the peer is to try again: {}", e.getMessage());
      return Receipt.of(Receipt.Kind.BUSY);
    } catch (RuntimeException e) {
      // the host's thread must not pay for our bug
      LOG.error("a message could not be taken", e);
      return Receipt.of(Receipt.Kind.BUSY);
    } finally {
      admission.leave();
    }
  }

  private Receipt.Kind accept(Unpacked unpacked) {
    for (int tries = 1; ; tries++) {
      try {
        return decide(unpacked);
      } catch (StaleRecordException e) {
        // someone else was faster; deciding is pure, so decide again on what is so now
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private Receipt.Kind decide(Unpacked unpacked) {
    Instant now = records.now();
    Optional<String> key = unpacked.deduplicationKey();
    Optional<HandledMessage> earlier = key.flatMap(records::outcomeOf);
    if (earlier.isPresent()) {
      return repeated(unpacked, earlier.get(), now);
    }
    Decision decision = dispatcher.dispatch(unpacked, now);
    Draft draft = decision.draft();
    if (draft != null) {
      if (decision.receipt() == Receipt.Kind.ACCEPTED) {
        key.ifPresent(k -> draft.handled(k, unpacked.digest(), decision.answerId()));
        draft.awakenPeer();
      }
      if (commits.commitUnlessEmpty(draft)) {
        wake.run();
      }
    }
    decision.refusal().ifPresent(refusals::refused);
    return decision.receipt();
  }

  /** The same message again gets the same answer again; another one under its id is refused. */
  private Receipt.Kind repeated(Unpacked unpacked, HandledMessage earlier, Instant now) {
    if (!earlier.digest().equals(unpacked.digest())) {
      throw InvalidMessageException.refused(
          "e.p.msg", "the message has the id of an earlier one and says something else");
    }
    Optional<QueuedMessage> answer = earlier.answerId().flatMap(records::findQueued);
    Draft draft = records.draft(now);
    if (answer.isPresent()) {
      answers.again(draft, answer.get(), now);
    } else if (earlier.answerId().isPresent()) {
      // another answer has taken its place, or it has been forgotten
      Decision decision = dispatcher.dispatch(unpacked, now);
      if (decision.receipt() == Receipt.Kind.DUPLICATE && decision.draft() != null) {
        draft = decision.draft();
      }
    }
    if (commits.commitUnlessEmpty(draft)) {
      wake.run();
    }
    return Receipt.Kind.DUPLICATE;
  }

  private Receipt refuse(InvalidMessageException e) {
    switch (e.kind()) {
      case MALFORMED -> {
        refusals.refused(String.valueOf(e.getMessage()));
        return Receipt.of(Receipt.Kind.MALFORMED);
      }
      case NOT_FOR_US -> {
        // another agent on the same transport may be the one
        LOG.debug("a message is not for this agent");
        return Receipt.of(Receipt.Kind.NOT_FOR_US);
      }
      default -> {
        refusals.refused(String.valueOf(e.getMessage()));
        return Receipt.of(Receipt.Kind.REFUSED);
      }
    }
  }
}
