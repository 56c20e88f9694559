package org.entente.storage.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.async.FilePathAsync;

/**
 * A file system for H2 whose writes fail on demand. It takes the place of {@code async:}, beneath
 * {@link SteadyFileSystem}, for all stores of the process. Thread-safe.
 */
public final class FailingFileSystem extends FilePathAsync {
  private static final AtomicLong WRITES = new AtomicLong();
  private static volatile long firstToFail = Long.MAX_VALUE;
  private static volatile long lastToFail = Long.MAX_VALUE;

  static void register() {
    FilePath.register(new FailingFileSystem());
  }

  /** How often something was written, or was to be. */
  static long writes() {
    return WRITES.get();
  }

  /**
   * Has writes fail.
   *
   * @param after so many more that succeed
   * @param count how many then fail
   */
  static void failAfter(long after, long count) {
    long first = WRITES.get() + after + 1;
    lastToFail = count == Long.MAX_VALUE ? count : first + count - 1;
    firstToFail = first;
  }

  /** There is space again. */
  static void mend() {
    firstToFail = Long.MAX_VALUE;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new FailingFile(super.open(mode));
  }

  private static final class FailingFile extends FileBaseDefault {
    private final FileChannel file;

    FailingFile(FileChannel file) {
      this.file = file;
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      long write = WRITES.incrementAndGet();
      if (write >= firstToFail && write <= lastToFail) {
        throw new IOException("no space left on device");
      }
      return file.write(source, position);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // as in SteadyFile
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void force(boolean metaData) throws IOException {
      file.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      FileChannel unused = file.truncate(size);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
