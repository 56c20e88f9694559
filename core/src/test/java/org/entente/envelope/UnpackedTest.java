package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.json.JsonObject;
import org.entente.message.Attachment;
import org.entente.message.Message;
import org.entente.message.MessageType;
import org.entente.message.ThreadId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** By what a message is recognised when it comes again. */
class UnpackedTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final Peer CAROL = Peer.named("carol");
  private static final Message MESSAGE =
      Plaintexts.message(ALICE, BOB).toBuilder()
          .thread(new ThreadId("thread"))
          .parentThread(new ThreadId("parent"))
          .attachments(List.of(attachment("a")))
          .build();
  private static final Map<String, Message> CHANGED = changed();

  static Stream<String> changes() {
    return CHANGED.keySet().stream();
  }

  @Test
  void theTimesDoNotMatter() {
    Message later =
        MESSAGE.toBuilder()
            .createdTime(Instant.ofEpochSecond(1_800_000_000))
            .expiresTime(Instant.ofEpochSecond(1_800_000_001))
            .build();

    assertThat(received(later).digest()).isEqualTo(received(MESSAGE).digest());
    assertThat(received(later).deduplicationKey()).isEqualTo(received(MESSAGE).deduplicationKey());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void allElseThatAMessageSaysMatters(String change) {
    assertThat(digest(CHANGED.get(change))).isNotEqualTo(digest(MESSAGE));
  }

  @Test
  void noTwoOfTheChangesAreOne() {
    assertThat(CHANGED.values().stream().map(UnpackedTest::digest)).doesNotHaveDuplicates();
  }

  @Test
  void theIdMattersForTheKeyAndNotForTheDigest() {
    Message other =
        Message.builder("5678", MESSAGE.type())
            .from(ALICE.did)
            .to(BOB.did)
            .body(MESSAGE.body())
            .build();
    Message same =
        Message.builder("1234", MESSAGE.type())
            .from(ALICE.did)
            .to(BOB.did)
            .body(MESSAGE.body())
            .build();

    assertThat(received(other).digest()).isEqualTo(received(same).digest());
    assertThat(received(other).deduplicationKey()).isNotEqualTo(received(same).deduplicationKey());
  }

  @Test
  void nobodyElseCanUseUpAnothersIds() {
    Optional<String> alices = received(MESSAGE).deduplicationKey();
    Message sameId = MESSAGE.toBuilder().from(CAROL.did).build();

    Unpacked carols =
        BOB.envelopes().unpack(Forge.authcrypt(CAROL, BOB).seal(Plaintexts.bytes(sameId)));
    Unpacked anonymous =
        BOB.envelopes().unpack(Forge.anoncrypt(BOB).seal(Plaintexts.bytes(MESSAGE)));
    Unpacked signedOnly = BOB.envelopes().unpack(Forge.sign(ALICE, Plaintexts.bytes(MESSAGE)));
    Unpacked plain = BOB.envelopes().unpack(Plaintexts.bytes(MESSAGE));

    assertThat(alices).isPresent();
    assertThat(carols.deduplicationKey()).isPresent().isNotEqualTo(alices);
    assertThat(anonymous.deduplicationKey()).isEmpty();
    assertThat(signedOnly.deduplicationKey()).isEmpty();
    assertThat(plain.deduplicationKey()).isEmpty();
  }

  @Test
  void whoSignsInsideEncryptionIsRecognisedAsWhoEncrypts() {
    byte[] signed = Forge.sign(ALICE, Plaintexts.bytes(MESSAGE));

    Unpacked unpacked = BOB.envelopes().unpack(Forge.anoncrypt(BOB).seal(signed));

    assertThat(unpacked.deduplicationKey()).isEqualTo(received(MESSAGE).deduplicationKey());
  }

  @Test
  void oneIdToTwoOfOurDidsIsTwoMessages() {
    assertThat(unpacked(MESSAGE, ALICE.did, BOB.did).deduplicationKey())
        .isNotEqualTo(unpacked(MESSAGE, ALICE.did, CAROL.did).deduplicationKey());
  }

  private static Unpacked received(Message message) {
    return BOB.envelopes().unpack(Forge.authcrypt(ALICE, BOB).seal(Plaintexts.bytes(message)));
  }

  private static String digest(Message message) {
    return unpacked(message, ALICE.did, BOB.did).digest();
  }

  private static Unpacked unpacked(Message message, Did sender, Did recipient) {
    Protection protection =
        new Protection(
            Optional.of(new DidUrl(recipient, "key-1")),
            Optional.of(new DidUrl(sender, "key-1")),
            List.of(),
            List.of(),
            false);
    return new Unpacked(message, protection);
  }

  private static Map<String, Message> changed() {
    Map<String, Message> changed = new LinkedHashMap<>();
    JsonObject body = JsonObject.builder().put("content", "Hullo").build();
    changed.put("type", withType(new MessageType("https://example.org/chat/1.0/massage")));
    changed.put("from", MESSAGE.toBuilder().from(CAROL.did).build());
    changed.put("to", MESSAGE.toBuilder().to(BOB.did, CAROL.did).build());
    changed.put("order of to", MESSAGE.toBuilder().to(CAROL.did, BOB.did).build());
    changed.put("no to", MESSAGE.toBuilder().to().build());
    changed.put("body", MESSAGE.toBuilder().body(body).build());
    changed.put("no body", MESSAGE.toBuilder().body(JsonObject.empty()).build());
    changed.put("thid", MESSAGE.toBuilder().thread(new ThreadId("parent")).build());
    changed.put("pthid", MESSAGE.toBuilder().parentThread(new ThreadId("thread")).build());
    changed.put("no threads", withoutThreads());
    changed.put("attachments", MESSAGE.toBuilder().attachments(List.of(attachment("b"))).build());
    changed.put("no attachments", MESSAGE.toBuilder().attachments(List.of()).build());
    return changed;
  }

  private static Message withType(MessageType type) {
    JsonObject json = Forge.with(MESSAGE.toJson(), "type", type.uri());
    return Message.parse(json);
  }

  private static Message withoutThreads() {
    return Message.parse(MESSAGE.toJson().without(Set.of("thid", "pthid")));
  }

  private static Attachment attachment(String id) {
    return new Attachment(JsonObject.builder().put("id", id).build());
  }
}
