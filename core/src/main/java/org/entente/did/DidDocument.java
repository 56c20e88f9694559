package org.entente.did;

import java.util.List;
import java.util.Optional;

/**
 * What resolving a DID gives: keys and services. Immutable.
 *
 * @param id whose document it is
 * @param alsoKnownAs other names of the same party
 * @param keyAgreement keys to encrypt to and to authenticate senders with
 * @param authentication keys that may sign
 * @param services in the document's order
 */
public record DidDocument(
    Did id,
    List<Did> alsoKnownAs,
    List<VerificationMethod> keyAgreement,
    List<VerificationMethod> authentication,
    List<DidService> services) {

  /** Copies the lists. */
  public DidDocument {
    alsoKnownAs = List.copyOf(alsoKnownAs);
    keyAgreement = List.copyOf(keyAgreement);
    authentication = List.copyOf(authentication);
    services = List.copyOf(services);
  }

  /** The key agreement key that goes by this fragment, under any of its names. */
  public Optional<VerificationMethod> findKeyAgreement(String fragment) {
    return find(keyAgreement, fragment);
  }

  /** The authentication key that goes by this fragment, under any of its names. */
  public Optional<VerificationMethod> findAuthentication(String fragment) {
    return find(authentication, fragment);
  }

  /** The first key agreement key on this curve. */
  public Optional<VerificationMethod> firstKeyAgreement(Curve curve) {
    return keyAgreement.stream()
        .filter(method -> method.key().filter(key -> key.curve() == curve).isPresent())
        .findFirst();
  }

  /** All endpoints to which DIDComm v2 messages may be sent, best first. */
  public List<ServiceEndpoint> didCommEndpoints() {
    return services.stream()
        .filter(DidService::isDidComm)
        .flatMap(service -> service.endpoints().stream())
        .filter(ServiceEndpoint::acceptsDidCommV2)
        .toList();
  }

  private static Optional<VerificationMethod> find(
      List<VerificationMethod> methods, String fragment) {
    return methods.stream().filter(method -> method.fragments().contains(fragment)).findFirst();
  }
}
