package org.ztclinical.audit;

import java.util.HexFormat;

/**
 * A place in a distributed trace (W3C Trace Context).
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
public record TraceReference(String traceId, String spanId) {
  public TraceReference {
    check(traceId, 32);
    check(spanId, 16);
  }

  private static void check(String id, int digits) {
    boolean hexadecimal = id.chars().allMatch(HexFormat::isHexDigit);
    if (id.length() != digits || !hexadecimal) {
      throw new IllegalArgumentException("a trace id has 32 hexadecimal digits, a span id 16");
    }
  }

  void encode(WireWriter out) {
    out.fixed(Hex.high(traceId));
    out.fixed(Hex.low(traceId));
    out.fixed(HexFormat.fromHexDigitsToLong(spanId));
  }

  static TraceReference decode(WireReader in) {
    String traceId = Hex.of(in.fixed(), in.fixed());
    return new TraceReference(traceId, HexFormat.of().toHexDigits(in.fixed()));
  }

  @Override
  public String toString() {
    return traceId + "/" + spanId;
  }
}
