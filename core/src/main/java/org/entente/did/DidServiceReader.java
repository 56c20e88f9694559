package org.entente.did;

import java.util.ArrayList;
import java.util.List;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;

/** Reads a service of a DID document in every form that its endpoint may have. */
final class DidServiceReader {
  private DidServiceReader() {}

  /**
   * Reads one.
   *
   * @param service with the members' full names
   * @throws InvalidMessageException if it is broken
   */
  static DidService read(JsonObject service, String id) {
    List<String> types = strings(service, "type");
    if (types.isEmpty()) {
      throw InvalidMessageException.malformed("it has a service without a type");
    }
    return types.contains(DidService.DIDCOMM_MESSAGING)
        ? DidService.of(id, types, endpoints(service), service)
        // what the endpoint of another type looks like is not for us to judge
        : DidService.of(id, types, List.of(), service);
  }

  /** An array of strings, or the one string that may stand for it. */
  private static List<String> strings(JsonObject object, String name) {
    return object.value(name) instanceof String one ? List.of(one) : object.strings(name);
  }

  private static List<ServiceEndpoint> endpoints(JsonObject service) {
    Object endpoint = service.value("serviceEndpoint");
    List<?> all =
        endpoint instanceof List<?> list ? list : endpoint == null ? List.of() : List.of(endpoint);
    if (all.size() > Limit.DID_SERVICES.defaultValue()) {
      throw InvalidMessageException.malformed("it has a service with too many endpoints");
    }
    List<ServiceEndpoint> endpoints = new ArrayList<>(all.size());
    for (Object each : all) {
      if (each instanceof String uri) {
        endpoints.add(endpoint(uri, service));
      } else if (each instanceof JsonObject object) {
        endpoints.add(endpoint(object.getString("uri"), object));
      } else {
        throw InvalidMessageException.malformed("it has a service with a malformed endpoint");
      }
    }
    return endpoints;
  }

  private static ServiceEndpoint endpoint(String uri, JsonObject members) {
    List<String> routingKeys = members.strings("routingKeys");
    if (uri.length() > Limit.ENDPOINT_CHARS.defaultValue()
        || routingKeys.size() > Limit.ROUTING_KEYS.defaultValue()) {
      throw InvalidMessageException.malformed("it has an endpoint beyond the limits");
    }
    return new ServiceEndpoint(uri, routingKeys, members.strings("accept"));
  }
}
