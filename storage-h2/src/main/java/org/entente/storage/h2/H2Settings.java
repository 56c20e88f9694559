package org.entente.storage.h2;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.entente.keys.KeyProtector;
import org.entente.keys.WrongKeyException;
import org.entente.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Where a store is and how to open it; begins with {@link H2Storage#at}. Immutable.
 *
 * <pre>{@code
 * H2Storage.at(Path.of("acme")).protector(kms).durability(Durability.SYNC).openOrCreate()
 * }</pre>
 *
 * <p>Settings with a passphrase open one store: it is cleared from memory afterwards.
 */
public final class H2Settings {
  private static final int READERS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

  private final Path base;
  private final @Nullable KeyProtector protector;
  private final boolean protectorIsOurs;
  private final Durability durability;
  private final int readers;
  private final SecureRandom random;
  private final Migrations migrations;

  private H2Settings(
      Path base,
      @Nullable KeyProtector protector,
      boolean protectorIsOurs,
      Durability durability,
      int readers,
      SecureRandom random,
      Migrations migrations) {
    this.base = base;
    this.protector = protector;
    this.protectorIsOurs = protectorIsOurs;
    this.durability = durability;
    this.readers = readers;
    this.random = random;
    this.migrations = migrations;
  }

  static H2Settings of(Path base) {
    return new H2Settings(
        base, null, false, Durability.PROCESS, READERS, new SecureRandom(), Migrations.CURRENT);
  }

  /**
   * Guards the store with a passphrase.
   *
   * @param passphrase copied; clear your array afterwards
   * @throws IllegalArgumentException if it is empty
   */
  public H2Settings passphrase(char[] passphrase) {
    KeyProtector ours = KeyProtector.passphrase(passphrase, random);
    return new H2Settings(base, ours, true, durability, readers, random, migrations);
  }

  /** Guards the store with a key that you keep elsewhere. The protector stays yours to close. */
  public H2Settings protector(KeyProtector protector) {
    return new H2Settings(base, protector, false, durability, readers, random, migrations);
  }

  /** What commits survive; {@link Durability#PROCESS} unless said. */
  public H2Settings durability(Durability durability) {
    return new H2Settings(
        base, protector, protectorIsOurs, durability, readers, random, migrations);
  }

  /**
   * How many callers read at a time; more wait. Twice the number of processors unless said.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public H2Settings readers(int readers) {
    if (readers < 1) {
      throw new IllegalArgumentException("there must be at least one reader");
    }
    return new H2Settings(
        base, protector, protectorIsOurs, durability, readers, random, migrations);
  }

  /** Where the data key comes from when the store is created, and what it seals with. */
  public H2Settings random(SecureRandom random) {
    return new H2Settings(
        base, protector, protectorIsOurs, durability, readers, random, migrations);
  }

  H2Settings migrations(Migrations migrations) {
    return new H2Settings(
        base, protector, protectorIsOurs, durability, readers, random, migrations);
  }

  /**
   * Opens a store, which must exist.
   *
   * @throws StorageException if there is none, if it is damaged, in use or of a newer release
   * @throws WrongKeyException if passphrase or key are wrong; nothing was changed
   */
  public H2Storage open() {
    return open(Mode.OPEN);
  }

  /**
   * Creates a store, which must not exist, and opens it.
   *
   * @throws StorageException if there is one, or it cannot be created
   */
  public H2Storage create() {
    return open(Mode.CREATE);
  }

  /**
   * Opens a store, or creates it if there is none.
   *
   * @throws StorageException as {@link #open} and {@link #create} do
   * @throws WrongKeyException as {@link #open} does
   */
  public H2Storage openOrCreate() {
    return open(Mode.OPEN_OR_CREATE);
  }

  /**
   * Opens what is left of a store from which what was committed last is missing, as after a loss of
   * power without {@link Durability#SYNC}. What was acknowledged and is missing is lost: peers will
   * not send it again. Restore a copy instead if you have one.
   *
   * @throws StorageException as {@link #open} does, but for that
   * @throws WrongKeyException as {@link #open} does
   */
  public H2Storage openWithLoss() {
    return open(Mode.OPEN_WITH_LOSS);
  }

  /**
   * Guards an existing store, which is not open, by something else from now on. The file is
   * rewritten, so that the old way does not open what was left in it.
   *
   * @throws StorageException as {@link #open} does
   * @throws WrongKeyException as {@link #open} does
   */
  public void changeProtector(KeyProtector replacement) {
    try (H2Storage storage = open()) {
      storage.changeProtector(replacement);
    }
  }

  private enum Mode {
    OPEN,
    OPEN_WITH_LOSS,
    CREATE,
    OPEN_OR_CREATE
  }

  private H2Storage open(Mode mode) {
    if (protector == null) {
      throw new IllegalStateException("a store needs a passphrase or a key protector");
    }
    try {
      StoreFile file = StoreFile.of(base);
      Opening opening =
          new Opening(file, protector, migrations, random, mode == Mode.OPEN_WITH_LOSS);
      boolean create = mode == Mode.CREATE || (mode == Mode.OPEN_OR_CREATE && !file.exists());
      return H2Storage.open(file, opening, create, durability, readers);
    } finally {
      if (protectorIsOurs) {
        protector.close();
      }
    }
  }
}
