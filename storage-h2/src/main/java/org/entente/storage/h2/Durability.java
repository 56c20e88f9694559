package org.entente.storage.h2;

/** What a commit that has returned survives. */
public enum Durability {
  /**
   * The death of the process at any point, but not a loss of power: after one the store is refused
   * if what was committed last is not all there; what is left can be had with {@link
   * H2Settings#openWithLoss}.
   */
  PROCESS,

  /** A loss of power too: a commit returns when the disk has it. Commits at one time share that. */
  SYNC
}
