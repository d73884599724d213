package org.ztclinical.servlet;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.RejectionRecord;

/** What the lane of strangers in an audit log says was refused. */
final class RefusalLane {
  private RefusalLane() {}

  /** How many requests were refused for each reason, singly recorded or counted. */
  static Map<String, Long> counts(Path audit) {
    Map<String, Long> counts = new TreeMap<>();
    try {
      AuditReader.forEachRejection(
          audit,
          entry -> {
            if (entry.record() instanceof RejectionRecord refused) {
              counts.merge(refused.code(), refused.count(), Long::sum);
            }
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return counts;
  }
}
