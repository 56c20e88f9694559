package org.entente.message;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * An out-of-band 2.0 invitation: what the first contact is made with. Immutable.
 *
 * <p>It is a bearer token until it has been used: whoever holds it may connect. Hand it over by a
 * way that the invitee trusts, and keep it out of logs; {@link #toString} shows the id only.
 *
 * <p>What is read is written again as it came, unknown members included, so an invitation keeps its
 * text on its way through.
 */
public final class Invitation {
  /** The type that every invitation made here has. */
  public static final MessageType TYPE =
      new MessageType("https://didcomm.org/out-of-band/2.0/invitation");

  private final String id;
  private final Did from;
  private final JsonObject json;
  private final JsonObject body;
  private final List<String> accept;
  private final @Nullable Instant expiresTime;

  /** Of checked content, by {@link InvitationText} and the builder. */
  Invitation(
      String id,
      Did from,
      JsonObject json,
      JsonObject body,
      List<String> accept,
      @Nullable Instant expiresTime) {
    this.id = id;
    this.from = from;
    this.json = json;
    this.body = body;
    this.accept = accept;
    this.expiresTime = expiresTime;
  }

  /**
   * Reads an invitation in any form in which one is passed around: a URL with {@code _oob} in its
   * query or fragment, the encoded value alone (base64url or base64, padded or not, broken over
   * lines), or the JSON itself. Nothing is fetched.
   *
   * @throws InvalidInvitationException if it is none; the message says what to do
   */
  public static Invitation parse(String text) {
    return parse(text, Limits.defaults());
  }

  /**
   * As {@link #parse(String)}, within other limits.
   *
   * @throws InvalidInvitationException if it is none; the message says what to do
   */
  public static Invitation parse(String text, Limits limits) {
    return new InvitationText(limits).parse(text);
  }

  /**
   * Reads the JSON of an invitation.
   *
   * @throws InvalidInvitationException if it is none
   */
  public static Invitation of(JsonObject json) {
    return InvitationText.read(json);
  }

  /**
   * Starts an invitation.
   *
   * @param id a UUID in lower case: the PRISM agents read no other
   * @param from a DID of ours, made for this invitation
   */
  public static Builder builder(String id, Did from) {
    return new Builder(id, from);
  }

  /** Its id, which is also the thread of the connection that comes of it. */
  public String id() {
    return id;
  }

  /** Who invites. */
  public Did from() {
    return from;
  }

  /** What the inviter is after, for programs. */
  public Optional<String> goalCode() {
    // the Identus TypeScript SDK writes it in camel case
    return text(body, "goal_code").or(() -> text(body, "goalCode"));
  }

  /** What the inviter is after, for people; treat it as text, never as markup. */
  public Optional<String> goal() {
    return text(body, "goal");
  }

  /** The envelope profiles that the inviter takes; none named means no preference. */
  public List<String> accept() {
    return accept;
  }

  /** Until when it may be used, by the inviter's clock. */
  public Optional<Instant> expiresTime() {
    return Optional.ofNullable(expiresTime);
  }

  /** What comes with it. */
  public List<Attachment> attachments() {
    return json.objects("attachments").stream().map(Attachment::new).toList();
  }

  /**
   * Whether its time is over.
   *
   * @param skew how far the inviter's clock may be off
   */
  public boolean isExpired(Instant now, Duration skew) {
    return expiresTime != null && now.isAfter(expiresTime.plus(skew));
  }

  /** The JSON as it came or was built. */
  public JsonObject toJson() {
    return json;
  }

  /** The value alone: base64url of the JSON, without padding. */
  public String encoded() {
    return Base64Url.encode(json.toBytes());
  }

  /**
   * The invitation as a link: {@code base?_oob=…}, or {@code base&_oob=…} if base has a query.
   *
   * @param base such as {@code https://acme.example/invite}; the peer's agent never opens it, but a
   *     person might
   * @throws IllegalArgumentException if it has a fragment
   */
  public String toUrl(URI base) {
    if (base.getRawFragment() != null) {
      throw new IllegalArgumentException("the base of an invitation's URL must have no fragment");
    }
    String text = base.toString();
    char separator = base.getRawQuery() == null ? '?' : '&';
    return (text.endsWith("?") ? text : text + separator) + "_oob=" + encoded();
  }

  // A goal of another type is no reason to refuse an invitation; it is just not shown.
  private static Optional<String> text(JsonObject object, String name) {
    return object.value(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Invitation invitation && json.equals(invitation.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return "Invitation(" + id + ")";
  }

  /** Builds an {@link Invitation}, with its members in the order of the PRISM agents. */
  public static final class Builder {
    private final String id;
    private final Did from;
    private @Nullable String goalCode;
    private @Nullable String goal;
    private List<String> accept = List.of();
    private @Nullable Instant createdTime;
    private @Nullable Instant expiresTime;

    private Builder(String id, Did from) {
      this.id = id;
      this.from = from;
    }

    /** What we are after, for programs. */
    public Builder goalCode(String goalCode) {
      this.goalCode = goalCode;
      return this;
    }

    /** What we are after, for people. */
    public Builder goal(String goal) {
      this.goal = goal;
      return this;
    }

    /** The envelope profiles that we take; none named means no preference. */
    public Builder accept(List<String> accept) {
      this.accept = List.copyOf(accept);
      return this;
    }

    /** Until when it may be used, announced to the peer together with the time of making. */
    public Builder expires(Instant createdTime, Instant expiresTime) {
      this.createdTime = createdTime;
      this.expiresTime = expiresTime;
      return this;
    }

    /**
     * The invitation.
     *
     * @throws IllegalArgumentException if the id is no message id
     */
    public Invitation build() {
      if (!ThreadId.isId(id)) {
        throw new IllegalArgumentException("an invitation's id should be a UUID in lower case");
      }
      JsonObject body =
          JsonObject.builder()
              .put("goal_code", Optional.ofNullable(goalCode))
              .put("goal", Optional.ofNullable(goal))
              .put("accept", accept)
              .build();
      JsonObject json =
          JsonObject.builder()
              .put("id", id)
              .put("type", TYPE.uri())
              .put("from", from.value())
              .put("body", body)
              .put("created_time", Optional.ofNullable(createdTime).map(Instant::getEpochSecond))
              .put("expires_time", Optional.ofNullable(expiresTime).map(Instant::getEpochSecond))
              .build();
      return new Invitation(id, from, json, body, accept, expiresTime);
    }
  }
}
