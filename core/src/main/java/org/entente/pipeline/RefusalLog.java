package org.entente.pipeline;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why messages are refused: the first few of each second, and how many more there were, so
 * that whoever sends nonsense cannot fill the disk. Thread-safe.
 */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

  private static final int EACH_SECOND = 10;

  private final Ticker ticker;
  private long second;
  private int logged;
  private long passedOver;

  RefusalLog(Ticker ticker) {
    this.ticker = ticker;
  }

  void refused(String reason) {
    long more;
    synchronized (this) {
      long now = TimeUnit.NANOSECONDS.toSeconds(ticker.nanos());
      if (now != second) {
        second = now;
        logged = 0;
      }
      if (logged == EACH_SECOND) {
        passedOver++;
        return;
      }
      logged++;
      more = passedOver;
      passedOver = 0;
    }
    if (more > 0) {
      LOG.warn("{} more messages were refused", more);
    }
    LOG.warn("a message was refused: {}", reason);
  }
}
