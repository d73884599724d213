package org.ztclinical.audit;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record in a segment. Big-endian:
 *
 * <pre>
 * u32 length     of everything behind the two leading words
 * u32 CRC32C     of the length word and everything behind this word
 * u8  version    1
 * u8  kind
 * u64 index      place in the log
 * u64 durable    how many records were on disk when this was written
 * u64 recorded   microseconds since the epoch, never less than the record before
 * …   body
 * 32  chain      SHA-256 of the chain value before and of version … body
 * </pre>
 *
 * {@code durable} tells a crash from a deed: a damaged record with index k, followed by an intact
 * one that says more than k were on disk, had been acknowledged, and no crash damages that.
 */
record Frame(
    int version,
    int kind,
    long index,
    long durable,
    long recorded,
    ByteBuffer body,
    ByteBuffer content,
    Head chain) {
  /** Largest body in bytes, so that the content fits a tlog-tiles entry (65,535 bytes). */
  static final int MAX_BODY = 65_000;

  /** Bytes of the two leading words. */
  static final int PREFIX = 8;

  private static final int FIXED = 1 + 1 + 8 + 8 + 8;
  private static final int MIN_LENGTH = FIXED + Head.SIZE;
  private static final int MAX_LENGTH = MIN_LENGTH + MAX_BODY;

  /** Most bytes of a whole frame. */
  static final int MAX_SIZE = PREFIX + MAX_LENGTH;

  /** Bytes of the whole frame around a body of this size. */
  static int size(int bodyLength) {
    return PREFIX + MIN_LENGTH + bodyLength;
  }

  int size() {
    return PREFIX + content.remaining() + Head.SIZE;
  }

  /** The frame that starts here, or null when there is no intact one. Does not check the chain. */
  static @Nullable Frame parse(ByteBuffer in) {
    if (in.remaining() < PREFIX + MIN_LENGTH) {
      return null;
    }
    int start = in.position();
    int length = in.getInt(start);
    if (length < MIN_LENGTH || length > MAX_LENGTH || length > in.remaining() - PREFIX) {
      return null;
    }
    if (in.getInt(start + 4) != crc(length, in.slice(start + PREFIX, length))) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.get(start + PREFIX, bytes);
    int contentLength = length - Head.SIZE;
    return of(
        ByteBuffer.wrap(bytes, 0, contentLength),
        Head.read(ByteBuffer.wrap(bytes, contentLength, Head.SIZE)));
  }

  private static Frame of(ByteBuffer content, Head chain) {
    ByteBuffer fields = content.duplicate();
    int version = fields.get() & 0xff;
    int kind = fields.get() & 0xff;
    long index = fields.getLong();
    long durable = fields.getLong();
    long recorded = fields.getLong();
    return new Frame(version, kind, index, durable, recorded, fields.slice(), content, chain);
  }

  /** Appends a frame to a buffer with room for it, steps the chain and gives the new head. */
  static Head put(
      ByteBuffer out, int kind, long index, long durable, long recorded, byte[] body, Chain chain) {
    int start = out.position();
    int length = MIN_LENGTH + body.length;
    out.putInt(length)
        .putInt(0)
        .put((byte) RecordCodec.VERSION)
        .put((byte) kind)
        .putLong(index)
        .putLong(durable)
        .putLong(recorded)
        .put(body);
    Head head = chain.step(out.slice(start + PREFIX, length - Head.SIZE));
    head.writeTo(out);
    out.putInt(start + 4, crc(length, out.slice(start + PREFIX, length)));
    return head;
  }

  private static int crc(int length, ByteBuffer rest) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    crc.update(rest);
    return (int) crc.getValue();
  }

  AuditRecord record() {
    return RecordCodec.decode(version, kind, body.duplicate());
  }
}
