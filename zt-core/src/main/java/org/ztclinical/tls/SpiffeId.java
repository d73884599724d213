package org.ztclinical.tls;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A SPIFFE id, as in {@code spiffe://hospital.example/ehr/gateway}: a trust domain of lower-case
 * letters, digits, dots, hyphens and underscores, and a path of segments of letters, digits, dots,
 * hyphens and underscores, none of them empty, {@code .} or {@code ..} (SPIFFE-ID §2). At most 2048
 * characters.
 *
 * @param trustDomain the name of who vouches for it
 * @param path the rest, which begins with a slash; empty when it names the trust domain itself
 */
public record SpiffeId(String trustDomain, String path) {
  private static final int MAX_LENGTH = 2_048;
  private static final String SCHEME = "spiffe://";
  private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
  private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)*+");

  public SpiffeId {
    if (!TRUST_DOMAIN.matcher(trustDomain).matches() || !PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("not a SPIFFE id: see SPIFFE-ID section 2");
    }
  }

  /** The id that the text is, character for character; nothing is normalised. */
  public static Optional<SpiffeId> parse(String text) {
    if (text.length() > MAX_LENGTH || !text.startsWith(SCHEME)) {
      return Optional.empty();
    }
    int slash = text.indexOf('/', SCHEME.length());
    int end = slash < 0 ? text.length() : slash;
    String domain = text.substring(SCHEME.length(), end);
    String path = text.substring(end);
    return TRUST_DOMAIN.matcher(domain).matches() && PATH.matcher(path).matches()
        ? Optional.of(new SpiffeId(domain, path))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return SCHEME + trustDomain + path;
  }
}
