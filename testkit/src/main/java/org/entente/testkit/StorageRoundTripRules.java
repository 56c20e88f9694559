package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.testkit.Records.NOW;
import static org.entente.testkit.Records.connection;
import static org.entente.testkit.Records.event;
import static org.entente.testkit.Records.handled;
import static org.entente.testkit.Records.invitation;
import static org.entente.testkit.Records.key;
import static org.entente.testkit.Records.outgoing;
import static org.entente.testkit.Records.seconds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.Role;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.keys.SealedBytes;
import org.entente.storage.FoundConnection;
import org.entente.storage.HandledMessage;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredInvitation;
import org.entente.storage.StoredKey;
import org.junit.jupiter.api.Test;

/** The rule that what was stored comes back equal. */
abstract class StorageRoundTripRules extends StorageKit {
  private static final List<String> HOSTILE_TEXTS =
      List.of(
          "",
          " ",
          " leading and trailing ",
          "'; DROP TABLE connection; --",
          "\" ' ` \\ % _ ? :1 $1 {d} /* --",
          "line\nbreak\r\n\ttab",
          "a\u0000b",
          "grinning \uD83D\uDE00 \u65E5\u672C\u8A9E \u0627\u0644\u0639",
          "lone high \uD83D, lone low \uDE00",
          "\uFEFF\uFFFF\u202E",
          "e\u0301 is not \u00E9",
          "CASE case",
          "x".repeat(8 << 10));

  @Test
  void s11_everyTextComesBackAsItWas() {
    int count = 0;
    for (String text : HOSTILE_TEXTS) {
      String id = text.isEmpty() ? "" : text + "id";
      int number = count++;
      StoredConnection connection =
          new StoredConnection(
              id,
              text,
              Role.INVITEE,
              ConnectionState.PROBLEM_REPORT_RECEIVED,
              Optional.of(text),
              "our" + text,
              Optional.of("their" + text),
              Optional.of(id),
              seconds(number),
              1,
              Records.body(text));
      StoredInvitation invitation = invitation(id, Role.INVITER, "did" + text);
      StoredKey key = key(text, "kid" + text);
      HandledMessage handled = new HandledMessage(text, text + text, NOW, Optional.of(text));
      QueuedMessage message =
          outgoing(id, text, NOW).attempted(Optional.of(NOW), Optional.of(text));
      StoredEvent event =
          new StoredEvent(0, text, 1, text, ConnectionState.INVITATION_RECEIVED, NOW);
      commit(
          change ->
              change
                  .connection(connection)
                  .invitation(invitation)
                  .newKey(key)
                  .handled(handled)
                  .add(message)
                  .event(event));

      FoundConnection found = new FoundConnection(connection, Optional.of(message.progress()));
      assertThat(storage.findConnection(WALLET, id)).contains(found);
      assertThat(storage.findConnection(WALLET, "our" + text, "their" + text)).contains(found);
      assertThat(storage.list(WALLET, ConnectionQuery.all().thread(text))).containsExactly(found);
      assertThat(storage.list(WALLET, ConnectionQuery.all().label(text))).containsExactly(found);
      assertThat(storage.findInvitation(WALLET, id)).contains(invitation);
      assertThat(storage.findInvitationByDid(WALLET, "did" + text)).contains(invitation);
      assertThat(storage.findKey(WALLET, "kid" + text)).contains(key);
      assertThat(storage.outcomeOf(WALLET, text)).contains(handled);
      assertThat(queued(id).connectionId()).isEqualTo(text);
      assertThat(queued(id).lastFailure()).contains(text);
      assertThat(storage.countQueued(WALLET, Queue.OUTBOX, Optional.of(text), 9)).isEqualTo(1);
      assertThat(storage.events(WALLET, 0, 99))
          .last()
          .extracting(StoredEvent::connectionId, StoredEvent::event)
          .containsExactly(text, text);
    }
  }

  @Test
  void s11_everyCurveRoleAndStateComesBack() {
    SeededRandom random = new SeededRandom(11);
    for (Curve curve : Curve.values()) {
      PublicJwk publicKey = CurveArithmetic.standard().generate(curve, random).publicKey();
      StoredKey key =
          new StoredKey(
              new OwnKey(publicKey, Records.body("sealed")), "did:k", List.of(curve.joseName()));
      commit(change -> change.newKey(key));
      assertThat(storage.findKey(WALLET, curve.joseName())).contains(key);
    }
    for (ConnectionState state : ConnectionState.values()) {
      for (Role role : Role.values()) {
        StoredConnection connection = connection(state + " " + role, NOW, state, role, "l");
        commit(change -> change.connection(connection));
        assertThat(storage.findConnection(WALLET, connection.id()).orElseThrow().connection())
            .isEqualTo(connection);
      }
    }
  }

  @Test
  void s11_timesComeBackInWholeMicroseconds() {
    Instant[] times = {
      Instant.EPOCH,
      Instant.parse("1969-12-31T23:59:59.999999Z"),
      Instant.parse("2026-06-30T23:59:59.000001Z"),
      Instant.parse("9999-12-31T23:59:59.999999Z")
    };
    for (Instant time : times) {
      String id = time.toString();
      StoredConnection connection =
          connection(id, time, ConnectionState.INVITATION_EXPIRED, Role.INVITER, "l");
      QueuedMessage message =
          QueuedMessage.added(id, Queue.INBOX, id, time, time, Optional.of(time), Records.body(""))
              .resent(time);
      commit(change -> change.connection(connection).add(message).handled(handled(id, time)));

      assertThat(storage.findConnection(WALLET, id).orElseThrow().connection())
          .isEqualTo(connection);
      assertThat(unnumbered(queued(id))).isEqualTo(message);
      assertThat(storage.outcomeOf(WALLET, id)).contains(handled(id, time));
    }
  }

  @Test
  void s11_bodiesComeBackByteForByte() {
    Random random = new Random(11);
    List<Integer> lengths = List.of(0, 1, 3000, 16_384, 70_000, (1 << 20) + 40, 3 << 20);
    for (int length : lengths) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      SealedBytes body = SealedBytes.of(bytes);
      String id = "body of " + length;
      commit(
          change ->
              change.add(
                  QueuedMessage.added(id, Queue.OUTBOX, id, NOW, NOW, Optional.empty(), body)));
      assertThat(queued(id).body()).isEqualTo(body);
      commit(change -> change.update(queued(id).attempted(Optional.of(NOW), Optional.empty())));
      assertThat(queued(id).body()).isEqualTo(body);
    }
    assertThat(storage.claim(WALLET, NOW, Records.LEASE, 99))
        .extracting(message -> message.body().toBytes().length)
        .containsExactlyElementsOf(lengths);
    commit(change -> change.remove("body of " + (3 << 20)));
    assertThat(storage.findQueued(WALLET, "body of " + (3 << 20))).isEmpty();
  }

  static QueuedMessage unnumbered(QueuedMessage message) {
    return new QueuedMessage(
        message.id(),
        message.queue(),
        message.connectionId(),
        0,
        message.createdTime(),
        message.due(),
        message.deadline(),
        message.attempts(),
        message.lastFailure(),
        message.resends(),
        message.lastResend(),
        message.givenUp(),
        message.history(),
        message.body());
  }
}
