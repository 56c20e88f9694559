package org.entente.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.entente.did.Curve;
import org.entente.envelope.Wrap.Part;
import org.entente.envelope.Wrap.Tampering;
import org.entente.json.JsonObject;

/**
 * A valid envelope of some form, and three others of the same form to take pieces from. Always the
 * same keys and bytes.
 */
final class Specimen {
  final String name;

  /** Innermost first. */
  final List<Wrap> layers;

  /** The one to change, then by number from one on those of {@link Mutation}. */
  final List<Exchange> exchanges;

  // of each exchange, for each layer: what is inside it, and its parts
  private final List<List<String>> insides = new ArrayList<>();
  private final List<List<Map<Part, String>>> documents = new ArrayList<>();

  /**
   * An envelope.
   *
   * @param parts of each layer, as they came out
   */
  record Made(String packed, List<Map<Part, String>> parts) {}

  private Specimen(String name, List<Exchange> exchanges, Wrap... layers) {
    this.name = name;
    this.exchanges = exchanges;
    this.layers = List.of(layers);
    for (Exchange exchange : exchanges) {
      List<String> inside = new ArrayList<>(List.of(""));
      List<Map<Part, String>> parts = new ArrayList<>();
      for (int layer = 0; layer < layers.length; layer++) {
        inside.add(make(layer, exchange, inside.get(layer), Tampering.NONE, parts));
      }
      insides.add(inside);
      documents.add(parts);
    }
  }

  /** Among parties with did:peers. */
  static Specimen peers(String name, Wrap... layers) {
    SecureRandom random = random(name);
    List<Correspondent> cast = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      cast.add(Correspondent.peer(random));
    }
    return new Specimen(name, exchanges(cast, random), layers);
  }

  /** Among parties with keys on these curves. */
  static Specimen on(Curve signature, List<Curve> agreement, String name, Wrap... layers) {
    SecureRandom random = random(name);
    List<Correspondent> cast = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String id = name.replaceAll("[^A-Za-z0-9]", "-") + i;
      cast.add(Correspondent.madeUp(id, random, signature, agreement));
    }
    cast.add(Correspondent.peer(random));
    return new Specimen(name, exchanges(cast, random), layers);
  }

  Exchange exchange() {
    return exchanges.get(0);
  }

  /** The valid envelope of an exchange. */
  byte[] valid(int exchange) {
    return insides.get(exchange).get(layers.size()).getBytes(UTF_8);
  }

  /** The parts of a layer, as they are in the valid envelope. */
  Map<Part, String> parts(int layer) {
    return documents.get(0).get(layer);
  }

  /** The same part in the three others. */
  List<JsonObject> strangers(int layer, Part part) {
    return documents.subList(1, documents.size()).stream()
        .map(parts -> Field.json(parts.get(layer).get(part)))
        .toList();
  }

  /** The envelope with one part of a layer changed by whoever made that layer. */
  Made with(int layer, Part changed, String document) {
    List<Map<Part, String>> parts = new ArrayList<>(documents.get(0).subList(0, layer));
    String packed = insides.get(0).get(layer);
    for (int i = layer; i < layers.size(); i++) {
      boolean isHere = i == layer;
      packed =
          make(
              i,
              exchange(),
              packed,
              (part, valid) -> isHere && part == changed ? document : valid,
              parts);
    }
    return new Made(packed, parts);
  }

  /** The algorithms of a layer and those around it, as far as the next forward. */
  List<String> algorithms(int layer) {
    List<String> algorithms = new ArrayList<>();
    for (int i = layer; i < layers.size() && (i == layer || i != forward()); i++) {
      String header = parts(i).get(Part.HEADER);
      if (header != null) {
        algorithms.addAll(layers.get(i).algorithms(Field.json(header)));
      }
    }
    return algorithms;
  }

  /** The number of the layer that is a forward; -1 if there is none. */
  int forward() {
    for (int i = 1; i < layers.size(); i++) {
      if (!parts(i).containsKey(Part.HEADER)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return name;
  }

  // one more layer, and notes what it is made of
  private String make(
      int layer,
      Exchange exchange,
      String inside,
      Tampering tampering,
      List<Map<Part, String>> parts) {
    Map<Part, String> ofLayer = new EnumMap<>(Part.class);
    parts.add(ofLayer);
    return layers
        .get(layer)
        .around(
            inside,
            exchange,
            (part, valid) -> {
              String document = tampering.at(part, valid);
              ofLayer.put(part, document);
              return document;
            });
  }

  private static List<Exchange> exchanges(List<Correspondent> cast, SecureRandom random) {
    Correspondent alice = cast.get(0);
    Correspondent bob = cast.get(1);
    Correspondent carol = cast.get(2);
    Correspondent mallory = cast.get(3);
    Correspondent prior = cast.get(4);
    return List.of(
        new Exchange("the-first", alice, prior, bob, random),
        new Exchange("a-second", alice, prior, bob, random),
        new Exchange("to-somebody-else", alice, prior, carol, random),
        new Exchange("by-another", mallory, prior, bob, random));
  }

  private static SecureRandom random(String name) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(name.getBytes(UTF_8));
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
