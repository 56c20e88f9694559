package org.entente.storage.h2;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.entente.storage.FoundConnection;
import org.entente.storage.QueuedMessage;
import org.entente.storage.Storage;

/** Counts what a storage hands out, whatever the method: one that is added is counted too. */
final class ReadsCounted {
  private final Storage storage;
  private final Storage counting;
  private final Set<String> handedOut = new HashSet<>();
  private long connectionsRead;

  ReadsCounted(Storage storage) {
    this.storage = storage;
    this.counting =
        (Storage)
            Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, this::invoke);
  }

  /** The storage to use. */
  Storage storage() {
    return counting;
  }

  synchronized long connectionsRead() {
    return connectionsRead;
  }

  /** Waits until so many different messages were handed out. */
  synchronized boolean awaitHandedOut(int messages) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (handedOut.size() < messages && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
    return handedOut.size() >= messages;
  }

  private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    try {
      Object result = method.invoke(storage, arguments);
      count(result);
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private synchronized void count(Object result) {
    if (result instanceof Optional<?> found) {
      found.ifPresent(this::count);
    } else if (result instanceof Collection<?> several) {
      several.forEach(this::count);
    } else if (result instanceof FoundConnection) {
      connectionsRead++;
    } else if (result instanceof QueuedMessage message) {
      handedOut.add(message.id());
      notifyAll();
    }
  }
}
