package org.entente.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.entente.keys.KeyProtector;
import org.entente.keys.Secret;

/**
 * A generated key beside the data that it protects: better than nothing, since backups of the data
 * alone reveal nothing. Give a passphrase where that is not enough.
 */
public final class KeyFile {
  private static final int KEY_BYTES = 32;

  private KeyFile() {}

  /** The protector with the key in this file, which is made if there is none. */
  static KeyProtector protector(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      create(file, random);
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length != KEY_BYTES) {
      throw new IOException("the key file does not hold " + KEY_BYTES + " bytes");
    }
    try (Secret key = Secret.takeOver(bytes)) {
      return KeyProtector.key(key, random);
    }
  }

  private static void create(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    try (Secret secret = Secret.takeOver(key)) {
      write(file, secret.expose());
    }
  }

  /**
   * Makes a file that only its owner can read. It is complete, and on the disk, before it has its
   * name: killed at any moment, it is whole or not there.
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(file))) {
      channel.write(ByteBuffer.wrap(bytes));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static FileAttribute<?>[] ownerOnly(Path path) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
