package org.entente.pipeline;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs code of the application: whatever it throws harms nobody else. */
final class Callbacks {
  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

  private static final int FRAMES = 16;

  private Callbacks() {}

  /**
   * Runs it.
   *
   * @return whether it came to its end
   */
  static boolean run(String what, Runnable callback) {
    try {
      callback.run();
      return true;
    } catch (Throwable e) {
      // Errors too, and what other languages throw unchecked: one that got through would end the
      // telling of this connection's changes for good.
      report(what, e);
      return false;
    }
  }

  // Its text, and its causes', are the application's and may quote a message; where it came from
  // says enough to find it.
  private static void report(String what, Throwable e) {
    LOG.warn("a {} of the application threw {}", what, e.getClass().getName());
    Arrays.stream(e.getStackTrace()).limit(FRAMES).forEach(frame -> LOG.debug("at {}", frame));
  }
}
