package org.ztclinical.fuzz;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ztclinical.fuzz.ProofForge.Parts;

/** What of a proof we take and the other implementation does not: all there is. */
enum ProofLeniency {
  /**
   * Nobody asked for a nonce and the proof has one. A client that another instance or another
   * setting asked goes on sending it (RFC 9449 §8.2), and it takes nothing from the rest.
   */
  NONCE_THAT_NOBODY_ASKED_FOR {
    @Override
    boolean repair(Parts proof, String url, boolean nonces) {
      return !nonces && proof.claims().remove("nonce") instanceof String;
    }
  },
  /**
   * The target in another spelling, or with a query or fragment: RFC 9449 §4.3 compares without
   * these and asks for normal forms (RFC 3986 §6.2.2, §6.2.3); theirs are compared as text.
   */
  TARGET_SPELLED_OTHERWISE {
    @Override
    boolean repair(Parts proof, String url, boolean nonces) {
      Object told = proof.claims().put("htu", url);
      return told instanceof String text
          && !text.equals(url)
          && normalForm(text).equals(normalForm(url));
    }
  },
  /** A media type in full: RFC 7515 §4.1.9 only recommends to leave {@code application/} out. */
  TYPE_IN_FULL {
    @Override
    boolean repair(Parts proof, String url, boolean nonces) {
      return proof.header().put("typ", "dpop+jwt") instanceof String type
          && type.toLowerCase(Locale.ROOT).equals("application/dpop+jwt");
    }
  };

  private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})");

  /** Whether the proof is so; then it is not any more. */
  abstract boolean repair(Parts proof, String url, boolean nonces);

  /** By another way than ours, as this is to judge ours. */
  private static String normalForm(String url) {
    try {
      URI uri = new URI(ESCAPED.matcher(url).replaceAll(ProofLeniency::plain)).normalize();
      String path = uri.getRawPath();
      while (path.startsWith("/../") || path.equals("/..")) {
        path = path.substring(3);
      }
      path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      int port = uri.getPort() == (uri.getScheme().length() == 5 ? 443 : 80) ? -1 : uri.getPort();
      return new URI(
              uri.getScheme().toLowerCase(Locale.ROOT),
              uri.getUserInfo(),
              uri.getHost().toLowerCase(Locale.ROOT),
              port,
              path,
              null,
              null)
          .toString();
    } catch (URISyntaxException | RuntimeException e) {
      return "no URL: " + url;
    }
  }

  private static String plain(java.util.regex.MatchResult escape) {
    char c = (char) Integer.parseInt(escape.group(1), 16);
    boolean unreserved = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
    return Matcher.quoteReplacement(
        unreserved ? String.valueOf(c) : escape.group().toUpperCase(Locale.ROOT));
  }
}
