package org.entente.examples.agentserver;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before every request: key or origin, and rate. What it lets pass to the API comes from a
 * caller who knows the key, or, without one, from this machine and from no web page but our own.
 */
final class Guard {
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Of every answer. */
  static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", PAGE_POLICY,
          "X-Content-Type-Options", "nosniff",
          // links of invitations are for those who have them
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cache-Control", "no-store");

  private static final Pattern HALF_OF_IPV6 =
      Pattern.compile("^[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){3}(?=:)");

  private static final Set<String> CROSS_SITE = Set.of("cross-site", "same-site");

  /** No name server answers for one of these but the first, which is this machine everywhere. */
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[[0:]+:0*1]");

  private final ServerOptions options;
  private final String didcommPath;
  private final RateLimit rate = new RateLimit(100, 400);
  private final RateLimit didcommRate = new RateLimit(1000, 4000);

  /** Guessing is slow, and takes nothing from those who know the key. */
  private final RateLimit wrongKeys = new RateLimit(5, 20);

  /**
   * For one port.
   *
   * @param didcommPath where peers send to there; empty if they send to another port
   */
  Guard(ServerOptions options, String didcommPath) {
    this.options = options;
    this.didcommPath = didcommPath;
  }

  /**
   * Lets a request pass.
   *
   * @throws ApiException if it must not
   */
  void check(Context context) {
    HEADERS.forEach(context::header);
    boolean isDidcomm =
        context.path().equals(didcommPath) && context.method().name().equals("POST");
    if (!isDidcomm && !isPublic(context.path())) {
      checkCaller(context);
    }
    bound(isDidcomm ? didcommRate : rate, context);
  }

  private void checkCaller(Context context) {
    if (options.apiKey().isEmpty()) {
      checkOrigin(context);
    } else if (!options.apiKey().get().is(header(context, "apiKey"))) {
      bound(wrongKeys, context);
      throw new ApiException(401, "Unauthorized", "the header apiKey is missing or wrong");
    }
  }

  private static void bound(RateLimit limit, Context context) {
    if (!limit.allows(network(context.ip()), System.nanoTime())) {
      throw new ApiException(429, "TooManyRequests", "too many requests; slow down");
    }
  }

  /** Who has one IPv6 address has 2^64 of them. */
  static String network(String address) {
    String groups = address.replace("[", "");
    Matcher half = HALF_OF_IPV6.matcher(groups);
    return half.find() ? half.group() : groups;
  }

  private boolean isPublic(String path) {
    return path.equals("/")
        || path.startsWith("/page/")
        || path.equals("/settings.json")
        || path.equals("/openapi.json")
        || path.equals("/invite")
        || path.startsWith(options.basePath() + "/_system/");
  }

  // A web page elsewhere may have a browser on this machine send requests here, and may have its
  // own name lead here. Where there is a key, it does not know that.
  private static void checkOrigin(Context context) {
    String host = header(context, "Host").toLowerCase(Locale.ROOT);
    String origin = context.header("Origin");
    boolean isForeign =
        (origin != null && !authority(origin).equals(host))
            || CROSS_SITE.contains(header(context, "Sec-Fetch-Site"));
    if (isForeign || !LOOPBACK.matcher(host.replaceFirst(":[0-9]+$", "")).matches()) {
      throw new ApiException(403, "Forbidden", "requests must come from this server's own page");
    }
  }

  private static String header(Context context, String name) {
    return Optional.ofNullable(context.header(name)).orElse("");
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getAuthority()).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
