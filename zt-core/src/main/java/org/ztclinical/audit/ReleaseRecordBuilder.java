package org.ztclinical.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.ztclinical.reason.ReasonCode;

/** Collects what leaves with one flush of a response. Not thread-safe. */
public final class ReleaseRecordBuilder {
  private final EventId decisionId;
  private final Instant time;
  private final List<ReleasedResource> resources = new ArrayList<>();
  private int sequence;
  private boolean closing;
  private boolean aborted;
  private long bytes;
  private int withheld;
  private List<String> codes = List.of();
  private int status;

  ReleaseRecordBuilder(EventId decisionId, Instant time) {
    this.decisionId = decisionId;
    this.time = time;
  }

  /** The number of the first record built; 0 for the first of a permit. */
  public ReleaseRecordBuilder sequence(int sequence) {
    this.sequence = sequence;
    return this;
  }

  /** Nothing follows for this permit. */
  public ReleaseRecordBuilder closing() {
    this.closing = true;
    return this;
  }

  /** The response is broken off; this record closes the permit. */
  public ReleaseRecordBuilder aborted() {
    this.aborted = true;
    return closing();
  }

  /** Adds a resource that leaves. */
  public ReleaseRecordBuilder resource(ReleasedResource resource) {
    resources.add(resource);
    return this;
  }

  /** Adds resources that leave. */
  public ReleaseRecordBuilder resources(Collection<ReleasedResource> more) {
    resources.addAll(more);
    return this;
  }

  /** Size of what leaves with this flush. */
  public ReleaseRecordBuilder bytes(long bytes) {
    this.bytes = bytes;
    return this;
  }

  /** How many resources were removed from the response, and why. */
  public ReleaseRecordBuilder withheld(int count, Collection<? extends ReasonCode> reasons) {
    this.withheld = count;
    return reasons(reasons);
  }

  /** Why something was removed or the response broken off. */
  public ReleaseRecordBuilder reasons(Collection<? extends ReasonCode> reasons) {
    this.codes = LayerFinding.codesOf(reasons);
    return this;
  }

  /** The HTTP status of the response. */
  public ReleaseRecordBuilder status(int status) {
    this.status = status;
    return this;
  }

  /**
   * The one record.
   *
   * @throws IllegalArgumentException for more than {@link ReleaseRecord#MAX_RESOURCES} resources:
   *     then use {@link #buildAll()}
   */
  public ReleaseRecord build() {
    return part(resources, sequence, true);
  }

  /**
   * As many records as the resources need, numbered from {@link #sequence} on. Bytes, withheld
   * count and the closing mark stand in the last. Hand all of them to {@link AuditLog#recordAll}.
   */
  public List<ReleaseRecord> buildAll() {
    int size = ReleaseRecord.MAX_RESOURCES;
    List<ReleaseRecord> records = new ArrayList<>();
    int from = 0;
    while (resources.size() - from > size) {
      records.add(part(resources.subList(from, from + size), sequence + records.size(), false));
      from += size;
    }
    records.add(part(resources.subList(from, resources.size()), sequence + records.size(), true));
    return records;
  }

  private ReleaseRecord part(List<ReleasedResource> named, int number, boolean last) {
    return new ReleaseRecord(
        EventId.create(),
        decisionId,
        time,
        number,
        closing && last,
        aborted && last,
        named,
        last ? bytes : 0,
        last ? withheld : 0,
        last ? codes : List.of(),
        status);
  }
}
