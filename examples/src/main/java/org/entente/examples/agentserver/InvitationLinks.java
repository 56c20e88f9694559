package org.entente.examples.agentserver;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.entente.Invitations;
import org.entente.IssuedInvitation;
import org.entente.connection.InvitationNotFoundException;
import org.entente.connection.InvitationState;
import org.entente.keys.Secret;
import org.entente.message.Invitation;

/**
 * Long and short links of invitations (Out-of-Band 2.0 §Short URL). A short one names an invitation
 * and when the link expires, under a code that only we can make: nobody guesses one, and nothing
 * has to be kept for it. Thread-safe.
 */
final class InvitationLinks {
  static final Duration LIFETIME = Duration.ofHours(1);

  /** How many are given out again, so that a link and its picture are the same. */
  private static final int MOST_REMEMBERED = 1000;

  private static final int CODE_BYTES = 16;
  private static final int NAME_BYTES = 16 + Long.BYTES;

  private final Invitations invitations;
  private final URI base;
  private final SecretKeySpec key;
  private final Clock clock;
  private final Map<String, ShortLink> remembered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ShortLink> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** A short link, and when it expires. */
  record ShortLink(String url, Instant expires) {}

  InvitationLinks(Invitations invitations, URI base, Secret key, Clock clock) {
    this.invitations = invitations;
    this.base = base;
    this.key = new SecretKeySpec(key.expose(), "HmacSHA256");
    this.clock = clock;
  }

  String longLink(Invitation invitation) {
    return invitation.toUrl(base);
  }

  /** The one that was given out before, while half of its time is left. */
  synchronized ShortLink shortLink(Invitation invitation) {
    Instant soon = clock.instant().plus(LIFETIME.dividedBy(2));
    ShortLink known = remembered.get(invitation.id());
    if (known != null && known.expires().isAfter(soon)) {
      return known;
    }
    ShortLink fresh = freshLink(invitation);
    remembered.put(invitation.id(), fresh);
    return fresh;
  }

  private ShortLink freshLink(Invitation invitation) {
    UUID id = UUID.fromString(invitation.id());
    Instant latest = clock.instant().plus(LIFETIME);
    Instant expires = invitation.expiresTime().filter(latest::isAfter).orElse(latest);
    byte[] name =
        ByteBuffer.allocate(NAME_BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putLong(expires.getEpochSecond())
            .array();
    byte[] named = ByteBuffer.allocate(NAME_BYTES + CODE_BYTES).put(name).put(code(name)).array();
    String oobid = Base64.getUrlEncoder().withoutPadding().encodeToString(named);
    String query = base.getQuery() == null ? "?" : "&";
    return new ShortLink(base + query + "_oobid=" + oobid, expires);
  }

  /** The invitation that a short link names, if it can still be used. */
  Optional<Invitation> named(String oobid) {
    try {
      byte[] named = Base64.getUrlDecoder().decode(oobid);
      if (named.length != NAME_BYTES + CODE_BYTES) {
        return Optional.empty();
      }
      byte[] name = Arrays.copyOf(named, NAME_BYTES);
      if (!MessageDigest.isEqual(code(name), Arrays.copyOfRange(named, NAME_BYTES, named.length))) {
        return Optional.empty();
      }
      ByteBuffer fields = ByteBuffer.wrap(name);
      UUID id = new UUID(fields.getLong(), fields.getLong());
      Instant expires = Instant.ofEpochSecond(fields.getLong());
      return expires.isBefore(clock.instant()) ? Optional.empty() : open(id);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Invitation> open(UUID id) {
    try {
      return Optional.of(invitations.get(id.toString()))
          .filter(issued -> issued.state() == InvitationState.OPEN)
          .map(IssuedInvitation::invitation);
    } catch (InvitationNotFoundException e) {
      return Optional.empty();
    }
  }

  private byte[] code(byte[] name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(name), CODE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
