package org.ztclinical.benchmarks;

import static org.ztclinical.benchmarks.Comparison.Target.none;
import static org.ztclinical.benchmarks.Comparison.Target.ratio;

import java.util.ArrayList;
import java.util.List;

/** The lines of the table of identity: what is compared with what, and what is promised. */
final class IdentityComparisons {
  static final String RS256 = "TokenBenchmark.cold";
  static final String BARE_RS256 = "TokenBenchmark.bareRs256";
  static final String ES256 = "Es256Benchmark.cold";
  static final String BARE_ES256 = "Es256Benchmark.bareEs256";
  static final String DPOP = "DpopBenchmark.request";

  private static final String SHA = "TokenBenchmark.sha256";
  private static final String ONE_SHA = "one SHA-256 of the token";
  private static final String BARE = "the bare JCA check";
  private static final String SPRING = "Spring Security";
  private static final String RS256_TITLE = "RS256 token never seen before";
  private static final String ES256_TITLE = "ES256 token never seen before";
  private static final String DPOP_TITLE =
      "request with a token bound to a key, seen before, and an ES256 proof";

  private IdentityComparisons() {}

  /** All that the Java runtime's own providers verify. */
  static List<Comparison> all() {
    List<Comparison> all = new ArrayList<>();
    floors(all);
    refused(all);
    further(all);
    spring(all);
    return all;
  }

  /** What another provider changes, beside its own bare check; nothing is promised of it. */
  static List<Comparison> ofProvider(String name) {
    String with = ", with " + name;
    return List.of(
        Comparison.of(RS256_TITLE + with, RS256, BARE_RS256, BARE + with, none()),
        Comparison.of(ES256_TITLE + with, ES256, BARE_ES256, BARE + with, none()),
        Comparison.of(DPOP_TITLE + with, DPOP, BARE_ES256, BARE + with, none()));
  }

  private static void floors(List<Comparison> all) {
    all.add(Comparison.of("token seen before", "TokenBenchmark.cached", SHA, ONE_SHA, ratio(3)));
    all.add(Comparison.of(RS256_TITLE, RS256, BARE_RS256, BARE, ratio(1.6)));
    all.add(Comparison.of(ES256_TITLE, ES256, BARE_ES256, BARE, ratio(1.1)));
    all.add(Comparison.of(DPOP_TITLE, DPOP, BARE_ES256, BARE, ratio(1.2)));
  }

  private static void refused(List<Comparison> all) {
    refused(all, "malformed", "token that is not base64url, refused");
    refused(all, "claimsTwice", "token with a claim twice, refused");
    refused(all, "otherIssuer", "token of an issuer that is not trusted, refused");
    refused(all, "unknownKey", "token by a key that its issuer does not have, refused");
  }

  private static void refused(List<Comparison> all, String benchmark, String title) {
    all.add(Comparison.of(title, "RefusedTokenBenchmark." + benchmark, SHA, ONE_SHA, ratio(30)));
  }

  private static void further(List<Comparison> all) {
    all.add(
        Comparison.of(
            "introspected token seen before",
            "IntrospectedTokenBenchmark.seen",
            "IntrospectedTokenBenchmark.sha256",
            "one SHA-256 of that short token",
            none()));
    ended(all, "0", "whether its session was ended, while nothing is");
    ended(all, "200", "the same while 200 others are, of eight kinds");
    ended(all, "100000", "the same while 100,000 others are");
  }

  private static void ended(List<Comparison> all, String ends, String title) {
    all.add(Comparison.of(title, "SessionBenchmark.check:" + ends, SHA, ONE_SHA, none()));
  }

  private static void spring(List<Comparison> all) {
    spring(all, "caller, by an RS256 token never seen before", "TokenBenchmark.caller", "rs256");
    all.add(
        Comparison.of(
            "caller, by an RS256 token seen before",
            "TokenBenchmark.callerSeen",
            "SpringTokenBenchmark.rs256",
            SPRING + ", which verifies it again",
            none()));
    spring(all, "caller, by an ES256 token never seen before", "Es256Benchmark.caller", "es256");
    all.add(
        Comparison.of(
            DPOP_TITLE,
            DPOP,
            "SpringDpopBenchmark.request",
            SPRING + ", which verifies the token again",
            none()));
    spring(
        all,
        "token that is not base64url, refused",
        "RefusedTokenBenchmark.malformed",
        "malformed");
  }

  private static void spring(List<Comparison> all, String title, String ours, String theirs) {
    all.add(Comparison.of(title, ours, "SpringTokenBenchmark." + theirs, SPRING, none()));
  }
}
