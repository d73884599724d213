package org.ztclinical.samples.clinic.tour;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.audit.AuditEntry;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.AuditRecord;
import org.ztclinical.audit.AuditVerifier;
import org.ztclinical.audit.DecisionRecord;
import org.ztclinical.audit.JustificationRecord;
import org.ztclinical.audit.ReleaseRecord;
import org.ztclinical.audit.SessionRecord;
import org.ztclinical.audit.VerificationReport;

/** What the calls of one tour left in the audit log: found by request id, shown and checked. */
final class TourLog {
  private final Path folder;
  private final PrintStream out;
  private final Map<String, Integer> stopOfRequest;
  private final Map<String, Integer> stopOfDecision = new HashMap<>();
  private final Set<Integer> found = new HashSet<>();
  private int endings;

  /**
   * The log in this folder.
   *
   * @param stopOfRequest the number of the stop, from 1, by the request id of its answer
   */
  TourLog(Path folder, Map<String, Integer> stopOfRequest, PrintStream out) {
    this.folder = folder;
    this.stopOfRequest = stopOfRequest;
    this.out = out;
  }

  /** Refuses a folder in which no clinic keeps a log, before anything is asked of it. */
  static void requireIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "there is no audit log in " + folder + "; name the clinic's data folder with --data=DIR");
    }
  }

  /** Shows what the stops left since the tour began; returns what is not as it must be. */
  List<String> check(List<Stop> stops, Instant began) throws IOException {
    out.printf("%nWhat these calls left in the audit log, by number:%n");
    AuditReader.forEach(folder, entry -> ofADecision(entry, stops, began));
    out.printf("and in the lane of strangers:%n");
    AuditReader.forEachRejection(folder, entry -> ofAStranger(entry, stops, began));
    VerificationReport report = AuditVerifier.verify(folder);
    out.printf("%n%s%n", report.describe());

    List<String> faults = new ArrayList<>();
    for (int number = 1; number <= stops.size(); number++) {
      if (!found.contains(number)) {
        Stop stop = stops.get(number - 1);
        faults.add(stop.title() + ": the audit log does not say " + stop.logged());
      }
    }
    if (endings == 0) {
      faults.add("the audit log does not say that a login has ended");
    }
    if (!report.intact()) {
      faults.add("the audit log is not intact");
    }
    return faults;
  }

  private void ofADecision(AuditEntry entry, List<Stop> stops, Instant began) {
    Integer number = numberOf(entry.record());
    if (number != null) {
      out.printf("  %2d. %s%n", number, entry.record().describe());
      if (!(entry.record() instanceof JustificationRecord)) {
        compare(number, stops.get(number - 1), entry);
      }
    } else if (entry.record() instanceof SessionRecord && !entry.recorded().isBefore(began)) {
      // What an issuer tells is no stop's request.
      out.printf("      %s%n", entry.record().describe());
      endings++;
    }
  }

  private @Nullable Integer numberOf(AuditRecord record) {
    if (record instanceof DecisionRecord decision) {
      Integer number = stopOfRequest.get(decision.requestId());
      if (number != null) {
        stopOfDecision.put(decision.decisionId().toString(), number);
      }
      return number;
    }
    if (record instanceof JustificationRecord justification) {
      return stopOfRequest.get(justification.requestId());
    }
    return record instanceof ReleaseRecord release
        ? stopOfDecision.get(release.decisionId().toString())
        : null;
  }

  /** Records of strangers name no request; what was written since the tour began must do. */
  private void ofAStranger(AuditEntry entry, List<Stop> stops, Instant began) {
    if (entry.recorded().isBefore(began)) {
      return;
    }
    out.printf("      %s%n", entry.record().describe());
    for (int number = 1; number <= stops.size(); number++) {
      if (!stops.get(number - 1).isDecided()) {
        compare(number, stops.get(number - 1), entry);
      }
    }
  }

  private void compare(int number, Stop stop, AuditEntry entry) {
    if (entry.describe().contains(stop.logged())) {
      found.add(number);
    }
  }
}
