package org.entente.did;

import java.util.Optional;

/**
 * The URL of a key: a DID and a fragment.
 *
 * @param did whose key it is
 * @param fragment which one, without {@code #}
 */
public record DidUrl(Did did, String fragment) {
  private static final int MAX_FRAGMENT_CHARS = 256;

  /**
   * A key's URL.
   *
   * @throws IllegalArgumentException if the fragment is empty, too long, or none as RFC 3986 §3.5
   *     has it
   */
  public DidUrl {
    if (!isFragment(fragment)) {
      throw new IllegalArgumentException("not the fragment of a key id");
    }
  }

  /** The URL that the text is, if it is one with a fragment and without path or query. */
  public static Optional<DidUrl> parse(String text) {
    int hash = text.indexOf('#');
    String fragment = text.substring(hash + 1);
    if (hash < 0 || !isFragment(fragment)) {
      return Optional.empty();
    }
    return Did.parse(text.substring(0, hash)).map(did -> new DidUrl(did, fragment));
  }

  @Override
  public String toString() {
    return did.value() + '#' + fragment;
  }

  private static boolean isFragment(String text) {
    if (text.isEmpty() || text.length() > MAX_FRAGMENT_CHARS) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' ? !isHex(text, i + 1) || !isHex(text, i + 2) : !isFragmentChar(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFragmentChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || "-._~!$&'()*+,;=:@/?".indexOf(c) >= 0;
  }

  private static boolean isHex(String text, int index) {
    return index < text.length() && "0123456789abcdefABCDEF".indexOf(text.charAt(index)) >= 0;
  }
}
