package org.entente.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.entente.exception.InvalidMessageException;
import org.entente.fuzz.Slowest;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/** Messages and invitations: read or refused, and written again they are the same. */
class MessageFuzzTest {
  private static final JsonReader READER = new JsonReader(Limits.defaults());

  // what is written may spell a number at greater length
  private static final JsonReader AGAIN =
      new JsonReader(Limits.defaults().with(Limit.JSON_NUMBER_DIGITS, 100));

  private static final Slowest SLOWEST_MESSAGE = new Slowest("message");
  private static final Slowest SLOWEST_INVITATION = new Slowest("invitation");

  @FuzzTest(maxDuration = "24h")
  void aMessage(byte[] json) {
    SLOWEST_MESSAGE.time(json.length, () -> readMessage(json));
  }

  @FuzzTest(maxDuration = "24h")
  void anInvitation(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    SLOWEST_INVITATION.time(utf8.length, () -> readInvitation(text));
  }

  private static void readMessage(byte[] json) {
    Message message;
    try {
      message = Message.parse(READER.read(json));
    } catch (InvalidMessageException e) {
      return;
    }
    byte[] written = message.toJson().toBytes();
    Message again = Message.parse(AGAIN.read(written));
    if (!again.toJson().equals(message.toJson())) {
      throw new AssertionError("a message reads differently after it was written");
    }
    if (Forward.isForward(message)) {
      try {
        if (Forward.read(message).attachments().isEmpty()) {
          throw new AssertionError("a forward of nothing was read");
        }
      } catch (InvalidMessageException e) {
        // not a forward after all
      }
    }
  }

  private static void readInvitation(String text) {
    Invitation invitation;
    try {
      invitation = Invitation.parse(text);
    } catch (InvalidInvitationException e) {
      return;
    }
    Invitation again = Invitation.parse(invitation.toJson().toJson());
    if (!again.toJson().equals(invitation.toJson())) {
      throw new AssertionError("an invitation reads differently after it was written");
    }
  }
}
