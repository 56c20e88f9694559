package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationState;
import org.entente.connection.Outcome;
import org.entente.connection.Role;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidKeyManager;
import org.entente.did.DidUrl;
import org.entente.did.NewKeys;
import org.entente.did.OwnKey;
import org.entente.did.Profile;
import org.entente.did.SealedDidKeyManager;
import org.entente.envelope.Protection;
import org.entente.envelope.Unpacked;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.keys.DataKey;
import org.entente.keys.KeyProtector;
import org.entente.keys.SealedBytes;
import org.entente.keys.Secret;
import org.entente.message.Attachment;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.entente.storage.Change;
import org.entente.storage.FoundConnection;
import org.entente.storage.HandledMessage;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredInvitation;
import org.entente.storage.StoredKey;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that carry bodies, invitations or keys show none of them (threat model S64). */
class ToStringTest {
  private static final String CANARY = "canary7f3a";
  private static final byte[] BYTES = CANARY.getBytes(StandardCharsets.UTF_8);

  /** In every form in which bytes are commonly shown. */
  private static final List<String> FORMS =
      List.of(
          CANARY,
          Base64Url.encode(BYTES),
          HexFormat.of().formatHex(BYTES),
          Arrays.toString(BYTES).replaceAll("[\\[\\]]", ""));

  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Did OURS = new Did("did:example:ours");
  private static final Did THEIRS = new Did("did:example:theirs");
  private static final String ID = "6f1f2b9c-3a5b-4d0e-9d5c-0a1b2c3d4e5f";

  static Stream<Object> values() {
    JsonObject json = JsonObject.builder().put("member", CANARY).build();
    SealedBytes sealed = SealedBytes.of(BYTES);
    Message message =
        Message.builder(ID, BasicMessage.TYPE)
            .from(THEIRS)
            .to(OURS)
            .body(json)
            .headers(json)
            .attachments(List.of(new Attachment(json)))
            .thread(new ThreadId(CANARY))
            .fromPrior(CANARY)
            .build();
    Protection protection =
        new Protection(
            Optional.of(new DidUrl(OURS, "key-1")),
            Optional.of(new DidUrl(THEIRS, "key-1")),
            List.of(),
            List.of(),
            false);
    Invitation invitation = Invitation.builder(ID, THEIRS).goal(CANARY).goalCode(CANARY).build();
    Outcome outcome =
        ConnectionProtocol.invitationAccepted(
            invitation, "id", OURS, Optional.of(CANARY), Profile.CURRENT, "request", TIME);
    Connection connection = outcome.connection();
    QueuedMessage queued =
        QueuedMessage.added(
            "id", QueuedMessage.Queue.INBOX, "id", TIME, TIME, Optional.empty(), sealed);
    StoredConnection stored =
        new StoredConnection(
            "id",
            ID,
            Role.INVITEE,
            ConnectionState.CONNECTION_REQUEST_SENT,
            Optional.empty(),
            OURS.value(),
            Optional.empty(),
            Optional.empty(),
            TIME,
            1,
            sealed);
    StoredInvitation storedInvitation =
        new StoredInvitation(
            ID,
            Role.INVITER,
            OURS.value(),
            Optional.empty(),
            Optional.empty(),
            1,
            0,
            InvitationState.OPEN,
            Optional.empty(),
            TIME,
            1,
            sealed);
    DataKey dataKey = dataKey();
    NewKeys keys = keyManager(dataKey).generate();
    return Stream.of(
        json,
        message,
        new Attachment(json),
        new BasicMessage(CANARY),
        new ProblemReport("e.p.req", Optional.of(CANARY)),
        invitation,
        Invitation.builder(ID, OURS).goal(CANARY),
        message.toBuilder(),
        new Unpacked(message, protection),
        protection,
        connection,
        outcome,
        outcome.steps().get(0),
        Secret.copyOf(BYTES),
        sealed,
        dataKey,
        KeyProtector.key(Secret.takeOver(new byte[32]), RANDOM),
        new CurveArithmetic.KeyPair(Secret.copyOf(BYTES), keys.agreement().publicKey()),
        new OwnKey(keys.agreement().publicKey(), sealed),
        new StoredKey(new OwnKey(keys.agreement().publicKey(), sealed), OURS.value(), List.of()),
        queued,
        stored,
        storedInvitation,
        new FoundConnection(stored, Optional.of(queued.progress())),
        new HandledMessage("key", "digest", TIME, Optional.empty()),
        Change.builder("wallet", new Lease("owner", TIME)).add(queued).connection(stored).build(),
        Receipt.of(Receipt.Kind.ACCEPTED).withReply(BYTES),
        Answer.accepted().withReply(BYTES));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueDoesNotShowWhatItHolds(Object value) {
    String shown = value.toString().toLowerCase(Locale.ROOT);

    assertThat(FORMS)
        .allSatisfy(form -> assertThat(shown).doesNotContain(form.toLowerCase(Locale.ROOT)));
  }

  @Test
  void aGeneratedPrivateKeyIsNotShown() {
    CurveArithmetic.KeyPair pair = CurveArithmetic.standard().generate(Curve.X25519, RANDOM);

    assertThat(pair.toString())
        .contains("Secret(redacted)")
        .doesNotContain(Base64Url.encode(pair.privateKey().expose()));
  }

  /** A record shows all its components, so none of them may be what must not be shown. */
  @Test
  void noRecordShowsBytesOrCharacters() {
    List<String> showing =
        Architecture.CORE.stream()
            .filter(type -> type.isRecord())
            .map(type -> type.reflect())
            .flatMap(type -> Arrays.stream(type.getRecordComponents()))
            .filter(ToStringTest::isRaw)
            .map(component -> component.getDeclaringRecord().getName() + "." + component.getName())
            .toList();

    assertThat(showing).allMatch(name -> name.startsWith("org.entente.envelope."));
  }

  private static boolean isRaw(RecordComponent component) {
    return component.getType() == byte[].class || component.getType() == char[].class;
  }

  private static DidKeyManager keyManager(DataKey dataKey) {
    return new SealedDidKeyManager("wallet", dataKey, CurveArithmetic.standard(), RANDOM);
  }

  private static DataKey dataKey() {
    return DataKey.generate(RANDOM);
  }
}
