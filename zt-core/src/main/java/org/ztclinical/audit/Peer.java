package org.ztclinical.audit;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a request came from: the class of its address in clear, the address itself as a pseudonym.
 *
 * @param place the class of the address
 * @param address the pseudonym of the address, absent when unknown or when several are meant
 */
public record Peer(PeerPlace place, Optional<Pseudonym> address) {
  private static final Peer UNKNOWN = new Peer(PeerPlace.UNKNOWN, Optional.empty());
  private static final Peer MANY = new Peer(PeerPlace.MANY, Optional.empty());

  public Peer {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(address, "address");
  }

  /**
   * The peer with this literal IP address; anything else is {@link #unknown()}. No name look-up.
   */
  public static Peer of(String address, Pseudonyms pseudonyms) {
    PeerPlace place = PeerPlace.of(address);
    return place == PeerPlace.UNKNOWN
        ? UNKNOWN
        : new Peer(place, Optional.of(pseudonyms.address(address)));
  }

  /** A peer of which nothing is known. */
  public static Peer unknown() {
    return UNKNOWN;
  }

  /** Several peers that were counted together. */
  public static Peer many() {
    return MANY;
  }

  void encode(WireWriter out) {
    out.code(place.number());
    out.optional(address, out::pseudonym);
  }

  static Peer decode(WireReader in) {
    return new Peer(PeerPlace.numbered(in.code()), in.optional(in::pseudonym));
  }

  @Override
  public String toString() {
    return place.code() + address.map(pseudonym -> ":" + pseudonym).orElse("");
  }
}
