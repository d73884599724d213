package org.ztclinical.audit;

/**
 * A keyed stand-in for an identifier: the first 16 bytes of an HMAC-SHA-256. Equal identifiers have
 * equal pseudonyms under one key; without the key nothing can be said about the identifier, not
 * even by trying all of them. Made by {@link Pseudonyms}; audit records accept nothing else where
 * an identifier of a patient, a resource, a person, a token or an address belongs.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 */
public record Pseudonym(long high, long low) {
  /**
   * Reads what {@link #toString()} printed.
   *
   * @throws IllegalArgumentException unless it is 32 hexadecimal digits
   */
  public static Pseudonym parse(String text) {
    return new Pseudonym(Hex.high(text), Hex.low(text));
  }

  /** Thirty-two lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return Hex.of(high, low);
  }
}
