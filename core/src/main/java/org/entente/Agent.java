package org.entente;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.entente.connection.RequestPolicy;
import org.entente.did.CurveArithmetic;
import org.entente.did.DidKeyManager;
import org.entente.did.DidResolver;
import org.entente.did.DidResolvers;
import org.entente.did.OfflineResolver;
import org.entente.did.Profile;
import org.entente.did.SealedDidKeyManager;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.pipeline.CallbackDriver;
import org.entente.pipeline.Deadlines;
import org.entente.pipeline.Driver;
import org.entente.pipeline.Pipeline;
import org.entente.pipeline.Retention;
import org.entente.pipeline.ThreadDriver;
import org.entente.pipeline.Ticker;
import org.entente.storage.InMemoryStorage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.Storage;
import org.entente.transport.Receiver;
import org.entente.transport.Registration;
import org.entente.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A DIDComm v2 agent in your process.
 *
 * <pre>{@code
 * InMemoryNetwork network = new InMemoryNetwork();
 * try (Agent alice = Agent.builder("Alice").transport(network.join("alice")).build();
 *     Agent bob = Agent.builder("Bob").transport(network.join("bob")).build()) {
 *
 *   Invitation invitation = alice.connections().invite("Chat with Bob").invitation();
 *   Connection toAlice = bob.connections().accept(invitation);
 *   bob.connections().awaitEstablished(toAlice.id(), Duration.ofSeconds(5));
 *
 *   alice.messages().onReceived(
 *       BasicMessage.KIND, (from, text) -> System.out.println(text.content()));
 *   bob.messages().send(toAlice.id(), new BasicMessage("Hello, Alice"));
 * }
 * }</pre>
 *
 * <p>Thread-safe. It works from {@link Builder#build} to {@link #close}, and takes up at once what
 * an earlier agent on the same storage has left undone.
 */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofDays(3653);

  private final String name;
  private final Pipeline pipeline;
  private final Connections connections;
  private final Messages messages;
  private final Invitations invitations;
  private final Events events;
  private final MessageQueue outbox;
  private final MessageQueue inbox;
  private final Registration registration;
  private final List<AutoCloseable> owned;
  private boolean closed;

  private Agent(Builder builder, Pipeline.Parts parts) {
    this.name = builder.name;
    this.owned = builder.owned(parts);
    this.pipeline = new Pipeline(parts);
    this.invitations = new Invitations(pipeline, builder.settings());
    this.connections = new Connections(pipeline, invitations);
    this.events = new Events(pipeline);
    this.outbox = new MessageQueue(pipeline, Queue.OUTBOX, connections);
    this.inbox = new MessageQueue(pipeline, Queue.INBOX, connections);
    this.messages = new Messages(pipeline);
    this.registration = pipeline.parts().transport().start(pipeline.receiver());
    pipeline.start();
    LOG.info("agent started, wallet {}", pipeline.parts().wallet());
  }

  /**
   * Starts to configure an agent.
   *
   * @param name the default label of its connections, and in the names of its threads
   */
  public static Builder builder(String name) {
    return new Builder(Objects.requireNonNull(name, "a name"));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Invite, accept, look, and wait. */
  public Connections connections() {
    return connections;
  }

  /** Invite several peers, see what became of invitations, and take them back. */
  public Invitations invitations() {
    return invitations;
  }

  /** Everything that has happened, told again from any point after a restart. */
  public Events events() {
    return events;
  }

  /** What peers have not taken yet. */
  public MessageQueue outbox() {
    return outbox;
  }

  /** What the application has not taken yet. */
  public MessageQueue inbox() {
    return inbox;
  }

  /** Talk. */
  public Messages messages() {
    return messages;
  }

  /** Where messages come in: for hosting this agent in a server of your own. */
  public Receiver receiver() {
    return pipeline.receiver();
  }

  /**
   * Whether the agent can work, for an operator: what is wrong, on one line; empty if nothing is.
   */
  public Optional<String> problem() {
    return pipeline.parts().storage().problem();
  }

  /** Closes with ten seconds for what is under way. */
  @Override
  public void close() {
    close(DRAIN);
  }

  /**
   * Stops receiving, lets what is under way finish, and frees everything that was given to {@link
   * Builder#storage} and {@link Builder#transport}. What is not finished in time is taken up by the
   * next agent on the same storage. A second call does nothing.
   *
   * @param drain how long to wait for what is under way
   */
  public synchronized void close(Duration drain) {
    Objects.requireNonNull(drain, "how long to wait; Duration.ZERO not to");
    if (closed) {
      return;
    }
    closed = true;
    registration.close();
    pipeline.drain(drain);
    pipeline.close(new AgentClosedException());
    pipeline.parts().driver().close();
    pipeline.refuse(new AgentClosedException());
    for (AutoCloseable part : owned) {
      closeQuietly(part);
    }
    LOG.info("agent closed");
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      // the rest must be closed all the same
      LOG.warn("closing {} failed: {}", part.getClass().getName(), e.getClass().getName());
    }
  }

  /**
   * Configures an {@link Agent}. Storage is in memory unless you give one, and everything else has
   * a default but the transport. Not thread-safe.
   */
  public static final class Builder {
    private final String name;
    private String wallet = "default";
    private @Nullable Storage storage;
    private boolean storageIsShared;
    private @Nullable Transport transport;
    private boolean transportIsShared;
    private Profile profile = Profile.CURRENT;
    private @Nullable Duration invitationLifetime;
    private Duration patience = Duration.ofHours(24);
    private Retention retention = Retention.DEFAULT;
    private RequestPolicy policy = RequestPolicy.automatic();
    private Limits limits = Limits.defaults();
    private final List<DidResolver> resolvers = new ArrayList<>(List.of(new OfflineResolver()));
    private Clock clock = Clock.systemUTC();
    private Ticker ticker = System::nanoTime;
    private SecureRandom random = new SecureRandom();
    private Supplier<String> ids = () -> UUID.randomUUID().toString();
    private CurveArithmetic arithmetic = CurveArithmetic.standard();
    private @Nullable DidKeyManager keyManager;
    private @Nullable Driver driver;
    private @Nullable Executor executor;

    private Builder(String name) {
      this.name = name;
    }

    /** Which of the wallets in the storage is this agent's; {@code default} unless set. */
    public Builder wallet(String wallet) {
      this.wallet = wallet;
      return this;
    }

    /** Where to keep everything; closed with the agent. In memory unless set. */
    public Builder storage(Storage storage) {
      this.storage = storage;
      this.storageIsShared = false;
      return this;
    }

    /** Where to keep everything, shared with other agents; not closed with this one. */
    public Builder sharedStorage(Storage storage) {
      this.storage = storage;
      this.storageIsShared = true;
      return this;
    }

    /** How to reach peers and be reached; closed with the agent. */
    public Builder transport(Transport transport) {
      this.transport = transport;
      this.transportIsShared = false;
      return this;
    }

    /** How to reach peers and be reached, shared with other agents; not closed with this one. */
    public Builder sharedTransport(Transport transport) {
      this.transport = transport;
      this.transportIsShared = true;
      return this;
    }

    /**
     * For which generation of agents invitations are written; {@code CURRENT} unless set. When we
     * accept an invitation we follow the inviter.
     */
    public Builder profile(Profile profile) {
      this.profile = profile;
      return this;
    }

    /**
     * How long invitations can be used, unless one says otherwise; for ever unless set.
     *
     * @throws IllegalArgumentException if it is not positive, or longer than a hundred years
     */
    public Builder invitationLifetime(Duration lifetime) {
      this.invitationLifetime = InvitationOptions.checked(lifetime);
      return this;
    }

    /**
     * How long a delivery is tried before it is given up; 24 hours unless set. A request is tried
     * until its invitation expires, if that says when, for thirty days at most. It is also how long
     * a decision may be put off, and how long a message may wait for a handler.
     *
     * @throws IllegalArgumentException if it is not positive, or longer than ten years
     */
    public Builder deliveryDeadline(Duration patience) {
      if (patience.isNegative() || patience.isZero() || patience.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "a delivery deadline must be positive, and ten years at most");
      }
      this.patience = patience;
      return this;
    }

    /** Whom to connect with; everybody who has a valid invitation unless set. */
    public Builder requestPolicy(RequestPolicy policy) {
      this.policy = policy;
      return this;
    }

    /**
     * How long {@link Agent#events events} can be told; thirty days unless set.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder eventRetention(Duration time) {
      this.retention = new Retention(notNegative(time), retention.givenUp());
      return this;
    }

    /**
     * How long messages are kept that were given up; thirty days unless set. A warning in the log
     * tells of each that is forgotten.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder givenUpRetention(Duration time) {
      this.retention = new Retention(retention.events(), notNegative(time));
      return this;
    }

    private static Duration notNegative(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("a time to keep something cannot be negative");
      }
      return time;
    }

    /** What is refused for being too much. */
    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    /**
     * Adds a DID method; {@code did:peer}, {@code did:key} and {@code did:jwk} are there. Not
     * closed with the agent.
     */
    public Builder resolver(DidResolver resolver) {
      resolvers.add(resolver);
      return this;
    }

    /** Where private keys live; sealed in the storage unless set. */
    public Builder keyManager(DidKeyManager keyManager) {
      this.keyManager = keyManager;
      return this;
    }

    /** Who computes on curves; most will not need this. */
    public Builder arithmetic(CurveArithmetic arithmetic) {
      this.arithmetic = arithmetic;
      return this;
    }

    /**
     * Runs listeners and handlers of the application; threads of the driver unless set. It must run
     * each task once, and not in the thread that hands it over.
     */
    public Builder executor(Executor executor) {
      this.executor = executor;
      return this;
    }

    /** The wall clock: for what is shown, and for expiry. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** The clock for waiting. */
    public Builder ticker(Ticker ticker) {
      this.ticker = ticker;
      return this;
    }

    /** Where all randomness comes from, but for ids. */
    public Builder random(SecureRandom random) {
      this.random = random;
      return this;
    }

    /** Where ids of connections, invitations and messages come from: UUIDs in lower case. */
    public Builder ids(Supplier<String> ids) {
      this.ids = ids;
      return this;
    }

    /** What turns the agent; threads unless set. Closed with the agent. */
    public Builder driver(Driver driver) {
      this.driver = driver;
      return this;
    }

    /**
     * The agent, at work.
     *
     * @throws IllegalStateException if there is no transport
     */
    public Agent build() {
      if (transport == null) {
        throw new IllegalStateException(
            "an agent needs a transport: .transport(HttpTransport.listen(…)), or"
                + " .transport(network.join(…)) of an InMemoryNetwork in tests");
      }
      if (storage == null) {
        storage = new InMemoryStorage(random);
      }
      if (driver == null) {
        driver = new ThreadDriver(name, clock);
      }
      Pipeline.Parts parts = parts(storage, transport, driver);
      try {
        return new Agent(this, parts);
      } catch (RuntimeException e) {
        // nobody else can close what was given to an agent that never came to be
        driver.close();
        owned(parts).forEach(Agent::closeQuietly);
        throw e;
      }
    }

    private Pipeline.Parts parts(Storage storage, Transport transport, Driver driver) {
      DidKeyManager keys = keyManager;
      if (keys == null) {
        keys = new SealedDidKeyManager(wallet, storage.dataKey(), arithmetic, random);
      }
      return new Pipeline.Parts(
          wallet,
          ids.get(),
          storage,
          transport,
          keys,
          DidResolvers.of(resolvers),
          arithmetic,
          random,
          ids,
          clock,
          ticker,
          executor == null ? driver : new CallbackDriver(driver, executor),
          limits,
          new Deadlines(patience, Duration.ofSeconds(limits.of(Limit.CLOCK_SKEW_SECONDS))),
          retention,
          policy);
    }

    private Connections.Settings settings() {
      return new Connections.Settings(name, profile, Optional.ofNullable(invitationLifetime));
    }

    /** What the agent closes: the transport first, for nothing is to arrive in a closed storage. */
    private List<AutoCloseable> owned(Pipeline.Parts parts) {
      List<AutoCloseable> owned = new ArrayList<>();
      if (!transportIsShared) {
        owned.add(parts.transport());
      }
      if (!storageIsShared) {
        owned.add(parts.storage());
      }
      return owned;
    }
  }
}
