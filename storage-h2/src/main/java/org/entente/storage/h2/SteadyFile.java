package org.entente.storage.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.mvstore.DataUtils;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/**
 * A database file whose header, whenever it is written, points to the newest chunk. Thread-safe.
 *
 * <p>H2 finds its last commit after a crash by the header, by following from each chunk to where it
 * said the next would be, and by the end of the file. When it writes a chunk anywhere else, into
 * space that has become free, it writes the header too, but (2.2.224 and 2.5.252 do) still with the
 * chunk before, and so loses that chunk and up to twenty after it if the process dies then.
 */
final class SteadyFile extends FileBaseDefault {
  private static final int BLOCK_BYTES = 4096;
  private static final int HEADER_BYTES = 2 * BLOCK_BYTES;
  private static final int CHUNK_HEADER_BYTES = 1024;
  private static final Pattern CHUNK =
      Pattern.compile("chunk:([0-9a-f]+),.*?version:([0-9a-f]+).*");
  private static final Pattern HEADER =
      Pattern.compile(
          "(H:.*,block:)[0-9a-f]+(,.*chunk:)[0-9a-f]+(,.*version:)([0-9a-f]+)(.*),fletcher:[0-9a-f]+");

  private final FileChannel file;
  private @Nullable Chunk newest;

  private record Chunk(String id, long version, long block) {}

  SteadyFile(FileChannel file) {
    this.file = file;
  }

  @Override
  public synchronized int write(ByteBuffer source, long position) throws IOException {
    if (position == 0 && source.remaining() == HEADER_BYTES) {
      ByteBuffer header = steady(source);
      while (header.hasRemaining()) {
        file.write(header, header.position());
      }
      source.position(source.limit());
      return HEADER_BYTES;
    }
    Chunk chunk = position % BLOCK_BYTES == 0 ? chunkAt(source, position) : null;
    int written = file.write(source, position);
    if (chunk != null && (newest == null || chunk.version() >= newest.version())) {
      newest = chunk;
    }
    return written;
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

  private static @Nullable Chunk chunkAt(ByteBuffer source, long position) {
    String line = firstLine(source, CHUNK_HEADER_BYTES);
    Matcher chunk = CHUNK.matcher(line);
    return line.startsWith("chunk:") && chunk.matches()
        ? new Chunk(chunk.group(1), Long.parseLong(chunk.group(2), 16), position / BLOCK_BYTES)
        : null;
  }

  private ByteBuffer steady(ByteBuffer header) {
    Chunk last = newest;
    Matcher text = HEADER.matcher(firstLine(header, BLOCK_BYTES));
    if (last == null || !text.matches() || Long.parseLong(text.group(4), 16) >= last.version()) {
      return header.slice();
    }
    String pointing =
        text.group(1)
            + Long.toHexString(last.block())
            + text.group(2)
            + last.id()
            + text.group(3)
            + Long.toHexString(last.version())
            + text.group(5);
    byte[] bytes = pointing.getBytes(StandardCharsets.ISO_8859_1);
    int fletcher = DataUtils.getFletcher32(bytes, 0, bytes.length);
    byte[] line =
        (pointing + ",fletcher:" + Integer.toHexString(fletcher) + '\n')
            .getBytes(StandardCharsets.ISO_8859_1);
    // the header is there twice, so that one is whole whenever the process dies
    ByteBuffer both = ByteBuffer.allocate(HEADER_BYTES);
    both.put(0, line).put(BLOCK_BYTES, line);
    return both;
  }

  private static String firstLine(ByteBuffer source, int atMostBytes) {
    byte[] bytes = new byte[Math.min(atMostBytes, source.remaining())];
    source.duplicate().get(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    return end < 0 ? "" : text.substring(0, end);
  }
}
