package org.ztclinical.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 §2.3), as in {@code 10.2.0.0/16} or
 * {@code 2001:db8::/32}. An address of the kind {@code ::ffff:10.2.0.1} is the IPv4 address in it.
 * Names are never looked up. Immutable.
 */
public final class AddressRange {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final int MAX_TEXT = 64;

  private final byte[] address;
  private final int bits;

  private AddressRange(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /**
   * A range from configuration; an address alone is the range of that one.
   *
   * @throws IllegalArgumentException when it is not one, or has bits set beyond its length
   */
  public static AddressRange of(String cidr) {
    int slash = cidr.indexOf('/');
    byte @Nullable [] address = bytes(slash < 0 ? cidr : cidr.substring(0, slash));
    if (address == null) {
      throw refused(cidr);
    }
    int bits = slash < 0 ? address.length * 8 : length(cidr, cidr.substring(slash + 1));
    if (bits > address.length * 8 || !Arrays.equals(address, masked(address, bits))) {
      throw refused(cidr);
    }
    return new AddressRange(address, bits);
  }

  private static int length(String cidr, String text) {
    if (!text.matches("[0-9]{1,3}")) {
      throw refused(cidr);
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException refused(String cidr) {
    return new IllegalArgumentException(
        "not a range of addresses: "
            + cidr
            + "; write 10.2.0.0/16 or 2001:db8::/32, with no bit"
            + " set beyond the length");
  }

  /** Whether every address of its kind is in this range. */
  boolean isEveryAddress() {
    return bits == 0;
  }

  /** Whether the address is in this range; text that is no address is in none. */
  public boolean contains(String text) {
    byte @Nullable [] other = bytes(text);
    return other != null
        && other.length == address.length
        && Arrays.equals(address, masked(other, bits));
  }

  /** The one spelling of an address; empty when the text is none. A zone id is not part of it. */
  static Optional<String> canonical(String text) {
    byte @Nullable [] address = bytes(text);
    if (address == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(address).getHostAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Who shares an address with others: an IPv4 address itself; of an IPv6 address the network of so
   * many bits. Empty when the text is no address.
   */
  public static Optional<String> networkOf(String text, int bits) {
    byte @Nullable [] address = bytes(text);
    if (address == null) {
      return Optional.empty();
    }
    return Optional.of(
        address.length == 4
            ? canonicalOf(address)
            : new AddressRange(masked(address, bits), bits).toString());
  }

  private static byte @Nullable [] bytes(String text) {
    if (text.length() > MAX_TEXT) {
      return null;
    }
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    boolean literal =
        IPV4.matcher(bare).matches() || (bare.indexOf(':') >= 0 && IPV6.matcher(bare).matches());
    if (!literal) {
      return null;
    }
    try {
      // A literal is not looked up, and a mapped IPv4 address comes back as IPv4.
      return InetAddress.getByName(bare).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = new byte[address.length];
    for (int i = 0; i < address.length; i++) {
      int kept = Math.max(0, Math.min(8, bits - i * 8));
      masked[i] = (byte) (address[i] & (0xFF << (8 - kept)));
    }
    return masked;
  }

  @Override
  public String toString() {
    return canonicalOf(address) + "/" + bits;
  }

  private static String canonicalOf(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
