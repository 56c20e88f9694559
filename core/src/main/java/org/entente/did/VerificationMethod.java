package org.entente.did;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key in a DID document, under all the names that peers give it. Immutable.
 *
 * <p>A key of a kind that we do not know, or that does not fit what it is listed for, is kept
 * without its material.
 */
public final class VerificationMethod {
  static final String MULTIKEY = "Multikey";

  private final String id;
  private final String type;
  private final @Nullable Did controller;
  private final List<String> fragments;
  private final @Nullable PublicJwk key;
  private final @Nullable String multibase;

  private VerificationMethod(
      String id,
      String type,
      @Nullable Did controller,
      List<String> fragments,
      @Nullable PublicJwk key,
      @Nullable String multibase) {
    this.id = id;
    this.type = type;
    this.controller = controller;
    this.fragments = List.copyOf(fragments);
    this.key = key;
    this.multibase = multibase;
  }

  /**
   * A key and its names.
   *
   * @param fragments without {@code #}, the document's own first
   * @param key null if it is of an unknown kind
   * @throws IllegalArgumentException if there is no name
   */
  public VerificationMethod(List<String> fragments, @Nullable PublicJwk key) {
    this(id(fragments), MULTIKEY, null, fragments, key, null);
  }

  /**
   * A key whose multibase text is known.
   *
   * @param id as the document has it
   * @param key null if it is of an unknown kind
   */
  static VerificationMethod multikey(
      String id, List<String> fragments, String multibase, @Nullable PublicJwk key) {
    return new VerificationMethod(id, MULTIKEY, null, fragments, key, multibase);
  }

  /** A key as a document in JSON has it. */
  static VerificationMethod of(
      String id, String type, @Nullable Did controller, String fragment, @Nullable PublicJwk key) {
    return new VerificationMethod(id, type, controller, List.of(fragment), key, null);
  }

  private static String id(List<String> fragments) {
    if (fragments.isEmpty()) {
      throw new IllegalArgumentException("a verification method needs an id");
    }
    return '#' + fragments.get(0);
  }

  /** As the document has it: {@code #key-1}, or with the DID in front. */
  public String id() {
    return id;
  }

  /** How the document writes the key, such as {@code Multikey}. */
  public String type() {
    return type;
  }

  /** Who controls the key, if the document says so; otherwise whose document it is. */
  public Optional<Did> controller() {
    return Optional.ofNullable(controller);
  }

  /** The names of the key without {@code #}: that in the document first, aliases behind it. */
  public List<String> fragments() {
    return fragments;
  }

  /** The key, unless it is of an unknown kind or does not fit what it is listed for. */
  public Optional<PublicJwk> key() {
    return Optional.ofNullable(key);
  }

  /**
   * The name of the key that an agent of this profile knows it by: for {@code PRISM_2023} the
   * multibase key without its {@code z} if that is one of the names, else the document's own name.
   */
  public String fragment(Profile profile) {
    if (profile == Profile.PRISM_2023 && key != null) {
      String alias = key.multibase().substring(1);
      if (fragments.contains(alias)) {
        return alias;
      }
    }
    return fragments.get(0);
  }

  /** The multibase text, also of a key of unknown kind if it is known. */
  Optional<String> multibase() {
    return multibase != null ? Optional.of(multibase) : key().map(PublicJwk::multibase);
  }

  /** The same, but for nothing to be done with it. */
  VerificationMethod withoutKey() {
    return new VerificationMethod(id, type, controller, fragments, null, multibase);
  }

  @Override
  public String toString() {
    return "VerificationMethod(" + fragments.get(0) + ", " + type + ")";
  }
}
