package org.ztclinical.cedar.value;

/**
 * An IPv4 or IPv6 address or range, kept as written: {@code 10.0.0.1/8} is not {@code 10.0.0.0/8}.
 *
 * @param v6 whether it is IPv6
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits; for IPv4 the lower 32 of them
 * @param prefix length of the network part in bits, at most 32 or 128
 */
public record CedarIp(boolean v6, long high, long low, int prefix) implements CedarValue {
  public CedarIp {
    if (prefix < 0 || prefix > (v6 ? 128 : 32) || (!v6 && (high != 0 || low >>> 32 != 0))) {
      throw new IllegalArgumentException("not an address");
    }
  }

  @Override
  public ValueKind kind() {
    return ValueKind.IPADDR;
  }

  /** Whether every address of the range is a loopback address: 127.0.0.0/8, ::1. */
  public boolean isLoopback() {
    return v6 ? high == 0 && low == 1 && prefix == 128 : low >>> 24 == 127 && prefix >= 8;
  }

  /** Whether every address of the range is a multicast address: 224.0.0.0/4, ff00::/8. */
  public boolean isMulticast() {
    return v6 ? high >>> 56 == 0xff && prefix >= 8 : low >>> 28 == 0xe && prefix >= 4;
  }

  /** Whether every address of this range is in the other; never across IPv4 and IPv6. */
  public boolean isInRange(CedarIp range) {
    if (v6 != range.v6 || prefix < range.prefix) {
      return false;
    }
    if (!v6) {
      return sameLeadingBits(low << 32, range.low << 32, range.prefix);
    }
    return sameLeadingBits(high, range.high, Math.min(64, range.prefix))
        && sameLeadingBits(low, range.low, Math.max(0, range.prefix - 64));
  }

  private static boolean sameLeadingBits(long a, long b, int bits) {
    return bits == 0 || (a ^ b) >>> (64 - bits) == 0;
  }

  /** The address with its prefix, as its constructor takes it. */
  public String text() {
    StringBuilder text = new StringBuilder(48);
    if (v6) {
      for (int group = 0; group < 8; group++) {
        long half = group < 4 ? high : low;
        text.append(group == 0 ? "" : ":")
            .append(Long.toHexString((half >>> (48 - 16 * (group & 3))) & 0xffff));
      }
    } else {
      for (int octet = 3; octet >= 0; octet--) {
        text.append((low >>> (8 * octet)) & 0xff).append(octet == 0 ? "" : ".");
      }
    }
    // The longest text the constructor takes is 43 characters: a whole prefix is left out.
    return prefix == (v6 ? 128 : 32) ? text.toString() : text.append('/').append(prefix).toString();
  }

  @Override
  public String toCedar() {
    return "ip(\"" + text() + "\")";
  }

  @Override
  public int hashCode() {
    return Scatter.hash(ValueKind.IPADDR, high, low) + 2 * prefix + (v6 ? 1 : 0);
  }

  @Override
  public String toString() {
    return "ipaddr";
  }
}
