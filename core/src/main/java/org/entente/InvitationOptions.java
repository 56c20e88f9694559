package org.entente;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an invitation says and how long it lasts, where the defaults do not suit. Immutable.
 *
 * <pre>{@code
 * InvitationOptions.defaults().label("Badge of Bob").expiresIn(Duration.ofMinutes(10))
 * }</pre>
 */
public final class InvitationOptions {
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private static final InvitationOptions DEFAULTS =
      new InvitationOptions(null, null, null, null, null, false, 1);

  private final @Nullable String label;
  private final @Nullable String goalCode;
  private final @Nullable String goal;
  private final @Nullable String id;
  private final @Nullable Duration lifetime;
  private final boolean lifetimeGiven;
  private final int uses;

  private InvitationOptions(
      @Nullable String label,
      @Nullable String goalCode,
      @Nullable String goal,
      @Nullable String id,
      @Nullable Duration lifetime,
      boolean lifetimeGiven,
      int uses) {
    this.label = label;
    this.goalCode = goalCode;
    this.goal = goal;
    this.id = id;
    this.lifetime = lifetime;
    this.lifetimeGiven = lifetimeGiven;
    this.uses = uses;
  }

  /** The agent's name as the label, the goal of the PRISM agents, and the agent's lifetime. */
  public static InvitationOptions defaults() {
    return DEFAULTS;
  }

  /** What to call the connection; for our own user, never sent. */
  public InvitationOptions label(String label) {
    return new InvitationOptions(label, goalCode, goal, id, lifetime, lifetimeGiven, uses);
  }

  /** What we are after, for programs; sent. */
  public InvitationOptions goalCode(String goalCode) {
    return new InvitationOptions(label, goalCode, goal, id, lifetime, lifetimeGiven, uses);
  }

  /** What we are after, for people; sent. */
  public InvitationOptions goal(String goal) {
    return new InvitationOptions(label, goalCode, goal, id, lifetime, lifetimeGiven, uses);
  }

  /**
   * The invitation's id instead of a random one.
   *
   * @throws IllegalArgumentException unless it is a UUID in lower case, the only form PRISM reads
   */
  public InvitationOptions id(String id) {
    if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      throw new IllegalArgumentException(
          "an invitation's id must be a UUID in lower case, or left out");
    }
    return new InvitationOptions(label, goalCode, goal, id, lifetime, lifetimeGiven, uses);
  }

  /**
   * How long it can be used; announced to the invitee and enforced here.
   *
   * @throws IllegalArgumentException if it is not positive, or longer than a hundred years
   */
  public InvitationOptions expiresIn(Duration lifetime) {
    return new InvitationOptions(label, goalCode, goal, id, checked(lifetime), true, uses);
  }

  static Duration checked(Duration lifetime) {
    if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "an invitation's lifetime must be positive, and a hundred years at most; one for ever is"
              + " neverExpires()");
    }
    return lifetime;
  }

  /** It can be used for ever, whatever the agent's default. */
  public InvitationOptions neverExpires() {
    return new InvitationOptions(label, goalCode, goal, id, null, true, uses);
  }

  /**
   * How many peers may use it; one unless set. For more than one, make it with {@link
   * Invitations#create}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public InvitationOptions uses(int uses) {
    if (uses < 1) {
      throw new IllegalArgumentException("an invitation must allow one use at least");
    }
    return new InvitationOptions(label, goalCode, goal, id, lifetime, lifetimeGiven, uses);
  }

  /**
   * Any number of peers may use it. Whoever sees it can connect, and fill your store: give it a
   * lifetime, or look at requests with a {@link org.entente.connection.RequestPolicy}.
   */
  public InvitationOptions unlimitedUses() {
    return new InvitationOptions(label, goalCode, goal, id, lifetime, lifetimeGiven, 0);
  }

  OptionalInt uses() {
    return uses == 0 ? OptionalInt.empty() : OptionalInt.of(uses);
  }

  boolean isForOne() {
    return uses == 1;
  }

  Optional<String> label() {
    return Optional.ofNullable(label);
  }

  Optional<String> goalCode() {
    return Optional.ofNullable(goalCode);
  }

  Optional<String> goal() {
    return Optional.ofNullable(goal);
  }

  Optional<String> id() {
    return Optional.ofNullable(id);
  }

  Optional<Duration> lifetimeOr(Optional<Duration> byDefault) {
    return lifetimeGiven ? Optional.ofNullable(lifetime) : byDefault;
  }
}
