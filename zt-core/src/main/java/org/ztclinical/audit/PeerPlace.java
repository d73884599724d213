package org.ztclinical.audit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The class of a network address, coarse enough to be kept in clear. */
public enum PeerPlace {
  /** No usable address. */
  UNKNOWN(0, "unknown"),
  /** This machine. */
  LOOPBACK(1, "loopback"),
  /** The same link (RFC 3927, RFC 4291). */
  LINK_LOCAL(2, "link-local"),
  /** A private network (RFC 1918, RFC 4193). */
  PRIVATE(3, "private"),
  /** Anywhere else. */
  PUBLIC(4, "public"),
  /** Several peers counted together. */
  MANY(5, "many");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  private final int number;
  private final String code;

  PeerPlace(int number, String code) {
    this.number = number;
    this.code = code;
  }

  /** The stable lower-case name. */
  public String code() {
    return code;
  }

  /** The number on disk; once released it keeps its meaning. */
  int number() {
    return number;
  }

  static PeerPlace numbered(int number) {
    return Numbered.find(values(), PeerPlace::number, number);
  }

  static PeerPlace of(String address) {
    // Only literals may reach InetAddress: anything else would be looked up in the DNS.
    boolean literal =
        IPV4.matcher(address).matches()
            || (address.indexOf(':') >= 0 && IPV6.matcher(address).matches());
    if (!literal) {
      return UNKNOWN;
    }
    try {
      return of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      return UNKNOWN;
    }
  }

  private static PeerPlace of(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return LOOPBACK;
    }
    if (address.isLinkLocalAddress()) {
      return LINK_LOCAL;
    }
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || uniqueLocal ? PRIVATE : PUBLIC;
  }
}
