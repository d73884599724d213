package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.ReasonCode;

/** Counts what leaves and what stays while one answer is checked. Used by one thread. */
final class Released {
  private final List<JsonObject> resources = new ArrayList<>();
  private final Set<ReasonCode> reasons = new LinkedHashSet<>();
  private final List<String> pageTokens = new ArrayList<>();
  private int withheld;

  void leaves(JsonObject resource) {
    resources.add(resource);
  }

  void stays(Reason reason) {
    withheld++;
    reasons.add(reason.code());
  }

  /** Everything counted so far stays after all. */
  void allStay(EnforceReason reason) {
    withheld += resources.size();
    resources.clear();
    reasons.add(reason);
  }

  /** A link to a further page leaves. */
  void pageLink(String token) {
    pageTokens.add(token);
  }

  /** What was counted since the last part was taken. */
  Released takePart() {
    Released part = new Released();
    part.resources.addAll(resources);
    part.reasons.addAll(reasons);
    part.pageTokens.addAll(pageTokens);
    part.withheld = withheld;
    resources.clear();
    reasons.clear();
    pageTokens.clear();
    withheld = 0;
    return part;
  }

  List<String> pageTokens() {
    return pageTokens;
  }

  List<JsonObject> resources() {
    return resources;
  }

  /** Why something stays, each cause once. */
  Set<ReasonCode> reasons() {
    return reasons;
  }

  int withheld() {
    return withheld;
  }
}
