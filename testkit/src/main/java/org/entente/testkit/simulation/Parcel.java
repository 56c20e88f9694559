package org.entente.testkit.simulation;

import java.util.Optional;
import org.entente.storage.QueuedMessage;

/** A message of an application on its way out or in, as a {@link Ledger} knows it. */
final class Parcel {
  private final String id;
  private final String connectionId;
  private Optional<String> failure = Optional.empty();
  private boolean acknowledged;
  private boolean wasPutOff;
  private boolean atRest;
  private boolean done;

  Parcel(String id, String connectionId) {
    this.id = id;
    this.connectionId = connectionId;
  }

  String id() {
    return id;
  }

  String connectionId() {
    return connectionId;
  }

  void updated(QueuedMessage message) {
    failure = message.lastFailure();
    atRest = message.due().isEmpty();
    wasPutOff = true;
  }

  void done() {
    done = true;
    atRest = false;
  }

  /** The commit that it came with has returned. */
  void acknowledged() {
    acknowledged = true;
  }

  boolean isAcknowledged() {
    return acknowledged;
  }

  /** Why the last attempt failed. */
  Optional<String> failure() {
    return failure;
  }

  /**
   * Whether it waits although there was somebody to take it: without a handler, or with a bad one.
   */
  boolean wasPutOff() {
    return wasPutOff;
  }

  /** Delivered, or handled. */
  boolean isDone() {
    return done;
  }

  /** Given up. */
  boolean isAtRest() {
    return atRest;
  }

  boolean isWaiting() {
    return !done && !atRest;
  }
}
