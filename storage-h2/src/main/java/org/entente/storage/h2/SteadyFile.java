package org.entente.storage.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/**
 * A database file whose header always points to the newest chunk. Thread-safe.
 *
 * <p>H2 finds its last commit after a crash by the header, by following from each chunk to where it
 * said the next would be, and by the end of the file. It writes the header once in twenty chunks,
 * and when it writes a chunk into space that has become free; but then (2.2.224 and 2.5.252 do)
 * still with the chunk before, and so loses that chunk and up to twenty after it if the process
 * dies then. Worse: should one chunk on that way be damaged, H2 takes the one before for the last,
 * and forgets without a word whatever was committed since. Here each chunk is followed by a header,
 * so that {@link Opening} sees what is missing.
 */
final class SteadyFile extends FileBaseDefault {
  private static final int CHUNK_HEADER_BYTES = 1024;
  private static final Pattern CHUNK =
      Pattern.compile("chunk:([0-9a-f]+),.*?version:([0-9a-f]+).*");

  private final FileChannel file;
  private @Nullable Chunk newest;
  private @Nullable FileHeader header;
  private int nextCopy;

  private record Chunk(String id, long version, long block) {}

  SteadyFile(FileChannel file) {
    this.file = file;
  }

  @Override
  public synchronized int write(ByteBuffer source, long position) throws IOException {
    if (position == 0 && source.remaining() == FileHeader.BYTES) {
      writeBothCopies(source);
      return FileHeader.BYTES;
    }
    Chunk chunk = position % FileHeader.BLOCK_BYTES == 0 ? chunkAt(source, position) : null;
    int length = source.remaining();
    writeAll(source, position);
    if (chunk != null && (newest == null || chunk.version() >= newest.version())) {
      newest = chunk;
      pointTo(chunk);
    }
    return length;
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // readers need not wait for one another
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

  @Override
  public String toString() {
    return file.toString();
  }

  private void writeBothCopies(ByteBuffer source) throws IOException {
    Optional<FileHeader> given = FileHeader.newest(source);
    Chunk last = newest;
    if (given.isPresent() && last != null && given.get().version() < last.version()) {
      header = given.get().pointingTo(last.id(), last.version(), last.block());
      writeAll(header.toBlock(), 0);
      writeAll(header.toBlock(), FileHeader.BLOCK_BYTES);
      source.position(source.limit());
    } else {
      header = given.orElse(null);
      writeAll(source, 0);
    }
  }

  /** Leaves the other copy alone, so that one is whole whenever the process or the power goes. */
  private void pointTo(Chunk chunk) throws IOException {
    if (header == null) {
      ByteBuffer start = ByteBuffer.allocate(FileHeader.BYTES);
      while (start.hasRemaining() && file.read(start, start.position()) > 0) {}
      header = FileHeader.newest(start.flip()).orElse(null);
    }
    if (header != null && header.version() < chunk.version()) {
      header = header.ofOpenFile().pointingTo(chunk.id(), chunk.version(), chunk.block());
      writeAll(header.toBlock(), (long) nextCopy * FileHeader.BLOCK_BYTES);
      nextCopy = 1 - nextCopy;
    }
  }

  private void writeAll(ByteBuffer source, long position) throws IOException {
    long next = position;
    while (source.hasRemaining()) {
      next += file.write(source, next);
    }
  }

  private static @Nullable Chunk chunkAt(ByteBuffer source, long position) {
    String line = FileHeader.firstLine(source, CHUNK_HEADER_BYTES);
    Matcher chunk = CHUNK.matcher(line);
    return line.startsWith("chunk:") && chunk.matches()
        ? new Chunk(
            chunk.group(1), Long.parseLong(chunk.group(2), 16), position / FileHeader.BLOCK_BYTES)
        : null;
  }
}
