/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

/**
 * The hash MurmurHash2 (32 bits) with the seed of Kafka's partitioner. The client's own method is not part of its API.
 *
 * <p>Source: Austin Appleby, MurmurHash2, public domain; seed and sign of Kafka's default partitioner.
 */
final class Murmur2 {

  private static final int SEED = 0x9747b28c;
  private static final int M = 0x5bd1e995;
  private static final int R = 24;

  private Murmur2() {}

  /** Returns the partition of a key: the hash without its sign, modulo the number of partitions. */
  static int partition(byte[] key, int partitions) {
    return (hash(key) & Integer.MAX_VALUE) % partitions;
  }

  static int hash(byte[] key) {
    int length = key.length;
    int hash = SEED ^ length;
    int whole = length & ~3;
    for (int i = 0; i < whole; i += 4) {
      int word = (key[i] & 0xff)
          | ((key[i + 1] & 0xff) << 8)
          | ((key[i + 2] & 0xff) << 16)
          | ((key[i + 3] & 0xff) << 24);
      word *= M;
      word ^= word >>> R;
      word *= M;
      hash = (hash * M) ^ word;
    }
    int rest = 0;
    for (int i = length - 1; i >= whole; i--) {
      rest = (rest << 8) | (key[i] & 0xff);
    }
    if (whole < length) {
      hash = (hash ^ rest) * M;
    }
    hash ^= hash >>> 13;
    hash *= M;
    return hash ^ (hash >>> 15);
  }
}
