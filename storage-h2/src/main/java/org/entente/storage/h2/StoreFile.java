package org.entente.storage.h2;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.storage.StorageException;

/** The file of a store, and those beside it that are to become it. Immutable. */
final class StoreFile {
  private static final String SUFFIX = ".mv.db";
  private static final String DRAFT = ".draft";
  private static final String MAGIC = "H:2";
  // H2 would let two storages of one process share a database; they would not know of each other.
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path base;

  private StoreFile(Path base) {
    this.base = base;
  }

  /**
   * The file of a store.
   *
   * @param base without H2's suffix
   * @throws StorageException if H2 would read something else into the path
   */
  static StoreFile of(Path base) {
    Path absolute = base.toAbsolutePath().normalize();
    String text = absolute.toString();
    boolean separatorElsewhere =
        text.indexOf('\\') >= 0 && !absolute.getFileSystem().getSeparator().equals("\\");
    if (text.indexOf(';') >= 0
        || separatorElsewhere
        || text.chars().anyMatch(Character::isISOControl)
        || absolute.getFileName() == null) {
      throw new StorageException(
          "a store's path must name a file and hold neither semicolon, backslash nor control"
              + " character");
    }
    return new StoreFile(absolute);
  }

  /** The path that H2 is given. */
  Path base() {
    return base;
  }

  Path path() {
    return base.resolveSibling(base.getFileName() + SUFFIX);
  }

  boolean exists() {
    return Files.exists(path());
  }

  /** Keeps other storages of this process away until {@link #release}. */
  void acquire() {
    if (!IN_USE.add(base)) {
      throw new StorageException("the store is open already in this process");
    }
  }

  void release() {
    IN_USE.remove(base);
  }

  /**
   * Refuses what is no database, before H2 touches it.
   *
   * @return the version of what was written last
   */
  long check() {
    Path path = path();
    if (!Files.isRegularFile(path)) {
      throw new StorageException("there is no store in this place; create it first");
    }
    try (InputStream stream = Files.newInputStream(path)) {
      byte[] start = stream.readNBytes(FileHeader.BYTES);
      if (start.length == 0) {
        throw new StorageException("the store's file is empty; restore it, or delete it");
      }
      if (!new String(start, StandardCharsets.ISO_8859_1).startsWith(MAGIC)) {
        throw new StorageException("the store's file is not an H2 database");
      }
      FileHeader header =
          FileHeader.newest(ByteBuffer.wrap(start))
              .orElseThrow(() -> new StorageException("the store's file is damaged; restore it"));
      // H2 would fall back to what is left of an earlier version
      if (Files.size(path) / FileHeader.BLOCK_BYTES <= header.block()) {
        throw new StorageException("the store's file is shorter than it was; restore it");
      }
      return header.version();
    } catch (IOException e) {
      throw new StorageException("the store's file cannot be read");
    }
  }

  /** Makes the directory, removes what earlier attempts have left, and makes an empty file. */
  StoreFile createDraft(SecureRandom random) {
    byte[] suffix = new byte[8];
    random.nextBytes(suffix);
    StoreFile draft =
        new StoreFile(
            base.resolveSibling(
                base.getFileName() + "." + HexFormat.of().formatHex(suffix) + DRAFT));
    try {
      Path directory = directory();
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, ownerOnly("rwx------"));
      }
      removeDrafts(directory);
      Files.createFile(draft.path(), ownerOnly("rw-------"));
      return draft;
    } catch (IOException e) {
      throw new StorageException("the store's file cannot be created; look at the directory");
    }
  }

  /** Fills this empty draft with another's bytes. */
  void copyOf(StoreFile other) {
    try (FileChannel from = FileChannel.open(other.path(), StandardOpenOption.READ);
        FileChannel to = FileChannel.open(path(), StandardOpenOption.WRITE)) {
      long size = from.size();
      long copied = 0;
      while (copied < size) {
        copied += from.transferTo(copied, size - copied, to);
      }
      to.force(true);
    } catch (IOException e) {
      throw new StorageException("the store cannot be copied; look at the disk's space");
    }
  }

  /** Gives this draft the name of a store that must not exist. */
  void becomeNew(StoreFile store) {
    try {
      try {
        Files.createLink(store.path(), path()); // unlike a move, never replaces
        Files.delete(path());
      } catch (UnsupportedOperationException e) {
        Files.move(path(), store.path());
      }
      store.forceDirectory();
    } catch (FileAlreadyExistsException e) {
      discard();
      throw new StorageException("there is a store in this place already");
    } catch (IOException e) {
      discard();
      throw new StorageException("the store's file cannot be given its name");
    }
  }

  /** Puts this draft in the place of a store. */
  void replace(StoreFile store) {
    try {
      Files.move(path(), store.path(), StandardCopyOption.ATOMIC_MOVE);
      store.forceDirectory();
    } catch (IOException e) {
      discard();
      throw new StorageException("the migrated store cannot be given its name");
    }
  }

  void discard() {
    try {
      Files.deleteIfExists(path());
    } catch (IOException e) {
      throw new StorageException("a draft of the store cannot be deleted");
    }
  }

  /** H2 makes a new file when it compacts. */
  void restrictToOwner() {
    try {
      if (isPosix()) {
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new StorageException("the store's file cannot be restricted to its owner");
    }
  }

  private void removeDrafts(Path directory) throws IOException {
    String start = base.getFileName() + ".";
    try (DirectoryStream<Path> drafts =
        Files.newDirectoryStream(
            directory,
            path -> {
              String name = path.getFileName().toString();
              return name.startsWith(start) && name.endsWith(DRAFT + SUFFIX);
            })) {
      for (Path draft : drafts) {
        if (!isLocked(draft)) {
          Files.deleteIfExists(draft);
        }
      }
    }
  }

  private static boolean isLocked(Path draft) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    }
  }

  /** So that the name is on the disk as well. */
  private void forceDirectory() throws IOException {
    if (isPosix()) {
      try (FileChannel channel = FileChannel.open(directory(), StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private Path directory() {
    Path parent = base.getParent();
    return parent != null ? parent : base.getRoot();
  }

  private boolean isPosix() {
    return base.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private FileAttribute<?>[] ownerOnly(String permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
