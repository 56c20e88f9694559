package org.entente.message;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.entente.did.Did;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/** The forms in which invitations are passed around, read as leniently as they vary. */
final class InvitationText {
  private final Limits limits;

  InvitationText(Limits limits) {
    this.limits = limits;
  }

  Invitation parse(String input) {
    if (input.length() > limits.of(Limit.INVITATION_CHARS)) {
      throw new InvalidInvitationException(
          "the invitation is longer than " + limits.of(Limit.INVITATION_CHARS) + " characters");
    }
    String text = input.strip();
    if (text.isEmpty()) {
      throw new InvalidInvitationException("the invitation is empty; paste the whole link");
    }
    try {
      JsonReader reader = new JsonReader(limits);
      return text.startsWith("{")
          ? read(reader.read(text))
          : read(reader.read(decode(encodedPart(text))));
    } catch (InvalidMessageException e) {
      throw new InvalidInvitationException("not a readable invitation: " + e.getMessage());
    }
  }

  static Invitation read(JsonObject json) {
    try {
      String id = json.getString("id");
      if (!ThreadId.isId(id)) {
        throw new InvalidInvitationException("the invitation's id is no message id");
      }
      MessageType type = new MessageType(json.getString("type"));
      if (!type.isCompatibleWith(Invitation.TYPE)) {
        throw new InvalidInvitationException("not an out-of-band 2 invitation");
      }
      Did from =
          Did.parse(json.getString("from"))
              .orElseThrow(
                  () -> new InvalidInvitationException("the invitation's sender is no DID"));
      JsonObject body = json.object("body").orElse(JsonObject.empty());
      List<String> accept = body.strings("accept");
      if (!accept.isEmpty() && accept.stream().noneMatch(p -> p.startsWith("didcomm/v2"))) {
        throw new InvalidInvitationException("the inviter does not take DIDComm v2 messages");
      }
      MessageJson.attachments(json);
      AtomicReference<Instant> expiresTime = new AtomicReference<>();
      MessageJson.time(json, "expires_time", expiresTime::set);
      return new Invitation(id, from, json, body, accept, expiresTime.get());
    } catch (InvalidMessageException e) {
      throw new InvalidInvitationException("not a usable invitation: " + e.getMessage());
    }
  }

  private static String encodedPart(String text) {
    int start = parameter(text, "_oob=");
    if (start >= 0) {
      // not split at "=", which may be padding
      int end = start;
      while (end < text.length() && text.charAt(end) != '&' && text.charAt(end) != '#') {
        end++;
      }
      return percentDecode(text.substring(start, end));
    }
    if (parameter(text, "_oobid=") >= 0) {
      throw new InvalidInvitationException(
          "the link is a short one: open it and hand over what it leads to");
    }
    if (text.contains("://")) {
      throw new InvalidInvitationException("the link has no _oob parameter; copy it in full");
    }
    return text;
  }

  private static int parameter(String text, String name) {
    for (char before : new char[] {'?', '&', '#'}) {
      int at = text.indexOf(before + name);
      if (at >= 0) {
        return at + 1 + name.length();
      }
    }
    return text.startsWith(name) ? name.length() : -1;
  }

  // A literal plus stays one: it is base64's, not a form's blank.
  private static String percentDecode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length()) {
        int high = Character.digit(text.charAt(i + 1), 16);
        int low = Character.digit(text.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          out.append((char) (high * 16 + low));
          i += 2;
          continue;
        }
      }
      out.append(c);
    }
    return out.toString();
  }

  private static byte[] decode(String text) {
    return LenientBase64.decode(text)
        .orElseThrow(
            () -> new InvalidInvitationException("the invitation is garbled; copy it in full"));
  }
}
