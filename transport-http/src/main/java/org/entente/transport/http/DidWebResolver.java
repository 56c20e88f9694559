package org.entente.transport.http;

import java.net.InetAddress;
import java.security.KeyStore;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpMethod;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolver;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Answer;
import org.entente.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the documents of did:web over HTTPS. An agent does so only if told to:
 *
 * <pre>{@code
 * DidWebResolver web = DidWebResolver.open();
 * Agent agent = Agent.builder("Acme").resolver(web)…build();
 * }</pre>
 *
 * <p>Looked up are the peers that the user chose, and the mediators that peers name. A stranger's
 * did:web causes no request: who invites with one is found, who accepts with one is not.
 *
 * <p>A document is as good as the host: whoever has its name or its certificate can give the DID
 * other keys at any time.
 *
 * <p>Addresses are judged by an {@link EndpointPolicy}, strict unless you say otherwise, and the
 * certificate must be for the DID's host. Redirects are not followed. At most {@link
 * Limit#ANSWER_BYTES} are read, as strict JSON.
 *
 * <p>A document is kept for five minutes: for so long a new key is unknown, and a withdrawn one
 * still good. A failure is kept for four times as long as it took, and at least five seconds.
 *
 * <p>Thread-safe. Close it after the agents that use it.
 *
 * <p>Specification: did:web Method Specification §Read (Resolve).
 */
public final class DidWebResolver implements DidResolver, AutoCloseable {
  /** Agents wait for it on threads that have other things to do, too. */
  private static final int LONGEST_SECONDS = 10;

  private static final int WAITING = 16;

  private final Limits limits;
  private final int seconds;
  private final JudgedClient client;
  private final LookUps lookUps;
  private final Semaphore waiting = new Semaphore(WAITING);

  private DidWebResolver(Builder builder) {
    this.limits = builder.limits;
    this.seconds = Math.min(LONGEST_SECONDS, limits.of(Limit.SEND_SECONDS));
    this.client =
        JudgedClient.start(
            "entente-did-web", builder.policy, limits, builder.resolver, builder.trusted);
    this.lookUps = new LookUps(builder.nanos);
  }

  /**
   * One with strict rules.
   *
   * @throws TransportException if its HTTP client cannot start
   */
  public static DidWebResolver open() {
    return builder().open();
  }

  /** For everything else. */
  public static Builder builder() {
    return new Builder();
  }

  /** {@code web} alone. */
  @Override
  public Set<String> methods() {
    return Set.of("web");
  }

  /** Never: it works in the network. */
  @Override
  public boolean isOffline() {
    return false;
  }

  /**
   * The document. Unless it is kept from before, this blocks: for {@link Limit#SEND_SECONDS}, but
   * no longer than ten seconds. All who ask for one DID share one request, and only sixteen may
   * wait at a time.
   *
   * @throws DidResolutionException if the DID is broken, or there is no good document. It is {@link
   *     DidResolutionException#isTemporary temporary} if there may be one later: the host's name
   *     does not resolve, it has no right certificate, it does not answer in time, or with a
   *     redirect or status 408, 425, 429 or 5xx; or too many wait, this thread is interrupted, or
   *     the resolver is closed
   */
  @Override
  public DidDocument resolve(Did did) {
    Target target = target(did);
    Optional<LookUps.LookUp> ended = lookUps.findEnded(did);
    if (ended.isPresent()) {
      return await(did, ended.get());
    }
    if (!waiting.tryAcquire()) {
      throw DidResolutionException.temporary(did, "too many DIDs are being looked up");
    }
    try {
      return await(did, lookUps.begin(did, () -> fetch(did, target)));
    } finally {
      waiting.release();
    }
  }

  private Target target(Did did) {
    try {
      return client.judged(DidWebUrl.of(did));
    } catch (UndeliverableException e) {
      throw unresolved(did, e.answer());
    }
  }

  private CompletableFuture<DidDocument> fetch(Did did, Target target) {
    DocumentFetch fetch = new DocumentFetch(did, limits);
    try {
      client.newRequest(HttpMethod.GET, target, seconds).send(fetch);
    } catch (RuntimeException e) { // Jetty's, as when it is stopped just now
      fetch.fail(Answer.tryLater("the HTTP client takes no more"));
    }
    return fetch.document();
  }

  private DidDocument await(Did did, LookUps.LookUp lookUp) {
    try {
      // The request has its own deadline, and a reason to tell.
      return lookUp.result().get(seconds + 1L, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UndeliverableException undeliverable
          ? unresolved(did, undeliverable.answer())
          : new DidResolutionException(did, "its document cannot be read");
    } catch (TimeoutException e) {
      Answer late = Answer.tryLater("no answer in time");
      lookUp.fail(late);
      throw unresolved(did, late);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DidResolutionException.temporary(did, "waiting for its document was interrupted");
    }
  }

  private static DidResolutionException unresolved(Did did, Answer why) {
    return why.kind() == Answer.Kind.TRY_LATER
        ? DidResolutionException.temporary(did, why.note())
        : new DidResolutionException(did, why.note());
  }

  /** Ends what is under way and frees everything. */
  @Override
  public void close() {
    lookUps.close();
    client.close();
  }

  /** What may be fetched, and how much of it. Not thread-safe. */
  public static final class Builder {
    private Limits limits = Limits.defaults();
    private EndpointPolicy policy = EndpointPolicy.strict();
    private NameResolver resolver = InetAddress::getAllByName;
    private @Nullable KeyStore trusted;
    private LongSupplier nanos = System::nanoTime;

    private Builder() {}

    /** Other limits than the defaults. */
    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    /** Which hosts may be asked; {@code http} is never used, whatever the policy allows. */
    public Builder endpointPolicy(EndpointPolicy policy) {
      this.policy = policy;
      return this;
    }

    Builder resolver(NameResolver resolver) {
      this.resolver = resolver;
      return this;
    }

    Builder trusted(KeyStore trusted) {
      this.trusted = trusted;
      return this;
    }

    Builder ticker(LongSupplier nanos) {
      this.nanos = nanos;
      return this;
    }

    /**
     * Ready to resolve.
     *
     * @throws TransportException if its HTTP client cannot start
     */
    public DidWebResolver open() {
      return new DidWebResolver(this);
    }
  }
}
