package org.ztclinical.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first {@value #SIZE} bytes of a segment. Its SHA-256 is where the segment's chain starts, and
 * it holds the head of the segment before: so the chain runs through all segments.
 *
 * @param logId drawn when the log was made
 * @param origin the log's name
 * @param number the segment's, counted from 0
 * @param firstIndex index of its first record
 * @param previousEnd where the records of the segment before end; 0 for the first segment
 * @param previousHead the chain's head there; zeros for the first segment
 * @param abandonsPrevious a force failed on the segment before: what stands behind its end there
 *     was never acknowledged and does not count
 * @param created microseconds since the epoch
 */
record SegmentHeader(
    EventId logId,
    String origin,
    long number,
    long firstIndex,
    long previousEnd,
    Head previousHead,
    boolean abandonsPrevious,
    long created) {
  static final int SIZE = 4096;

  /** Longest origin, in bytes of UTF-8. */
  static final int MAX_ORIGIN = 200;

  private static final long MAGIC = 0x5a54_4155_4449_5431L; // ZTAUDIT1
  private static final int VERSION = 1;
  private static final int CHAIN_SHA_256 = 1;

  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    byte[] name = origin.getBytes(StandardCharsets.UTF_8);
    out.putLong(MAGIC)
        .put((byte) VERSION)
        .put((byte) CHAIN_SHA_256)
        .putShort((short) (abandonsPrevious ? 1 : 0))
        .putLong(logId.high())
        .putLong(logId.low())
        .putLong(number)
        .putLong(firstIndex)
        .putLong(previousEnd);
    previousHead.writeTo(out);
    out.putLong(created).putShort((short) name.length).put(name);
    out.putInt(SIZE - Integer.BYTES, crc(out.array()));
    return out.array();
  }

  /** The header in these bytes, or null when they hold no intact one that this version reads. */
  static @Nullable SegmentHeader parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length != SIZE
        || in.getInt(SIZE - Integer.BYTES) != crc(bytes)
        || in.getLong() != MAGIC
        || in.get() != VERSION
        || in.get() != CHAIN_SHA_256) {
      return null;
    }
    boolean abandons = in.getShort() != 0;
    EventId logId = new EventId(in.getLong(), in.getLong());
    long number = in.getLong();
    long firstIndex = in.getLong();
    long previousEnd = in.getLong();
    Head previousHead = Head.read(in);
    long created = in.getLong();
    byte[] origin = new byte[Math.min(in.getShort() & 0xffff, MAX_ORIGIN)];
    in.get(origin);
    String name = new String(origin, StandardCharsets.UTF_8);
    SegmentHeader header =
        new SegmentHeader(
            logId, name, number, firstIndex, previousEnd, previousHead, abandons, created);
    return Arrays.equals(header.toBytes(), bytes) ? header : null;
  }

  /** Where the chain of this segment starts. */
  Head seed() {
    MessageDigest sha256 = Chain.sha256();
    sha256.update(toBytes());
    return Head.digest(sha256);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, SIZE - Integer.BYTES);
    return (int) crc.getValue();
  }
}
