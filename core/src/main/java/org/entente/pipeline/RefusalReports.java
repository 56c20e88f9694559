package org.entente.pipeline;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.entente.connection.ConnectionEndings;
import org.entente.connection.Parties;
import org.entente.did.PeerDid;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.Message;
import org.entente.storage.HandledMessage;
import org.entente.storage.StoredInvitation;

/**
 * Tells requesters why they are not connected, so that they need not ask for days: one report for
 * each, and few for each invitation, for a requester's endpoint may be somebody else's (threat
 * model S36). Only who encrypted to the DID of the invitation gets one. Thread-safe.
 */
final class RefusalReports {
  private final Records records;
  private final Supplier<String> ids;
  private final Deadlines deadlines;
  private final Limits limits;

  RefusalReports(Records records, Supplier<String> ids, Deadlines deadlines, Limits limits) {
    this.records = records;
    this.ids = ids;
    this.deadlines = deadlines;
    this.limits = limits;
  }

  /**
   * Adds the report to a draft; nothing if there have been enough, or the requester has had one and
   * it is not time to send it again.
   */
  void add(Draft draft, StoredInvitation invitation, Parties requester, String code, Instant now) {
    if (PeerDid.isShortName(requester.author())) {
      return; // we could not send to it
    }
    String name = records.name(requester.author());
    for (int number = 1; number <= limits.of(Limit.REFUSAL_REPORTS); number++) {
      String slot = "refusal " + number + " of " + invitation.id();
      Optional<HandledMessage> taken = records.outcomeOf(slot);
      if (taken.isEmpty()) {
        send(draft, slot, invitation, requester, code, now);
        return;
      }
      if (taken.get().digest().equals(name)) {
        again(draft, taken.get(), now);
        return;
      }
    }
  }

  private void send(
      Draft draft,
      String slot,
      StoredInvitation invitation,
      Parties requester,
      String code,
      Instant now) {
    if (records.isOutboxFull(limits)) {
      return;
    }
    Message report =
        ConnectionEndings.report(
            ids.get(), requester.recipient(), requester.author(), invitation.id(), code, now);
    // a lane of its own: it waits for nobody, and nobody for it
    draft.send(report.id(), report, requester.profile(), deadlines.forResponse(now));
    draft.handled(slot, records.name(requester.author()), Optional.of(report.id()));
  }

  private void again(Draft draft, HandledMessage taken, Instant now) {
    taken
        .answerId()
        .flatMap(records::findQueued)
        .filter(report -> Resending.isDue(report, now, limits))
        .map(report -> report.resent(now).deadline(deadlines.forResponse(now)))
        .ifPresent(draft::update);
  }
}
