package org.entente.did;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The service element of a did:peer numalgo 2: abbreviated JSON in base64url.
 *
 * <p>Written so that every known agent reads it; read in every form that one of them writes.
 */
final class PeerDidService {
  private static final List<String> ACCEPT = List.of("didcomm/v2");
  private static final Map<String, String> ENDPOINT_NAMES =
      Map.of("r", "routingKeys", "a", "accept");
  private static final Map<String, String> SERVICE_NAMES =
      Map.of("t", "type", "s", "serviceEndpoint", "r", "routingKeys", "a", "accept");
  private static final JsonReader READER = new JsonReader(Limits.defaults());

  // Each order moves the URI to another alignment of the 3-byte groups.
  private static final List<List<String>> ORDERS =
      List.of(List.of("uri", "r", "a"), List.of("r", "uri", "a"), List.of("r", "a", "uri"));

  private PeerDidService() {}

  /**
   * The value of a service element.
   *
   * @throws IllegalArgumentException if no form of the endpoint is readable by every agent
   */
  static String encode(URI endpoint, Profile profile) {
    check(endpoint);
    for (List<String> order : ORDERS) {
      String value = Base64Url.encode(json(endpoint.toString(), profile, order).toBytes());
      // the pattern by which PRISM and the SDKs recognise a did:peer:2 knows neither
      if (value.indexOf('-') < 0 && value.indexOf('_') < 0) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "several ? or ~ make the endpoint unreadable for other agents; leave them out");
  }

  /**
   * The services in a service element: one, or any number in an array.
   *
   * @throws InvalidMessageException if it is broken
   */
  static List<JsonObject> decode(String value) {
    JsonObject wrapped = wrapped(value);
    return wrapped.value("s") instanceof JsonObject service
        ? List.of(service)
        : wrapped.objects("s");
  }

  /** Which generation of agents writes a service element like this one. */
  static Profile profileOf(String value) {
    try {
      JsonObject service = inFull(wrapped(value).getObject("s"), SERVICE_NAMES);
      return service.value("serviceEndpoint") instanceof String
          ? Profile.PRISM_2023
          : Profile.CURRENT;
    } catch (InvalidMessageException e) {
      return Profile.CURRENT;
    }
  }

  /**
   * Reads one service.
   *
   * @param defaultId taken if it has none
   * @throws InvalidMessageException if it is broken
   */
  static DidService read(JsonObject abbreviated, String defaultId) {
    JsonObject service = inFull(abbreviated, SERVICE_NAMES);
    if (service.getString("type").equals("dm")) {
      service = with(service, "type", DidService.DIDCOMM_MESSAGING);
    }
    if (service.has("serviceEndpoint") && isDidComm(service)) {
      service = withEndpointInFull(service);
    }
    return DidServiceReader.read(service, service.string("id").orElse(defaultId));
  }

  /**
   * Checks an endpoint of ours.
   *
   * @throws IllegalArgumentException if peers could not read it; the message says what to change
   */
  static void check(URI endpoint) {
    if (!endpoint.isAbsolute()) {
      throw new IllegalArgumentException("an endpoint must be an absolute URI");
    }
    String text = endpoint.toString();
    if (text.length() > Limit.ENDPOINT_CHARS.defaultValue()) {
      throw new IllegalArgumentException(
          "an endpoint must not be longer than " + Limit.ENDPOINT_CHARS.defaultValue());
    }
    String authority = endpoint.getRawAuthority();
    if (endpoint.getRawFragment() != null || (authority != null && authority.contains("@"))) {
      throw new IllegalArgumentException("an endpoint must have no fragment and no user info");
    }
    if (text.chars().anyMatch(c -> c > 127)) {
      throw new IllegalArgumentException(
          "an endpoint must be ASCII: write its host in Punycode and escape the rest");
    }
  }

  private static JsonObject json(String uri, Profile profile, List<String> order) {
    JsonObject.Builder service = JsonObject.builder().put("t", "dm");
    JsonObject.Builder endpoint = profile == Profile.PRISM_2023 ? service : JsonObject.builder();
    for (String member : order) {
      switch (member) {
        case "uri" -> endpoint.put(profile == Profile.PRISM_2023 ? "s" : "uri", uri);
        case "r" -> endpoint.put("r", List.of());
        default -> endpoint.put("a", ACCEPT);
      }
    }
    return profile == Profile.PRISM_2023
        ? service.build()
        : service.put("s", endpoint.build()).build();
  }

  // Wrapped, as the reader takes objects only, and the element may be an array.
  private static JsonObject wrapped(String value) {
    byte[] json;
    try {
      json = Base64.getUrlDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw InvalidMessageException.malformed("it has a service that is not base64url");
    }
    byte[] wrapped = new byte[json.length + 6];
    System.arraycopy("{\"s\":".getBytes(StandardCharsets.US_ASCII), 0, wrapped, 0, 5);
    System.arraycopy(json, 0, wrapped, 5, json.length);
    wrapped[wrapped.length - 1] = '}';
    JsonObject object = READER.read(wrapped);
    // a text such as [],"x":[] would add members to the wrapping
    if (!object.names().equals(Set.of("s")) || !object.has("s")) {
      throw InvalidMessageException.malformed("it has a service that is not JSON");
    }
    return object;
  }

  /** With the members' full names; both spellings at once would be two answers to one question. */
  private static JsonObject inFull(JsonObject object, Map<String, String> names) {
    JsonObject.Builder full = JsonObject.builder().putAll(object.without(names.keySet()));
    names.forEach(
        (brief, name) -> {
          if (object.has(brief) && object.has(name)) {
            throw InvalidMessageException.malformed("it has a member in both spellings");
          }
          put(full, name, object.value(brief));
        });
    return full.build();
  }

  private static JsonObject withEndpointInFull(JsonObject service) {
    Object endpoint = service.value("serviceEndpoint");
    if (endpoint instanceof String uri) {
      // the form of before 2024, whose other members stand beside it
      JsonObject.Builder lifted = JsonObject.builder().put("uri", uri);
      ENDPOINT_NAMES.values().forEach(name -> put(lifted, name, service.value(name)));
      return with(
          service.without(Set.copyOf(ENDPOINT_NAMES.values())), "serviceEndpoint", lifted.build());
    }
    if (endpoint instanceof JsonObject object) {
      return with(service, "serviceEndpoint", inFull(object, ENDPOINT_NAMES));
    }
    if (endpoint instanceof List<?> list) {
      List<Object> all = new ArrayList<>(list.size());
      for (Object each : list) {
        all.add(each instanceof JsonObject object ? inFull(object, ENDPOINT_NAMES) : each);
      }
      return with(service, "serviceEndpoint", all);
    }
    return service;
  }

  private static boolean isDidComm(JsonObject service) {
    return DidService.DIDCOMM_MESSAGING.equals(service.value("type"));
  }

  private static JsonObject with(JsonObject object, String name, Object value) {
    return JsonObject.builder().putAll(object).put(name, value).build();
  }

  private static void put(JsonObject.Builder object, String name, @Nullable Object value) {
    if (value != null) {
      object.put(name, value);
    }
  }
}
