package org.ztclinical.benchmarks;

import static org.ztclinical.benchmarks.Comparison.Target.micros;
import static org.ztclinical.benchmarks.Comparison.Target.none;
import static org.ztclinical.benchmarks.Comparison.Target.ratio;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of the table of processor figures but those of identity: what is compared with what,
 * and what is promised.
 */
final class Comparisons {
  private static final String SHA = "TokenBenchmark.sha256";
  private static final String ONE_SHA = "one SHA-256 of the token";
  private static final String CHECK = "ResponseCheckBenchmark.";
  private static final String PARSE = "Jackson reading the same bytes";

  private Comparisons() {}

  /** All that this machine can measure. */
  static List<Comparison> all() {
    List<Comparison> all = new ArrayList<>();
    decision(all);
    uniform(all);
    response(all);
    audit(all);
    return all;
  }

  private static void decision(List<Comparison> all) {
    all.add(Comparison.of("scope check of a read", "ScopeBenchmark.read", SHA, ONE_SHA, none()));
    all.add(
        Comparison.of(
            "scope check of a search with 6 parameters",
            "ScopeBenchmark.search",
            SHA,
            ONE_SHA,
            none()));
    all.add(
        Comparison.of(
            "whole decision for a read (token seen before, identity, scopes, all layers)",
            "GuardBenchmark.decideRead",
            SHA,
            ONE_SHA,
            micros(10)));
    all.add(
        Comparison.of(
            "whole guard of a read, response check included, audit records made but not written",
            "GuardBenchmark.guardRead",
            SHA,
            ONE_SHA,
            none()));
  }

  private static void uniform(List<Comparison> all) {
    all.add(
        Comparison.of(
            "refusing a read of another patient's resource, without application and disk",
            "UniformBenchmark.readForbidden",
            "UniformBenchmark.readAbsent",
            "one that does not exist",
            none()));
    all.add(
        Comparison.of(
            "refusing to delete another patient's resource, without disk",
            "UniformBenchmark.deleteForbidden",
            "UniformBenchmark.deleteAbsent",
            "one that does not exist",
            none()));
  }

  private static void response(List<Comparison> all) {
    held(all, 20, none());
    held(all, 100, ratio(1.5));
    all.add(
        Comparison.of(
            "response check of a Bundle of 10,000, in pieces",
            CHECK + "pieces10000",
            CHECK + "parse10000",
            PARSE,
            ratio(1.5)));
    all.add(
        Comparison.of(
            "the same, beside a reading without text",
            CHECK + "pieces10000",
            CHECK + "skip10000",
            "Jackson skipping through the same bytes",
            none()));
  }

  private static void held(List<Comparison> all, int entries, Comparison.Target target) {
    all.add(
        Comparison.of(
                "response check of a Bundle of " + entries,
                CHECK + "held" + entries,
                CHECK + "parse" + entries,
                PARSE,
                target)
            .minus(CHECK + "held0"));
  }

  private static void audit(List<Comparison> all) {
    if (GuardOnDiskBenchmark.hasMemoryFolder()) {
      all.add(
          Comparison.of(
              "whole guard of a read, audit on a file system in memory, one caller",
              "GuardOnDiskBenchmark.memory",
              SHA,
              ONE_SHA,
              none()));
    }
    all.add(
        Comparison.of(
            "whole guard of a read, audit on disk, one caller",
            "GuardOnDiskBenchmark.disk",
            "GuardOnDiskBenchmark.twoForces",
            "two bare forces",
            none()));
  }
}
