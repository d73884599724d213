package org.ztclinical.audit;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What leaves for a permit, on disk before the bytes it names do. A permit has one release record
 * or more, numbered from 0; the last is {@link #closing()}. A permit without a closing one counts,
 * in a breach question, as having released all it could.
 *
 * @param eventId the event's id
 * @param decisionId the permit it belongs to
 * @param time when it was released
 * @param sequence 0 for the first record of a permit, then 1, 2, …
 * @param closing nothing follows for this permit
 * @param aborted the response was broken off; what earlier records name may have left in part
 * @param resources what leaves, at most {@value #MAX_RESOURCES}
 * @param bytes size of what leaves with this record; of an aborted one that follows others, how
 *     much had left in all
 * @param withheld how many resources were removed from the response
 * @param codes why they were, or why it was broken off
 * @param status the HTTP status of the response; 0 when none was sent
 */
public record ReleaseRecord(
    EventId eventId,
    EventId decisionId,
    Instant time,
    int sequence,
    boolean closing,
    boolean aborted,
    List<ReleasedResource> resources,
    long bytes,
    int withheld,
    List<String> codes,
    int status)
    implements AuditRecord {

  /**
   * Most resources one record names; {@link ReleaseRecordBuilder#buildAll()} splits longer lists.
   */
  public static final int MAX_RESOURCES = 128;

  public ReleaseRecord {
    Objects.requireNonNull(eventId, "eventId");
    Objects.requireNonNull(decisionId, "decisionId");
    time = Micros.round(time);
    resources = List.copyOf(resources);
    if (resources.size() > MAX_RESOURCES) {
      throw new IllegalArgumentException("a release names at most " + MAX_RESOURCES);
    }
    if (sequence < 0 || bytes < 0 || withheld < 0 || status < 0) {
      throw new IllegalArgumentException("numbers of a release are never negative");
    }
    codes = Bounded.texts(codes);
  }

  /** Starts a release for this permit. */
  public static ReleaseRecordBuilder of(EventId decisionId, Instant time) {
    return new ReleaseRecordBuilder(decisionId, time);
  }

  /** All patients of the resources, each once. */
  public Set<Pseudonym> patients() {
    Set<Pseudonym> patients = new LinkedHashSet<>();
    resources.forEach(resource -> patients.addAll(resource.patients()));
    return patients;
  }

  /** How many resources of each type leave. */
  public Map<String, Long> counts() {
    return resources.stream()
        .collect(
            Collectors.groupingBy(ReleasedResource::type, TreeMap::new, Collectors.counting()));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.release(this);
  }

  @Override
  public String describe() {
    List<String> types =
        counts().entrySet().stream().map(e -> e.getKey() + ":" + e.getValue()).toList();
    return Line.start(time + " release " + eventId)
        .word("decision", decisionId)
        .word("sequence", sequence)
        .flag("closing", closing)
        .flag("aborted", aborted)
        .word("status", status)
        .word("bytes", bytes)
        .words("released", types)
        .words("patients", patients())
        .word("withheld", withheld == 0 ? "" : withheld)
        .words("reasons", codes)
        .toString();
  }

  void encode(WireWriter out) {
    out.event(eventId);
    out.event(decisionId);
    out.instant(time);
    out.number(sequence);
    out.flag(closing);
    out.flag(aborted);
    ReleasedResources.encode(resources, out);
    out.number(bytes);
    out.number(withheld);
    out.texts(codes);
    out.number(status);
  }

  static ReleaseRecord decode(WireReader in) {
    return new ReleaseRecord(
        in.event(),
        in.event(),
        in.instant(),
        in.smallNumber(),
        in.flag(),
        in.flag(),
        ReleasedResources.decode(in),
        in.number(),
        in.smallNumber(),
        in.texts(),
        in.smallNumber());
  }
}
