package org.entente.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A DIDComm v2 plaintext message. Immutable.
 *
 * <p>Headers that Entente does not know are kept in {@link #headers} and written again.
 */
public final class Message {
  /** The media type of a plaintext message. */
  public static final String MEDIA_TYPE = "application/didcomm-plain+json";

  private final String id;
  private final MessageType type;
  private final @Nullable Did from;
  private final List<Did> to;
  private final @Nullable Instant createdTime;
  private final @Nullable Instant expiresTime;
  private final JsonObject body;
  private final @Nullable List<Attachment> attachments;
  private final @Nullable ThreadId thread;
  private final @Nullable ThreadId parentThread;
  private final @Nullable String fromPrior;
  private final JsonObject headers;

  private Message(Builder builder) {
    this.id = builder.id;
    this.type = builder.type;
    this.from = builder.from;
    this.to = List.copyOf(builder.to);
    this.createdTime = builder.createdTime;
    this.expiresTime = builder.expiresTime;
    this.body = builder.body;
    this.attachments = builder.attachments == null ? null : List.copyOf(builder.attachments);
    this.thread = builder.thread;
    this.parentThread = builder.parentThread;
    this.fromPrior = builder.fromPrior;
    this.headers = builder.headers;
  }

  /**
   * Starts a message.
   *
   * @throws IllegalArgumentException if the id is longer than 128 characters or has others than
   *     letters, digits and {@code - . _ ~}
   */
  public static Builder builder(String id, MessageType type) {
    return new Builder(id, type);
  }

  /**
   * Reads a plaintext message.
   *
   * @throws org.entente.exception.InvalidMessageException if it is none
   */
  public static Message parse(JsonObject json) {
    return MessageJson.read(json);
  }

  /** Its id, unique among the sender's. */
  public String id() {
    return id;
  }

  /** What it is. */
  public MessageType type() {
    return type;
  }

  /** Who says to have written it; true only if the envelope's protection confirms it. */
  public Optional<Did> from() {
    return Optional.ofNullable(from);
  }

  /** To whom. */
  public List<Did> to() {
    return to;
  }

  /** When, by the sender's clock. */
  public Optional<Instant> createdTime() {
    return Optional.ofNullable(createdTime);
  }

  /** Until when it means anything, by the sender's clock. */
  public Optional<Instant> expiresTime() {
    return Optional.ofNullable(expiresTime);
  }

  /** What it says. */
  public JsonObject body() {
    return body;
  }

  /** What comes with it. */
  public List<Attachment> attachments() {
    return attachments == null ? List.of() : attachments;
  }

  /** The thread it names; absent in the first message of most threads. */
  public Optional<ThreadId> thread() {
    return Optional.ofNullable(thread);
  }

  /** The thread that its own thread grew out of. */
  public Optional<ThreadId> parentThread() {
    return Optional.ofNullable(parentThread);
  }

  /** The signed statement that the sender's DID replaces another (DIDComm v2 §DID Rotation). */
  public Optional<String> fromPrior() {
    return Optional.ofNullable(fromPrior);
  }

  /** All headers that have no accessor here. */
  public JsonObject headers() {
    return headers;
  }

  /** The JSON in the member order of the PRISM agents. */
  public JsonObject toJson() {
    return MessageJson.write(this);
  }

  /** The message to change a copy of. */
  public Builder toBuilder() {
    Builder builder = new Builder(id, type);
    builder.from = from;
    builder.to = to;
    builder.createdTime = createdTime;
    builder.expiresTime = expiresTime;
    builder.body = body;
    builder.attachments = attachments;
    builder.thread = thread;
    builder.parentThread = parentThread;
    builder.fromPrior = fromPrior;
    builder.headers = headers;
    return builder;
  }

  /** Whether {@code attachments} is written: peers of some types want to see it even if empty. */
  boolean hasAttachmentsMember() {
    return attachments != null;
  }

  /**
   * Shows the kind of message only: bodies do not belong in logs, nor do texts of a peer's choice.
   */
  @Override
  public String toString() {
    return "Message(" + id + ")";
  }

  /** Builds a {@link Message}. Not thread-safe. */
  public static final class Builder {
    private final String id;
    private final MessageType type;
    private @Nullable Did from;
    private List<Did> to = List.of();
    private @Nullable Instant createdTime;
    private @Nullable Instant expiresTime;
    private JsonObject body = JsonObject.empty();
    private @Nullable List<Attachment> attachments;
    private @Nullable ThreadId thread;
    private @Nullable ThreadId parentThread;
    private @Nullable String fromPrior;
    private JsonObject headers = JsonObject.empty();

    private Builder(String id, MessageType type) {
      if (!ThreadId.isId(id)) {
        throw new IllegalArgumentException(
            "a message id has 1 to 128 characters, letters, digits, - . _ ~");
      }
      this.id = id;
      this.type = type;
    }

    /** Who writes it. */
    public Builder from(Did from) {
      this.from = from;
      return this;
    }

    /** To whom. */
    public Builder to(Did... to) {
      this.to = List.of(to);
      return this;
    }

    /** To whom. */
    public Builder to(List<Did> to) {
      this.to = to;
      return this;
    }

    /** When; on the wire in whole seconds. */
    public Builder createdTime(Instant createdTime) {
      this.createdTime = createdTime;
      return this;
    }

    /** Until when it means anything; on the wire in whole seconds. */
    public Builder expiresTime(Instant expiresTime) {
      this.expiresTime = expiresTime;
      return this;
    }

    /** What it says. */
    public Builder body(JsonObject body) {
      this.body = body;
      return this;
    }

    /** What comes with it; once set, the member is written even if the list is empty. */
    public Builder attachments(List<Attachment> attachments) {
      this.attachments = new ArrayList<>(attachments);
      return this;
    }

    /** The thread it belongs to. */
    public Builder thread(ThreadId thread) {
      this.thread = thread;
      return this;
    }

    /** The thread that its own grew out of. */
    public Builder parentThread(ThreadId parentThread) {
      this.parentThread = parentThread;
      return this;
    }

    /** The signed statement that the sender's DID replaces another. */
    public Builder fromPrior(String fromPrior) {
      this.fromPrior = fromPrior;
      return this;
    }

    /**
     * Further headers.
     *
     * @throws IllegalArgumentException if one of them has a method of its own here
     */
    public Builder headers(JsonObject headers) {
      for (String name : headers.names()) {
        if (MessageJson.KNOWN.contains(name)) {
          throw new IllegalArgumentException("set " + name + " with its own method");
        }
      }
      this.headers = headers;
      return this;
    }

    /** The message. */
    public Message build() {
      return new Message(this);
    }
  }
}
