package org.entente.pipeline;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolvers;
import org.entente.did.PeerDid;
import org.entente.did.ServiceEndpoint;
import org.entente.envelope.RoutingKey;
import org.entente.exception.EntenteException;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/**
 * Looks for the ways to one peer, through the mediators that its document names (DIDComm v2 §Using
 * a DID as an endpoint). Nothing is sent, and how many DIDs are looked up and how many are followed
 * in a row is bounded (threat model S43). Not thread-safe.
 */
final class RouteSearch {
  private static final int MOST_LOOK_UPS = 16;

  /** The message's lease runs meanwhile, and the last look-up may take as long again. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final int MOST_MEDIATORS = Limit.ROUTING_KEYS.defaultValue();
  private static final String TOO_MANY_MEDIATORS =
      "a message to it would pass more mediators than " + MOST_MEDIATORS;

  private final Set<String> schemes;
  private final DidResolvers resolvers;
  private final Limits limits;
  private final Map<Did, DidDocument> mediators = new HashMap<>();
  private final Set<String> obstacles = new LinkedHashSet<>();
  private final Ticker ticker;
  private final long began;
  private int lookUps;
  private boolean mayFindMoreLater;

  RouteSearch(Set<String> schemes, DidResolvers resolvers, Limits limits, Ticker ticker) {
    this.schemes = new TreeSet<>(schemes);
    this.resolvers = resolvers;
    this.limits = limits;
    this.ticker = ticker;
    this.began = ticker.nanos();
  }

  /** All ways that can be gone, best first; why the others cannot is noted. */
  List<Route> routes(DidDocument peer) {
    return routes(peer, List.of(PeerDid.canonical(peer.id())));
  }

  /** Why the others cannot be gone. */
  Set<String> obstacles() {
    return obstacles;
  }

  /** Whether one of the obstacles is a mediator that cannot be looked up now. */
  boolean mayFindMoreLater() {
    return mayFindMoreLater;
  }

  /**
   * The ways to whoever a document is about.
   *
   * @param path the DIDs whose endpoints have led here, the peer's first and this one last
   */
  private List<Route> routes(DidDocument document, List<Did> path) {
    List<ServiceEndpoint> endpoints = document.didCommEndpoints();
    if (endpoints.isEmpty()) {
      obstacles.add(who(path) + "has no service for DIDComm v2 messages");
    }
    List<Route> routes = new ArrayList<>();
    for (ServiceEndpoint endpoint : endpoints) {
      try {
        routes.addAll(routes(endpoint, path));
      } catch (NoWayException e) {
        obstacles.add(e.getMessage());
      } catch (DidResolutionException e) {
        mayFindMoreLater |= e.isTemporary();
        obstacles.add("a mediator of it cannot be used: " + e.getMessage());
      }
    }
    return routes;
  }

  private List<Route> routes(ServiceEndpoint endpoint, List<Did> path) {
    Optional<Did> mediator = Did.parse(endpoint.uri());
    if (mediator.isEmpty()) {
      return List.of(new Route(uri(endpoint, path), routingKeys(endpoint)));
    }
    Did did = mediator.get();
    List<Did> further = extended(path, did);
    DidDocument document = lookUp(did);
    // its keys, in front of those of the endpoint and behind those of its own endpoint
    RoutingKey itsKeys = RoutingKey.of(did.value(), document);
    List<RoutingKey> behind = routingKeys(endpoint);
    List<Route> routes = new ArrayList<>();
    for (Route way : routes(document, further)) {
      List<RoutingKey> all = new ArrayList<>(way.routingKeys());
      all.add(itsKeys);
      all.addAll(behind);
      if (all.size() > MOST_MEDIATORS) {
        obstacles.add(TOO_MANY_MEDIATORS);
      } else {
        routes.add(new Route(way.endpoint(), all));
      }
    }
    return routes;
  }

  private List<Did> extended(List<Did> path, Did mediator) {
    Did name = PeerDid.canonical(mediator);
    if (path.get(path.size() - 1).equals(name)) {
      throw new NoWayException(who(path) + "has itself for an endpoint");
    }
    if (path.contains(name)) {
      throw new NoWayException("its mediators lead in a circle");
    }
    int most = limits.of(Limit.ENDPOINT_DID_HOPS);
    if (path.size() > most) {
      throw new NoWayException("its endpoint leads through more DIDs than " + most);
    }
    return Stream.concat(path.stream(), Stream.of(name)).toList();
  }

  private URI uri(ServiceEndpoint endpoint, List<Did> path) {
    try {
      limits.check(Limit.ENDPOINT_CHARS, endpoint.uri().length());
      URI uri = new URI(endpoint.uri());
      String scheme = uri.getScheme();
      if (scheme != null && schemes.contains(scheme.toLowerCase(Locale.ROOT))) {
        return uri;
      }
    } catch (URISyntaxException | InvalidMessageException e) {
      // no better than a scheme that is not ours
    }
    throw new NoWayException(
        who(path) + "has no endpoint that can be reached by " + String.join(" or ", schemes));
  }

  private List<RoutingKey> routingKeys(ServiceEndpoint endpoint) {
    if (endpoint.routingKeys().size() > MOST_MEDIATORS) {
      throw new NoWayException(TOO_MANY_MEDIATORS);
    }
    return endpoint.routingKeys().stream().map(this::routingKey).toList();
  }

  private RoutingKey routingKey(String text) {
    Did did =
        RoutingKey.mediatorOf(text)
            .orElseThrow(() -> new NoWayException("a routing key of it is no DID and no key id"));
    return RoutingKey.of(text, lookUp(did));
  }

  // The user chose the peer, and the peer its mediators.
  private DidDocument lookUp(Did did) {
    DidDocument known = mediators.get(did);
    if (known != null) {
      return known;
    }
    if (++lookUps > MOST_LOOK_UPS) {
      throw new NoWayException("it names more mediators than " + MOST_LOOK_UPS);
    }
    if (ticker.nanos() - began > LONGEST_NANOS) {
      throw DidResolutionException.temporary(did, "looking up its mediators takes too long");
    }
    DidDocument document = resolvers.resolve(did);
    mediators.put(did, document);
    return document;
  }

  private static String who(List<Did> path) {
    return path.size() == 1 ? "it " : "its mediator ";
  }

  /** One endpoint leads nowhere; another may lead to the peer. */
  private static final class NoWayException extends EntenteException {
    private static final long serialVersionUID = 1L;

    NoWayException(String obstacle) {
      super(obstacle);
    }
  }
}
