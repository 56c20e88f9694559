package org.entente.storage.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system for H2 whose database files have headers that point to the newest chunk; see {@link
 * SteadyFile}. Not API: public because H2 makes instances of it. Immutable.
 */
public final class SteadyFileSystem extends FilePathWrapper {
  private static final String SCHEME = "entente";

  /** For H2. */
  public SteadyFileSystem() {}

  /** Makes {@code entente:} known to H2. */
  static void register() {
    FilePath.register(new SteadyFileSystem());
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new SteadyFile(super.open(mode));
  }
}
