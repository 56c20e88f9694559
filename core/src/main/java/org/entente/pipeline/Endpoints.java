package org.entente.pipeline;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolvers;
import org.entente.limits.Limits;

/** Where a peer can be reached by our transport, directly or through mediators. Thread-safe. */
public final class Endpoints {
  private final Set<String> schemes;
  private final DidResolvers resolvers;
  private final Limits limits;
  private final Ticker ticker;

  /**
   * For a transport with these schemes.
   *
   * @param resolvers find the keys of mediators
   * @param ticker for how long they may be looked for
   */
  public Endpoints(Set<String> schemes, DidResolvers resolvers, Limits limits, Ticker ticker) {
    this.schemes = Set.copyOf(schemes);
    this.resolvers = resolvers;
    this.limits = limits;
    this.ticker = ticker;
  }

  /**
   * The ways to a peer that the user chose, best first. Its mediators are looked up; nothing is
   * sent.
   *
   * @return at least one
   * @throws DidResolutionException if there is none; the message says why. It is temporary if a
   *     mediator cannot be looked up now
   */
  public List<Route> of(DidDocument peer) {
    RouteSearch search = new RouteSearch(schemes, resolvers, limits, ticker);
    List<Route> routes = search.routes(peer);
    if (routes.isEmpty()) {
      String reason = String.join("; ", search.obstacles());
      throw search.mayFindMoreLater()
          ? DidResolutionException.temporary(peer.id(), reason)
          : new DidResolutionException(peer.id(), reason);
    }
    return routes;
  }

  /** The host behind an endpoint: one, however its name is spelt. */
  static String hostOf(URI endpoint) {
    String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
    String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
    int byDefault = scheme.equals("https") ? 443 : 80;
    return host + ':' + (endpoint.getPort() < 0 ? byDefault : endpoint.getPort());
  }
}
