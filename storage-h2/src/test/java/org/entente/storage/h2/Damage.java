package org.entente.storage.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Random;

/** What may happen to a file. */
enum Damage {
  CUT_SHORT {
    @Override
    byte[] to(byte[] file, Random random) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
  },
  BITS_FLIPPED {
    @Override
    byte[] to(byte[] file, Random random) {
      byte[] damaged = file.clone();
      for (int bits = 1 + random.nextInt(8); bits > 0; bits--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return damaged;
    }
  },
  BITS_FLIPPED_IN_HEADER {
    @Override
    byte[] to(byte[] file, Random random) {
      byte[] damaged = file.clone();
      int copy = random.nextInt(2) * FileHeader.BLOCK_BYTES;
      damaged[copy + random.nextInt(128)] ^= (byte) (1 << random.nextInt(8));
      return damaged;
    }
  },
  BITS_FLIPPED_AT_THE_END {
    @Override
    byte[] to(byte[] file, Random random) {
      byte[] damaged = file.clone();
      int last = (1 + random.nextInt(4)) * FileHeader.BLOCK_BYTES;
      for (int bits = 0; bits < 5; bits++) {
        damaged[damaged.length - 1 - random.nextInt(last)] ^= (byte) (1 << random.nextInt(8));
      }
      return damaged;
    }
  },
  BLOCKS_ZEROED {
    @Override
    byte[] to(byte[] file, Random random) {
      byte[] damaged = file.clone();
      int from = random.nextInt(damaged.length / FileHeader.BLOCK_BYTES) * FileHeader.BLOCK_BYTES;
      int length = (1 + random.nextInt(3)) * FileHeader.BLOCK_BYTES;
      Arrays.fill(damaged, from, Math.min(damaged.length, from + length), (byte) 0);
      return damaged;
    }
  },
  GARBAGE_IN_HEADER {
    @Override
    byte[] to(byte[] file, Random random) {
      return garbage(file, 0, 1 + random.nextInt(FileHeader.BYTES), random);
    }
  },
  GARBAGE_IN_A_BLOCK {
    @Override
    byte[] to(byte[] file, Random random) {
      int block = random.nextInt(file.length / FileHeader.BLOCK_BYTES);
      return garbage(file, block * FileHeader.BLOCK_BYTES, FileHeader.BLOCK_BYTES, random);
    }
  },
  ANOTHER_FILE {
    @Override
    byte[] to(byte[] file, Random random) {
      byte[] other = new byte[1 + random.nextInt(file.length)];
      random.nextBytes(other);
      byte[] start = (random.nextBoolean() ? "H:2,block:5" : "PK").getBytes(US_ASCII);
      System.arraycopy(start, 0, other, 0, Math.min(start.length, other.length));
      return other;
    }
  };

  abstract byte[] to(byte[] file, Random random);

  private static byte[] garbage(byte[] file, int from, int length, Random random) {
    byte[] damaged = file.clone();
    byte[] garbage = new byte[length];
    random.nextBytes(garbage);
    System.arraycopy(garbage, 0, damaged, from, length);
    return damaged;
  }
}
