package org.entente.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.entente.did.Did;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;

/** A {@link Message} as JSON (DIDComm v2 §Plaintext Message Structure). */
final class MessageJson {
  static final Set<String> KNOWN =
      Set.of(
          "id",
          "typ",
          "type",
          "from",
          "to",
          "created_time",
          "expires_time",
          "body",
          "attachments",
          "thid",
          "pthid",
          "from_prior");

  /** The end of the year 9999, the last that RFC 3339 can write. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private MessageJson() {}

  static JsonObject write(Message message) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", message.id())
            .put("typ", Message.MEDIA_TYPE)
            .put("type", message.type().uri())
            .put("from", message.from().map(Did::value));
    if (!message.to().isEmpty()) {
      json.put("to", message.to().stream().map(Did::value).toList());
    }
    json.put("created_time", message.createdTime().map(Instant::getEpochSecond))
        .put("expires_time", message.expiresTime().map(Instant::getEpochSecond))
        .put("body", message.body());
    if (message.hasAttachmentsMember()) {
      json.put("attachments", message.attachments().stream().map(Attachment::json).toList());
    }
    return json.put("thid", message.thread().map(ThreadId::value))
        .put("pthid", message.parentThread().map(ThreadId::value))
        .put("from_prior", message.fromPrior())
        .putAll(message.headers())
        .build();
  }

  static Message read(JsonObject json) {
    String id = json.getString("id");
    if (!ThreadId.isId(id)) {
      throw InvalidMessageException.malformed("member id must be 1 to 128 unreserved characters");
    }
    String typ = json.string("typ").orElse(Message.MEDIA_TYPE);
    if (!Message.MEDIA_TYPE.equals(typ.contains("/") ? typ : "application/" + typ)) {
      throw InvalidMessageException.malformed("member typ is not that of a plaintext message");
    }
    String type = json.getString("type");
    if (type.isEmpty() || type.length() > 512) {
      throw InvalidMessageException.malformed("member type must have 1 to 512 characters");
    }
    Message.Builder message =
        Message.builder(id, new MessageType(type))
            .to(dids(json))
            .body(json.object("body").orElse(JsonObject.empty()))
            .headers(json.without(KNOWN));
    json.string("from").map(MessageJson::did).ifPresent(message::from);
    time(json, "created_time", message::createdTime);
    time(json, "expires_time", message::expiresTime);
    thread(json, "thid").ifPresent(message::thread);
    thread(json, "pthid").ifPresent(message::parentThread);
    json.string("from_prior").ifPresent(message::fromPrior);
    if (json.has("attachments")) {
      message.attachments(attachments(json));
    }
    return message.build();
  }

  static List<Attachment> attachments(JsonObject json) {
    List<JsonObject> attachments = json.objects("attachments");
    if (attachments.size() > Limit.ATTACHMENTS.defaultValue()) {
      throw InvalidMessageException.malformed("too many attachments");
    }
    return attachments.stream().map(Attachment::new).toList();
  }

  /** Integers only, within the years that RFC 3339 can write (threat model S34). */
  static void time(JsonObject json, String name, Consumer<Instant> setter) {
    Optional<Long> seconds = json.integer(name);
    if (seconds.isPresent()) {
      if (seconds.get() < 0 || seconds.get() > LAST_SECOND) {
        throw InvalidMessageException.malformed("member " + name + " is out of range");
      }
      setter.accept(Instant.ofEpochSecond(seconds.get()));
    }
  }

  private static Optional<ThreadId> thread(JsonObject json, String name) {
    return json.string(name)
        .map(
            text ->
                ThreadId.parse(text)
                    .orElseThrow(
                        () ->
                            InvalidMessageException.malformed(
                                "member " + name + " must be 1 to 128 unreserved characters")));
  }

  private static List<Did> dids(JsonObject json) {
    List<Did> dids = new ArrayList<>();
    for (String text : json.strings("to")) {
      dids.add(did(text));
    }
    return dids;
  }

  private static Did did(String text) {
    return Did.parse(text)
        .orElseThrow(
            () -> InvalidMessageException.malformed("from and to must be DIDs without fragment"));
  }
}
