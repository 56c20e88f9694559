package org.entente.pipeline;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEndings;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionProtocol.OwnMove;
import org.entente.connection.ConnectionRequest;
import org.entente.connection.InvitationState;
import org.entente.connection.Outcome;
import org.entente.connection.Parties;
import org.entente.connection.RequestPolicy;
import org.entente.connection.Role;
import org.entente.connection.Verdict;
import org.entente.did.Did;
import org.entente.did.PeerDid;
import org.entente.envelope.Unpacked;
import org.entente.limits.Limits;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.storage.StoredInvitation;

/**
 * Takes requests to connect: is the invitation open, what does the policy say, and whose connection
 * is it. Whoever is refused may be told why once. Thread-safe.
 */
final class ConnectionRequests {
  private final Records records;
  private final NamedInvitations named;
  private final OwnDids dids;
  private final RequestPolicy policy;
  private final RefusalReports reports;
  private final AnswersAgain answers;
  private final Supplier<String> ids;
  private final Deadlines deadlines;
  private final Limits limits;

  ConnectionRequests(
      Records records,
      NamedInvitations named,
      OwnDids dids,
      RequestPolicy policy,
      RefusalReports reports,
      AnswersAgain answers,
      Supplier<String> ids,
      Deadlines deadlines,
      Limits limits) {
    this.records = records;
    this.named = named;
    this.dids = dids;
    this.policy = policy;
    this.reports = reports;
    this.answers = answers;
    this.ids = ids;
    this.deadlines = deadlines;
    this.limits = limits;
  }

  /** What a request says, and who says it. */
  private record Asked(
      StoredInvitation stored,
      Optional<Connection> forOne,
      Invitation invitation,
      Message request,
      Parties by) {}

  Decision received(Unpacked unpacked, Instant now) {
    Message request = unpacked.message();
    StoredInvitation stored = named.find(ConnectionRequest.invitationIds(request), Role.INVITER);
    Optional<Connection> forOne =
        stored.connectionId().isPresent()
            ? Optional.of(named.connectionOf(stored))
            : Optional.empty();
    Invitation invitation =
        forOne.map(Connection::invitation).orElseGet(() -> records.open(stored));
    Asked asked = new Asked(stored, forOne, invitation, request, Peers.parties(unpacked));
    ConnectionProtocol.checkRequest(asked.invitation(), request, asked.by());
    Optional<Connection> already = connectionOf(asked);
    if (already.isPresent()) {
      // it is connected, or soon will be, and must not be told that it is refused
      return Decision.again(answers.to(already.get(), now));
    }
    if (Timers.hasLapsed(stored, now)) {
      Draft draft = records.draft(now);
      Timers.lapse(draft, records, stored, now);
      return refuse(draft, asked, InvitationState.EXPIRED, now);
    }
    if (stored.state() != InvitationState.OPEN) {
      return refuse(records.draft(now), asked, stored.state(), now);
    }
    if (records.isOutboxFull(limits)) {
      return Decision.busy();
    }
    Optional<Verdict> verdict = judge(asked);
    if (verdict.isEmpty()) {
      return Decision.busy();
    }
    return forOne.isPresent()
        ? onlyOne(forOne.get(), asked, verdict.get(), now)
        : oneOfSeveral(asked, verdict.get(), now);
  }

  private Optional<Verdict> judge(Asked asked) {
    RequestPolicy.Request request =
        new RequestPolicy.Request(
            asked.stored().id(), asked.stored().label(), asked.by().author(), asked.request());
    AtomicReference<Verdict> verdict = new AtomicReference<>();
    return Callbacks.run("request policy", () -> verdict.set(policy.decide(request)))
        ? Optional.ofNullable(verdict.get())
        : Optional.empty();
  }

  private Decision onlyOne(Connection inviter, Asked asked, Verdict verdict, Instant now) {
    Outcome outcome =
        ConnectionProtocol.requestReceived(
            inviter, asked.request(), asked.by(), verdict, ids.get(), now);
    return taken(records.draft(now), asked, outcome, now);
  }

  private Decision oneOfSeveral(Asked asked, Verdict verdict, Instant now) {
    if (verdict == Verdict.DECLINE) {
      Draft draft = records.draft(now);
      reports.add(draft, asked.stored(), asked.by(), ConnectionEndings.DECLINED, now);
      return Decision.refuse(draft, "the policy declines the request");
    }
    Draft draft = records.draft(now);
    Optional<OwnMove> ours = Optional.empty();
    if (ConnectionProtocol.followsMoves(asked.request())) {
      OwnDids.Fresh fresh = dids.fresh(asked.by().profile());
      fresh.addTo(draft);
      ours = Optional.of(dids.move(asked.invitation().from(), fresh, now, asked.by().profile()));
    }
    Outcome outcome =
        ConnectionProtocol.requestOfOneReceived(
            asked.invitation(),
            asked.stored().label(),
            ConnectionId.of(asked.stored().id(), asked.by().author()),
            ours,
            asked.request(),
            asked.by(),
            verdict,
            ids.get(),
            now);
    return taken(draft, asked, outcome, now);
  }

  private Decision taken(Draft draft, Asked asked, Outcome outcome, Instant now) {
    StoredInvitation used = asked.stored().used();
    draft.invitation(used);
    draft.outcome(outcome, deadlines.forResponse(now));
    boolean isPutOff = outcome.send().isEmpty();
    if (isPutOff) {
      // an invitation for one has its connection's id, and their times are one timer
      draft.decideUntil(outcome.connection(), deadlines.forDecision(now));
    }
    if (used.state() != InvitationState.OPEN && !(isPutOff && asked.forOne().isPresent())) {
      draft.noTimer(used.id());
    }
    return Decision.accept(draft, outcome.connection().deliveryId());
  }

  private Decision refuse(Draft draft, Asked asked, InvitationState state, Instant now) {
    reports.add(draft, asked.stored(), asked.by(), code(state), now);
    return Decision.refuse(draft, "the invitation is " + state);
  }

  private static String code(InvitationState state) {
    return state == InvitationState.EXPIRED ? "e.p.req.time" : "e.p.req";
  }

  /** The connection that the requester has of this invitation. */
  private Optional<Connection> connectionOf(Asked asked) {
    Did author = asked.by().author();
    if (asked.forOne().isEmpty()) {
      return records.findConnection(ConnectionId.of(asked.stored().id(), author));
    }
    return asked
        .forOne()
        .filter(c -> c.theirDid().filter(did -> PeerDid.isSameParty(did, author)).isPresent());
  }
}
