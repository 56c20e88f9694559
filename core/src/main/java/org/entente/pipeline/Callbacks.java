package org.entente.pipeline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs code of the application: whatever it throws harms nobody else. */
final class Callbacks {
  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

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
      // other languages throw checked exceptions here, and tests errors
      // its text is the application's and may quote a message; the class says enough to find it
      LOG.warn("a {} of the application threw {}", what, e.getClass().getName());
      LOG.debug("the stack of it", e);
      return false;
    }
  }
}
