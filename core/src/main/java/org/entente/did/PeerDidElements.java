package org.entente.did;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;
import org.jspecify.annotations.Nullable;

/** The elements of a did:peer numalgo 2, on their way to a document. Not thread-safe. */
final class PeerDidElements {
  /**
   * A key element.
   *
   * @param elementNumber its place among all elements, from 1
   * @param key null if it is of an unknown kind
   */
  private record Key(char purpose, String multibase, int elementNumber, @Nullable PublicJwk key) {}

  private final List<Key> keys = new ArrayList<>();
  private final Set<String> distinctKeys = new HashSet<>();
  private final List<DidService> services = new ArrayList<>();
  private final Set<String> serviceFragments = new HashSet<>();
  private int elements;

  /**
   * Reads the next element.
   *
   * @param element its purpose, a letter, and its value
   * @throws InvalidMessageException if it is broken
   */
  void add(String element) {
    elements++;
    if (element.length() < 2) {
      throw InvalidMessageException.malformed("it has an empty element");
    }
    char purpose = element.charAt(0);
    String value = element.substring(1);
    switch (purpose) {
      case 'E', 'V', 'A', 'I', 'D' -> addKey(purpose, value);
      case 'S' -> PeerDidService.decode(value).forEach(this::addService);
      default -> throw InvalidMessageException.malformed("it has an element of unknown purpose");
    }
  }

  DidDocument toDocument(Did did, Did alias) {
    DidDocument.Builder document = DidDocument.builder(did).alsoKnownAs(alias);
    boolean usable = false;
    for (int i = 0; i < keys.size(); i++) {
      VerificationMethod method = method(i);
      usable |= method.key().isPresent();
      document.verificationMethod(method, relationship(keys.get(i).purpose()));
    }
    if (!usable) {
      throw InvalidMessageException.malformed("it has no key of a known kind");
    }
    for (int number = 1; number <= keys.size(); number++) {
      if (serviceFragments.contains("key-" + number)) {
        throw InvalidMessageException.malformed("a service has the id of a key");
      }
    }
    services.forEach(document::service);
    return document.build();
  }

  private static VerificationRelationship relationship(char purpose) {
    return switch (purpose) {
      case 'E' -> VerificationRelationship.KEY_AGREEMENT;
      case 'V' -> VerificationRelationship.AUTHENTICATION;
      case 'A' -> VerificationRelationship.ASSERTION_METHOD;
      case 'I' -> VerificationRelationship.CAPABILITY_INVOCATION;
      default -> VerificationRelationship.CAPABILITY_DELEGATION;
    };
  }

  private void addKey(char purpose, String multibase) {
    if (multibase.length() > Limit.DID_KEY_CHARS.defaultValue()) {
      throw InvalidMessageException.malformed("it has too long a key");
    }
    PublicJwk key = PublicJwk.parseMultibase(multibase).orElse(null);
    if (key == null && !Multikey.isOfUnknownKind(multibase)) {
      throw InvalidMessageException.malformed("it has a malformed key");
    }
    if (key != null && !(purpose == 'E' ? DidKey.canAgree(key) : DidKey.canSign(key))) {
      throw InvalidMessageException.malformed("it has a key that does not fit its purpose");
    }
    // the key is also its id
    if (!distinctKeys.add(purpose + multibase)) {
      throw InvalidMessageException.malformed("it has one key twice for one purpose");
    }
    keys.add(new Key(purpose, multibase, elements, key));
  }

  private void addService(JsonObject json) {
    if (services.size() == Limit.DID_SERVICES.defaultValue()) {
      throw InvalidMessageException.malformed("it has too many services");
    }
    String id = services.isEmpty() ? "#service" : "#service-" + services.size();
    DidService service = PeerDidService.read(json, id);
    String fragment = service.id().substring(service.id().indexOf('#') + 1);
    if (!serviceFragments.add(fragment)) {
      throw InvalidMessageException.malformed("it has two services of one id");
    }
    services.add(service);
  }

  // The specification counts keys, peer-did-jvm 0.5 and the TypeScript SDK count all elements.
  // Where the two collide, the specification's name wins.
  private VerificationMethod method(int index) {
    Key key = keys.get(index);
    List<String> fragments = new ArrayList<>(4);
    String name = "key-" + (index + 1);
    fragments.add(name);
    if (key.elementNumber() > keys.size()) {
      fragments.add("key-" + key.elementNumber());
    }
    fragments.add(key.multibase().substring(1));
    fragments.add(key.multibase());
    return VerificationMethod.multikey('#' + name, fragments, key.multibase(), key.key());
  }
}
