package org.entente.transport.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A body on its way in. It grows with what has arrived, not with what was announced, up to the
 * greatest size of a message. Not thread-safe.
 */
final class Body {
  /** What came of adding a part. */
  enum Added {
    FITS,
    TOO_LARGE,
    NO_MEMORY
  }

  private static final int UNANNOUNCED_BYTES = 4 << 10;

  private final int maxBytes;
  private final BodyBudget budget;
  private byte[] bytes;
  private int length;
  private long taken;

  /** For a body announced to be of this many bytes; negative if it was not announced. */
  Body(long announcedBytes, int maxBytes, BodyBudget budget) {
    long first = announcedBytes < 0 ? UNANNOUNCED_BYTES : announcedBytes;
    this.maxBytes = maxBytes;
    this.budget = budget;
    this.bytes = new byte[(int) Math.min(first, Math.min(maxBytes, BodyBudget.FREE_BYTES))];
  }

  Added add(ByteBuf part) {
    int partBytes = part.readableBytes();
    if (partBytes > maxBytes - length) {
      return Added.TOO_LARGE;
    }
    if (length + partBytes > bytes.length && !grow(length + partBytes)) {
      return Added.NO_MEMORY;
    }
    part.readBytes(bytes, length, partBytes);
    length += partBytes;
    return Added.FITS;
  }

  private boolean grow(int least) {
    int size = (int) Math.min(maxBytes, Math.max(least, 2L * bytes.length));
    long more = Math.max(0, size - BodyBudget.FREE_BYTES) - taken;
    if (!budget.take(more)) {
      return false;
    }
    taken += more;
    bytes = Arrays.copyOf(bytes, size);
    return true;
  }

  /** All of it. */
  byte[] whole() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** Gives its memory back; a second call does nothing. */
  void free() {
    budget.giveBack(taken);
    taken = 0;
  }
}
