package org.entente.did;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key in a DID document, under all the names that peers give it. Immutable.
 *
 * <p>A key of a kind that we do not know is kept, without its material.
 */
public final class VerificationMethod {
  private final List<String> fragments;
  private final @Nullable PublicJwk key;

  /**
   * A key and its names.
   *
   * @param fragments without {@code #}, the document's own first
   * @param key null if it is of an unknown kind
   */
  public VerificationMethod(List<String> fragments, @Nullable PublicJwk key) {
    if (fragments.isEmpty()) {
      throw new IllegalArgumentException("a verification method needs an id");
    }
    this.fragments = List.copyOf(fragments);
    this.key = key;
  }

  /** The names of the key without {@code #}: that in the document first, aliases behind it. */
  public List<String> fragments() {
    return fragments;
  }

  /** The key, unless it is of an unknown kind. */
  public Optional<PublicJwk> key() {
    return Optional.ofNullable(key);
  }

  /**
   * The name of the key that an agent of this profile knows it by: the multibase key without its
   * {@code z} for {@code PRISM_2023}, the document's own name for {@code CURRENT}.
   */
  public String fragment(Profile profile) {
    return profile == Profile.PRISM_2023 && key != null
        ? key.multibase().substring(1)
        : fragments.get(0);
  }
}
