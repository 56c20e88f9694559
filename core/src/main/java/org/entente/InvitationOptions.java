package org.entente;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an invitation says and how long it lasts, where the defaults do not suit. Immutable.
 *
 * <pre>{@code
 * InvitationOptions.defaults().label("Badge of Bob").expiresIn(Duration.ofMinutes(10))
 * }</pre>
 */
public final class InvitationOptions {
  private static final InvitationOptions DEFAULTS =
      new InvitationOptions(null, null, null, null, null, false);

  private final @Nullable String label;
  private final @Nullable String goalCode;
  private final @Nullable String goal;
  private final @Nullable String id;
  private final @Nullable Duration lifetime;
  private final boolean lifetimeGiven;

  private InvitationOptions(
      @Nullable String label,
      @Nullable String goalCode,
      @Nullable String goal,
      @Nullable String id,
      @Nullable Duration lifetime,
      boolean lifetimeGiven) {
    this.label = label;
    this.goalCode = goalCode;
    this.goal = goal;
    this.id = id;
    this.lifetime = lifetime;
    this.lifetimeGiven = lifetimeGiven;
  }

  /** The agent's name as the label, the goal of the PRISM agents, and the agent's lifetime. */
  public static InvitationOptions defaults() {
    return DEFAULTS;
  }

  /** What to call the connection; for our own user, never sent. */
  public InvitationOptions label(String label) {
    return new InvitationOptions(label, goalCode, goal, id, lifetime, lifetimeGiven);
  }

  /** What we are after, for programs; sent. */
  public InvitationOptions goalCode(String goalCode) {
    return new InvitationOptions(label, goalCode, goal, id, lifetime, lifetimeGiven);
  }

  /** What we are after, for people; sent. */
  public InvitationOptions goal(String goal) {
    return new InvitationOptions(label, goalCode, goal, id, lifetime, lifetimeGiven);
  }

  /**
   * The invitation's id instead of a random one: a UUID in lower case, the only form PRISM reads.
   */
  public InvitationOptions id(String id) {
    return new InvitationOptions(label, goalCode, goal, id, lifetime, lifetimeGiven);
  }

  /**
   * How long it can be used; announced to the invitee and enforced here.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public InvitationOptions expiresIn(Duration lifetime) {
    if (lifetime.isNegative() || lifetime.isZero()) {
      throw new IllegalArgumentException("an invitation's lifetime must be positive");
    }
    return new InvitationOptions(label, goalCode, goal, id, lifetime, true);
  }

  /** It can be used for ever, whatever the agent's default. */
  public InvitationOptions neverExpires() {
    return new InvitationOptions(label, goalCode, goal, id, null, true);
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
