package org.entente.did;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What resolving a DID gives: keys and services. Immutable.
 *
 * <p>Specification: DID Core 1.0 §5. Read from JSON with {@link #parse}, or put together with
 * {@link #builder}.
 */
public final class DidDocument {
  private final Did id;
  private final List<Did> alsoKnownAs;
  private final List<VerificationMethod> verificationMethods;
  private final Map<VerificationRelationship, List<VerificationMethod>> byRelationship;
  private final List<DidService> services;
  private final @Nullable JsonObject json;

  private DidDocument(Builder builder, @Nullable JsonObject json) {
    this.id = builder.id;
    this.alsoKnownAs = List.copyOf(builder.alsoKnownAs);
    this.verificationMethods = List.copyOf(builder.verificationMethods);
    this.byRelationship = new EnumMap<>(VerificationRelationship.class);
    builder.byRelationship.forEach(
        (relationship, methods) -> byRelationship.put(relationship, List.copyOf(methods)));
    this.services = List.copyOf(builder.services);
    this.json = json;
  }

  /**
   * Reads a document, with ids that are relative or absolute, keys that are embedded or referred
   * to, and every form of key and endpoint that DIDComm agents write.
   *
   * <p>Keys of an unknown kind, and those on a curve that does not fit what they are listed for,
   * are kept without their material. Keys whose id belongs to another DID are passed over.
   *
   * @throws InvalidMessageException if it is broken, two things in it have one id, a JWK holds a
   *     private key, or it exceeds {@link org.entente.limits.Limit#DID_DOCUMENT_ENTRIES}
   */
  public static DidDocument parse(JsonObject json) {
    return DidDocumentReader.read(json);
  }

  /** Starts a document; everything comes in the order in which it is added. */
  public static Builder builder(Did id) {
    return new Builder(id);
  }

  /** Whose document it is. */
  public Did id() {
    return id;
  }

  /** What the document claims to be other names of the same party, as far as they are DIDs. */
  public List<Did> alsoKnownAs() {
    return alsoKnownAs;
  }

  /** All keys, whatever they are for. */
  public List<VerificationMethod> verificationMethods() {
    return verificationMethods;
  }

  /** The keys that are listed for a use; without material where they do not fit it. */
  public List<VerificationMethod> verificationMethods(VerificationRelationship relationship) {
    return byRelationship.getOrDefault(relationship, List.of());
  }

  /** Keys to encrypt to and to authenticate senders with. */
  public List<VerificationMethod> keyAgreement() {
    return verificationMethods(VerificationRelationship.KEY_AGREEMENT);
  }

  /** Keys that may sign. */
  public List<VerificationMethod> authentication() {
    return verificationMethods(VerificationRelationship.AUTHENTICATION);
  }

  /** In the document's order. */
  public List<DidService> services() {
    return services;
  }

  /** The key agreement key that goes by this fragment, under any of its names. */
  public Optional<VerificationMethod> findKeyAgreement(String fragment) {
    return find(keyAgreement(), fragment);
  }

  /** The authentication key that goes by this fragment, under any of its names. */
  public Optional<VerificationMethod> findAuthentication(String fragment) {
    return find(authentication(), fragment);
  }

  /** The first key agreement key on this curve. */
  public Optional<VerificationMethod> firstKeyAgreement(Curve curve) {
    return keyAgreement().stream()
        .filter(method -> method.key().filter(key -> key.curve() == curve).isPresent())
        .findFirst();
  }

  /** All endpoints to which DIDComm v2 messages may be sent, best first. */
  public List<ServiceEndpoint> didCommEndpoints() {
    return services.stream()
        .flatMap(service -> service.endpoints().stream())
        .filter(ServiceEndpoint::acceptsDidCommV2)
        .toList();
  }

  /**
   * The document in JSON: what was read, with all its members; otherwise as the specification of
   * did:peer writes it, with keys as {@code Multikey}.
   */
  public JsonObject toJson() {
    return json != null ? json : DidDocumentWriter.write(this);
  }

  private static Optional<VerificationMethod> find(
      List<VerificationMethod> methods, String fragment) {
    return methods.stream().filter(method -> method.fragments().contains(fragment)).findFirst();
  }

  @Override
  public String toString() {
    return "DidDocument(" + id.abbreviated() + ")";
  }

  /** Builds a {@link DidDocument}. Not thread-safe. */
  public static final class Builder {
    private final Did id;
    private final List<Did> alsoKnownAs = new ArrayList<>();
    private final List<VerificationMethod> verificationMethods = new ArrayList<>();
    private final Map<VerificationRelationship, List<VerificationMethod>> byRelationship =
        new EnumMap<>(VerificationRelationship.class);
    private final List<DidService> services = new ArrayList<>();

    private Builder(Did id) {
      this.id = id;
    }

    /** Adds another name of the same party. */
    public Builder alsoKnownAs(Did other) {
      alsoKnownAs.add(other);
      return this;
    }

    /**
     * Adds a key.
     *
     * @throws IllegalArgumentException if its curve does not fit what it is listed for
     */
    public Builder verificationMethod(
        VerificationMethod method, VerificationRelationship... relationships) {
      verificationMethods.add(method);
      for (VerificationRelationship relationship : relationships) {
        if (method.key().filter(key -> !relationship.fits(key)).isPresent()) {
          throw new IllegalArgumentException(
              "a key for " + relationship.jsonName() + " must be on a curve for that");
        }
        list(method, relationship);
      }
      return this;
    }

    /**
     * Adds keys to encrypt to and to authenticate us with.
     *
     * @throws IllegalArgumentException if one is on a curve for signatures
     */
    public Builder keyAgreement(VerificationMethod... methods) {
      Arrays.stream(methods)
          .forEach(method -> verificationMethod(method, VerificationRelationship.KEY_AGREEMENT));
      return this;
    }

    /**
     * Adds keys that may sign.
     *
     * @throws IllegalArgumentException if one is on a curve for key agreement alone
     */
    public Builder authentication(VerificationMethod... methods) {
      Arrays.stream(methods)
          .forEach(method -> verificationMethod(method, VerificationRelationship.AUTHENTICATION));
      return this;
    }

    /** Adds a service. */
    public Builder service(DidService service) {
      services.add(service);
      return this;
    }

    /** Lists a key for a use; that it fits has been seen to. */
    void list(VerificationMethod method, VerificationRelationship relationship) {
      byRelationship.computeIfAbsent(relationship, r -> new ArrayList<>()).add(method);
    }

    /** The document. */
    public DidDocument build() {
      return new DidDocument(this, null);
    }

    /** The document as it was read. */
    DidDocument build(JsonObject json) {
      return new DidDocument(this, json);
    }
  }
}
