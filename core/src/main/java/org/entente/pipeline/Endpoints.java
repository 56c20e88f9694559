package org.entente.pipeline;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.ServiceEndpoint;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/** Where a peer can be reached by our transport. Immutable. */
public final class Endpoints {
  private final Set<String> schemes;
  private final Limits limits;

  /** For a transport with these schemes. */
  public Endpoints(Set<String> schemes, Limits limits) {
    this.schemes = Set.copyOf(schemes);
    this.limits = limits;
  }

  /**
   * The peer's endpoints that we can send to, best first.
   *
   * @return at least one
   * @throws DidResolutionException if there is none; the message says why
   */
  public List<URI> of(Did did, DidDocument document) {
    List<ServiceEndpoint> endpoints = document.didCommEndpoints();
    if (endpoints.isEmpty()) {
      throw new DidResolutionException(did, "it has no service for DIDComm v2 messages");
    }
    List<URI> reachable = endpoints.stream().map(this::uri).flatMap(Optional::stream).toList();
    if (reachable.isEmpty()) {
      throw new DidResolutionException(
          did, "none of its endpoints can be reached directly by " + String.join(" or ", schemes));
    }
    return reachable;
  }

  /** The host behind an endpoint: one, however its name is spelt. */
  static String hostOf(URI endpoint) {
    String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
    String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
    int byDefault = scheme.equals("https") ? 443 : 80;
    return host + ':' + (endpoint.getPort() < 0 ? byDefault : endpoint.getPort());
  }

  private Optional<URI> uri(ServiceEndpoint endpoint) {
    if (!endpoint.routingKeys().isEmpty()) {
      return Optional.empty();
    }
    try {
      limits.check(Limit.ENDPOINT_CHARS, endpoint.uri().length());
      URI uri = new URI(endpoint.uri());
      String scheme = uri.getScheme();
      return scheme != null && schemes.contains(scheme.toLowerCase(Locale.ROOT))
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException | InvalidMessageException e) {
      return Optional.empty();
    }
  }
}
