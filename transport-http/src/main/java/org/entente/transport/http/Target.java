package org.entente.transport.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Answer;

/**
 * An endpoint URI taken apart once: what is sent and connected to is built from these parts alone.
 * Immutable.
 *
 * @param host in lower case; an IPv6 address in brackets
 * @param pathAndQuery verbatim, {@code /} if there was none
 */
record Target(String scheme, String host, int port, String pathAndQuery) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
  private static final Pattern DOTTED =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.|$)){4}");
  private static final int HOST_CHARS = 253;

  /**
   * Takes a peer's URI apart.
   *
   * @throws UndeliverableException if it is not a plain absolute http(s) URI
   */
  static Target of(URI uri, Limits limits) {
    String text = uri.toString();
    if (text.length() > limits.of(Limit.ENDPOINT_CHARS)) {
      throw refused("too long");
    }
    // URI lets other letters than ASCII pass, among them dots and digits that some resolvers fold.
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw refused("other than printable ASCII in it");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw refused("not http or https");
    }
    if (uri.getRawUserInfo() != null) {
      throw refused("user information in it");
    }
    if (uri.getRawFragment() != null) {
      throw refused("a fragment in it");
    }
    if (uri.getHost() == null) {
      throw refused("no valid host in it");
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (!isIpv6(host) && !DOTTED.matcher(host).matches() && !isName(host)) {
      throw refused("no valid host in it");
    }
    int port = uri.getPort() == -1 ? (scheme.equals("https") ? 443 : 80) : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw refused("no valid port in it");
    }
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    if (path.startsWith("//")) {
      throw refused("a path that reads like a host");
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new Target(scheme, host, port, path + query);
  }

  /** The URI of these parts. */
  URI uri() {
    return URI.create(scheme + "://" + host + ":" + port + pathAndQuery);
  }

  /** The address, if a host is one and need not be resolved. */
  static Optional<InetAddress> literal(String host) {
    if (host.indexOf(':') < 0 && !DOTTED.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw refused("no valid host in it");
    }
  }

  private static boolean isIpv6(String host) {
    if (!host.startsWith("[")) {
      return false;
    }
    if (host.indexOf('%') >= 0) {
      throw refused("an address with a zone");
    }
    if (literal(host).orElseThrow() instanceof Inet4Address) {
      throw refused("an IPv4-mapped address");
    }
    return true;
  }

  private static boolean isName(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    // A last label that is a number makes it an IPv4 address for some resolvers: 0x7f.1, 127.1.
    return name.length() <= HOST_CHARS && !NUMBER.matcher(labels[labels.length - 1]).matches();
  }

  private static UndeliverableException refused(String why) {
    return new UndeliverableException(Answer.impossible("the endpoint is refused: " + why));
  }
}
