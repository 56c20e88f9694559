package org.entente.transport.http;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes named threads that do not keep the JVM alive. Thread-safe. */
final class Daemons implements ThreadFactory {
  private final String name;
  private final AtomicInteger count = new AtomicInteger();

  Daemons(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
