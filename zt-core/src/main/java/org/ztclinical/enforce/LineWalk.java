package org.ztclinical.enforce;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSelection;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.reason.Reason;

/**
 * The check of a file of an export (Bulk Data Access 2 §file-requests) as it comes: each line is
 * one resource, judged when it is complete; the bytes of those that may leave are handed on
 * unchanged. Memory is bounded by the longest line.
 */
final class LineWalk implements AnswerWalk {
  private static final byte[] NEW_LINE = {'\n'};

  /** Room that is kept between lines. */
  private static final int KEPT = 64 * 1024;

  private final EntryRule rule;
  private final JsonSelection selection;
  private final JsonReader reader;
  private final Released released;
  private final Leaving leaving;
  private final int maxLine;
  private byte[] carried = new byte[0];
  private int carriedLength;

  /**
   * @param maxLine a longer line cannot be read
   */
  LineWalk(
      EntryRule rule,
      ReleasedNames names,
      JsonReader reader,
      Released released,
      Leaving leaving,
      int maxLine) {
    this.rule = rule;
    this.selection = rule.resource(names);
    this.reader = reader;
    this.released = released;
    this.leaving = leaving;
    this.maxLine = maxLine;
  }

  @Override
  public void feed(byte[] bytes, int from, int to) throws IOException {
    Objects.checkFromToIndex(from, to, bytes.length);
    int start = from;
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        complete(bytes, start, at);
        start = at + 1;
      }
    }
    carry(bytes, start, to);
  }

  @Override
  public void finish() throws IOException {
    complete(carried, 0, 0);
  }

  /** A line ends, of which a part may have been carried. */
  private void complete(byte[] bytes, int from, int to) throws IOException {
    if (carriedLength == 0) {
      line(bytes, from, to);
      return;
    }
    carry(bytes, from, to);
    int length = carriedLength;
    carriedLength = 0;
    line(carried, 0, length);
    if (carried.length > KEPT) {
      carried = new byte[0];
    }
  }

  private void carry(byte[] bytes, int from, int to) throws IOException {
    int length = to - from;
    if (length > maxLine - carriedLength) {
      throw new UnreadableAnswerException();
    }
    if (length > carried.length - carriedLength) {
      int wanted = Math.max(carriedLength + length, 2 * carriedLength);
      carried = Arrays.copyOf(carried, Math.min(wanted, maxLine));
    }
    System.arraycopy(bytes, from, carried, carriedLength, length);
    carriedLength += length;
  }

  private void line(byte[] bytes, int from, int end) throws IOException {
    int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    if (to == from) {
      return;
    }
    if (to - from > maxLine || hasReturn(bytes, from, to)) {
      throw new UnreadableAnswerException();
    }
    JsonObject resource = read(bytes, from, to);
    Optional<Reason> refusal = EntryCheck.refusesResource(resource, rule);
    if (refusal.isPresent()) {
      released.stays(refusal.get());
    } else {
      leaving.entry(resource, bytes, from, to);
      leaving.write(NEW_LINE, 0, NEW_LINE.length);
    }
  }

  /** White space to JSON, the end of a line to some who read it. */
  private static boolean hasReturn(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\r') {
        return true;
      }
    }
    return false;
  }

  private JsonObject read(byte[] bytes, int from, int to) throws UnreadableAnswerException {
    try {
      return reader.readObject(bytes, from, to, selection);
    } catch (JsonSyntaxException e) {
      throw new UnreadableAnswerException();
    }
  }

  /** The media type tells: each line stands for itself. */
  @Override
  public boolean canLeave() {
    return true;
  }

  @Override
  public boolean isAbsent() {
    return false;
  }

  @Override
  public Response leaving(Response head) {
    return Response.of(
        head.status(),
        Map.of("Content-Type", List.of(head.header("Content-Type").orElse(""))),
        head.body());
  }
}
