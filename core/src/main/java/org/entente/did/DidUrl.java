package org.entente.did;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The URL of a key: a DID and a fragment.
 *
 * @param did whose key it is
 * @param fragment which one, without {@code #}
 */
public record DidUrl(Did did, String fragment) {
  private static final Pattern FRAGMENT = Pattern.compile("[A-Za-z0-9._~=:-]{1,256}");

  /**
   * A key's URL.
   *
   * @throws IllegalArgumentException if the fragment is empty or holds anything but letters, digits
   *     and {@code - . _ ~ = :}
   */
  public DidUrl {
    if (!isFragment(fragment)) {
      throw new IllegalArgumentException("not the fragment of a key id");
    }
  }

  /** The URL that the text is, if it is one with a fragment and without path or query. */
  public static Optional<DidUrl> parse(String text) {
    int hash = text.indexOf('#');
    if (hash < 0 || !isFragment(text.substring(hash + 1))) {
      return Optional.empty();
    }
    return Did.parse(text.substring(0, hash)).map(did -> new DidUrl(did, text.substring(hash + 1)));
  }

  @Override
  public String toString() {
    return did.value() + '#' + fragment;
  }

  private static boolean isFragment(String text) {
    return FRAGMENT.matcher(text).matches();
  }
}
