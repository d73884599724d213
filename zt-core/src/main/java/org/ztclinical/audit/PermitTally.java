package org.ztclinical.audit;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Counts decisions and finds permits that no release record closes. */
final class PermitTally implements AuditRecord.Visitor<Boolean> {
  private static final int EXAMPLES = 100;

  private final Set<EventId> open = new LinkedHashSet<>();
  private final Set<EventId> closedEarly = new HashSet<>();
  private long permits;
  private long denials;
  private long releases;

  @Override
  public Boolean decision(DecisionRecord decision) {
    if (!decision.outcome().permits()) {
      denials++;
      return false;
    }
    permits++;
    return closedEarly.remove(decision.decisionId()) || open.add(decision.decisionId());
  }

  @Override
  public Boolean release(ReleaseRecord release) {
    releases++;
    EventId permit = release.decisionId();
    return release.closing() && (open.remove(permit) || closedEarly.add(permit));
  }

  @Override
  public Boolean justification(JustificationRecord justification) {
    return false;
  }

  @Override
  public Boolean session(SessionRecord session) {
    return false;
  }

  @Override
  public Boolean rejection(RejectionRecord rejection) {
    return false;
  }

  @Override
  public Boolean publicAccess(PublicAccessRecord access) {
    return false;
  }

  @Override
  public Boolean control(ControlRecord control) {
    return false;
  }

  VerificationReport report(ChainReport log, ChainReport rejections) {
    List<EventId> examples = open.stream().limit(EXAMPLES).toList();
    return new VerificationReport(
        log, rejections, permits, denials, releases, open.size(), examples);
  }
}
