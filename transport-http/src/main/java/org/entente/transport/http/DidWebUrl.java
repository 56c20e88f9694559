package org.entente.transport.http;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entente.did.Did;
import org.entente.did.DidResolutionException;

/**
 * Where the document of a did:web is.
 *
 * <p>Specification: did:web §Read (Resolve). What is no host is left to {@link Target} to refuse.
 */
final class DidWebUrl {
  private static final Pattern HOST =
      Pattern.compile("(?<name>[A-Za-z0-9.-]+)(%3[Aa](?<port>[0-9]{1,5}))?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

  /** What ends a path, splits it, or is read once more by some servers. */
  private static final String DELIMITERS = "/\\?#@%";

  private DidWebUrl() {}

  /**
   * The URL.
   *
   * @throws DidResolutionException if the DID is of another method, or says no URL that is safe to
   *     fetch
   */
  static URI of(Did did) {
    if (!did.method().equals("web")) {
      throw new DidResolutionException(did, "it is not of the method web");
    }
    String[] parts = did.methodSpecificId().split(":", -1);
    Matcher host = HOST.matcher(parts[0]);
    if (!host.matches()) {
      throw new DidResolutionException(did, "broken: it does not begin with a host name");
    }
    // did:web §Method-specific identifier
    if (ADDRESS.matcher(host.group("name")).matches()) {
      throw new DidResolutionException(did, "broken: a host must have a name, not an address");
    }
    StringBuilder url = new StringBuilder("https://").append(host.group("name"));
    if (host.group("port") != null) {
      url.append(':').append(host.group("port"));
    }
    for (int i = 1; i < parts.length; i++) {
      if (!isPathPart(parts[i])) {
        throw new DidResolutionException(did, "broken: its path is not one of plain names");
      }
      url.append('/').append(parts[i]);
    }
    return URI.create(
        url.append(parts.length == 1 ? "/.well-known" : "").append("/did.json").toString());
  }

  // not by a pattern: the stack that one takes grows with the text
  private static boolean isPathPart(String part) {
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%') {
        int escaped = escaped(part, i);
        if (escaped < ' ' || escaped == 0x7f || DELIMITERS.indexOf(escaped) >= 0) {
          return false;
        }
        decoded.append((char) escaped);
        i += 2;
      } else {
        decoded.append(c);
      }
    }
    String name = decoded.toString();
    return !name.isEmpty() && !name.equals(".") && !name.equals("..");
  }

  /** The byte behind a percent sign; -1 if there is none. */
  private static int escaped(String part, int at) {
    if (at + 2 >= part.length()) {
      return -1;
    }
    int high = Character.digit(part.charAt(at + 1), 16);
    int low = Character.digit(part.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
