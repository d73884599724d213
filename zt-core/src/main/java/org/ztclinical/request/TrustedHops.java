package org.ztclinical.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies in front of this application whose word about the caller's address and certificate
 * counts. There are none until they are named; what anybody else says in a header is removed from
 * what the application sees and believed by nobody. Immutable.
 *
 * <p>A hop is known by the address of its connection. Give ranges that hold nothing but proxies: a
 * workstation within a range could say of itself what it likes.
 */
public final class TrustedHops {
  private static final TrustedHops NONE = new TrustedHops(List.of());
  private static final int MAX_FORWARDED = 32;

  private final List<Hop> hops;

  private TrustedHops(List<Hop> hops) {
    this.hops = List.copyOf(hops);
  }

  /** No hop is trusted. */
  public static TrustedHops none() {
    return NONE;
  }

  /** Trusts the addresses that this hop appends to {@code X-Forwarded-For}, and nothing else. */
  public TrustedHops and(AddressRange... ranges) {
    return with(new Hop(List.of(ranges), null));
  }

  /** Also trusts the client certificate that this hop tells in this one header. */
  public TrustedHops and(CertificateHeader header, AddressRange... ranges) {
    return with(new Hop(List.of(ranges), Objects.requireNonNull(header, "header")));
  }

  private TrustedHops with(Hop hop) {
    if (hop.ranges().isEmpty()) {
      throw new IllegalArgumentException("a hop needs at least one range of addresses");
    }
    if (hop.ranges().stream().anyMatch(AddressRange::isEveryAddress)) {
      throw new IllegalArgumentException(
          "a hop is not everybody: name the addresses of your proxies instead of a range of length 0");
    }
    List<Hop> all = new ArrayList<>(hops);
    all.add(hop);
    return new TrustedHops(all);
  }

  /** Whether this address is that of a trusted hop. */
  public boolean trusts(String peer) {
    return hop(peer).isPresent();
  }

  /** In which header the directly connected peer tells a client certificate, if it may. */
  public Optional<CertificateHeader> certificateHeader(String peer) {
    return hop(peer).flatMap(Hop::certificate);
  }

  /**
   * Whose address the request comes from: walked from the right, as long as the hop that tells an
   * address is trusted. An entry that is no address ends the walk at the hop that told it.
   *
   * @param peer the directly connected peer
   * @param forwardedFor the values of {@code X-Forwarded-For} in their order, as received
   * @return the last address that a trusted hop told, in its one spelling; the peer itself when it
   *     is no trusted hop
   */
  public String clientAddress(String peer, List<String> forwardedFor) {
    String address = peer;
    List<String> told = elements(forwardedFor);
    for (int i = told.size() - 1; i >= 0 && trusts(address); i--) {
      Optional<String> next = AddressRange.canonical(told.get(i));
      if (next.isEmpty()) {
        return address;
      }
      address = next.get();
    }
    return address;
  }

  /** The last elements: a caller may send as many as it likes in front. */
  private static List<String> elements(List<String> fields) {
    List<String> elements = new ArrayList<>();
    for (String field : fields) {
      for (String element : field.split(",", -1)) {
        elements.add(element.strip());
      }
    }
    return elements.subList(Math.max(0, elements.size() - MAX_FORWARDED), elements.size());
  }

  private Optional<Hop> hop(String peer) {
    return hops.stream()
        .filter(hop -> hop.ranges().stream().anyMatch(range -> range.contains(peer)))
        .findFirst();
  }

  @Override
  public String toString() {
    return hops.isEmpty() ? "none" : hops.toString();
  }

  private record Hop(List<AddressRange> ranges, @Nullable CertificateHeader header) {
    Hop {
      ranges = List.copyOf(ranges);
    }

    Optional<CertificateHeader> certificate() {
      return Optional.ofNullable(header);
    }

    @Override
    public String toString() {
      return ranges + (header == null ? "" : " with " + header.field());
    }
  }
}
