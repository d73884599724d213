package org.ztclinical.fhir;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The absolute base URLs under which this server is known. Only references below one of them, or
 * relative ones, are local. Compared character by character: neither a look-alike host nor another
 * port or letter case counts. Immutable.
 */
public final class ServerBase {
  private static final String NOT_A_BASE =
      "a FHIR base URL is an absolute http or https URL without user, query and fragment, as in"
          + " https://ehr.example.org/fhir";

  private final List<String> prefixes;

  private ServerBase(List<String> prefixes) {
    this.prefixes = List.copyOf(prefixes);
  }

  /**
   * The base URLs, as in {@code https://fhir.example.org/r4}; one is usual.
   *
   * @throws IllegalArgumentException for a URL that is not an absolute http or https URL without
   *     query and fragment
   */
  public static ServerBase of(String... urls) {
    if (urls.length == 0) {
      throw new IllegalArgumentException("at least one base URL is needed");
    }
    List<String> prefixes = new ArrayList<>();
    for (String url : urls) {
      prefixes.add(prefixOf(url));
    }
    return new ServerBase(prefixes);
  }

  /** The base URLs, each with a slash at its end. */
  public List<String> urls() {
    return prefixes;
  }

  /** The length of the base in front of a local absolute URL, or -1. */
  int prefixLength(String url) {
    for (String prefix : prefixes) {
      if (url.startsWith(prefix)) {
        return prefix.length();
      }
    }
    return -1;
  }

  private static String prefixOf(String url) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!(scheme.equals("https") || scheme.equals("http"))
          || uri.getHost() == null
          || uri.getRawUserInfo() != null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null) {
        throw new IllegalArgumentException(NOT_A_BASE);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(NOT_A_BASE, e);
    }
    return url.endsWith("/") ? url : url + "/";
  }

  @Override
  public String toString() {
    return String.join(" ", prefixes);
  }
}
