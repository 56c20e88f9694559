package org.entente.examples.agentserver;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stands before every request: rate, origin, key. What it lets pass to the API comes from a caller
 * who knows the key, or, without one, from this machine and from no web page but our own.
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

  private static final Set<String> CROSS_SITE = Set.of("cross-site", "same-site");

  /** No name server answers for one of these but the first, which is this machine everywhere. */
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[[0:]+:0*1]");

  /** What a wrong key counts for, so that guessing is slow. */
  private static final double WRONG_KEY = 20;

  private final ServerOptions options;
  private final String didcommPath;
  private final RateLimit rate = new RateLimit(100, 400);
  private final RateLimit didcommRate = new RateLimit(1000, 4000);

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
    RateLimit limit = isDidcomm ? didcommRate : rate;
    if (!limit.allows(context.ip(), 1, System.nanoTime())) {
      throw tooMany();
    }
    if (!isDidcomm && !isPublic(context.path())) {
      checkOrigin(context);
      checkKey(context);
    }
  }

  private boolean isPublic(String path) {
    return path.equals("/")
        || path.startsWith("/page/")
        || path.equals("/settings.json")
        || path.equals("/openapi.json")
        || path.equals("/invite")
        || path.startsWith(options.basePath() + "/_system/");
  }

  // A web page elsewhere may have a browser on this machine send requests here.
  private void checkOrigin(Context context) {
    String host = Optional.ofNullable(context.host()).orElse("").toLowerCase(Locale.ROOT);
    String origin = context.header("Origin");
    boolean isForeign =
        (origin != null && !authority(origin).equals(host))
            || CROSS_SITE.contains(
                Optional.ofNullable(context.header("Sec-Fetch-Site")).orElse(""));
    // and may have its own name lead here; with a key that is of no use to it
    boolean isRebound =
        options.apiKey().isEmpty()
            && !LOOPBACK.matcher(host.replaceFirst(":[0-9]+$", "")).matches();
    if (isForeign || isRebound) {
      throw new ApiException(403, "Forbidden", "requests must come from this server's own page");
    }
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getAuthority()).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private void checkKey(Context context) {
    if (options.apiKey().isEmpty()) {
      return;
    }
    String given = Optional.ofNullable(context.header("apiKey")).orElse("");
    if (!options.apiKey().get().is(given)) {
      if (!rate.allows(context.ip(), WRONG_KEY, System.nanoTime())) {
        throw tooMany();
      }
      throw new ApiException(401, "Unauthorized", "the header apiKey is missing or wrong");
    }
  }

  private static ApiException tooMany() {
    return new ApiException(429, "TooManyRequests", "too many requests; slow down");
  }
}
