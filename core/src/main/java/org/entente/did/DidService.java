package org.entente.did;

import java.util.List;
import java.util.Objects;
import org.entente.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A service in a DID document. Immutable. */
public final class DidService {
  /** The type that DIDComm v2 uses. */
  public static final String DIDCOMM_MESSAGING = "DIDCommMessaging";

  private final String id;
  private final List<String> types;
  private final List<ServiceEndpoint> endpoints;
  private final @Nullable JsonObject json;

  /**
   * A service.
   *
   * @param id its fragment or URL, as the document has it
   * @param type such as {@code DIDCommMessaging}
   * @param endpoints in the document's order
   */
  public DidService(String id, String type, List<ServiceEndpoint> endpoints) {
    this(id, List.of(type), endpoints, null);
  }

  private DidService(
      String id, List<String> types, List<ServiceEndpoint> endpoints, @Nullable JsonObject json) {
    this.id = id;
    this.types = List.copyOf(types);
    this.endpoints = List.copyOf(endpoints);
    this.json = json;
  }

  /**
   * A service as JSON has it.
   *
   * @param types at least one
   */
  static DidService of(
      String id, List<String> types, List<ServiceEndpoint> endpoints, JsonObject json) {
    return new DidService(id, types, endpoints, json);
  }

  /** Its fragment or URL, as the document has it. */
  public String id() {
    return id;
  }

  /** Its type: {@code DIDCommMessaging} if that is one of several, else the first. */
  public String type() {
    return isDidComm() ? DIDCOMM_MESSAGING : types.get(0);
  }

  /** All its types, in the document's order. */
  public List<String> types() {
    return types;
  }

  /** In the document's order; empty if it is not one for DIDComm v2. */
  public List<ServiceEndpoint> endpoints() {
    return endpoints;
  }

  /** Whether it is one for DIDComm v2. */
  public boolean isDidComm() {
    return types.contains(DIDCOMM_MESSAGING);
  }

  /** As DID documents write it; what was read is given back with all its members. */
  public JsonObject toJson() {
    if (json != null) {
      return JsonObject.builder().putAll(json).put("id", id).build();
    }
    List<JsonObject> all = endpoints.stream().map(DidService::toJson).toList();
    return JsonObject.builder()
        .put("type", types.get(0))
        .put("serviceEndpoint", all.size() == 1 ? all.get(0) : all)
        .put("id", id)
        .build();
  }

  private static JsonObject toJson(ServiceEndpoint endpoint) {
    return JsonObject.builder()
        .put("uri", endpoint.uri())
        .put("routingKeys", endpoint.routingKeys())
        .put("accept", endpoint.accept())
        .build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DidService service
        && id.equals(service.id)
        && types.equals(service.types)
        && endpoints.equals(service.endpoints);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, types, endpoints);
  }

  @Override
  public String toString() {
    return "DidService(" + types + ", " + endpoints.size() + " endpoints)";
  }
}
