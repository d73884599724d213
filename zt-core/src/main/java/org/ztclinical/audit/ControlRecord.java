package org.ztclinical.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The log about itself. Only the log writes these.
 *
 * @param eventId the event's id
 * @param time when it happened
 * @param event what happened
 * @param facts names and values that say more, in the order of the names
 */
public record ControlRecord(
    EventId eventId, Instant time, ControlEvent event, SortedMap<String, String> facts)
    implements AuditRecord {
  public ControlRecord {
    Objects.requireNonNull(eventId, "eventId");
    time = Micros.round(time);
    Objects.requireNonNull(event, "event");
    if (facts.size() > Bounded.LIST) {
      throw new IllegalArgumentException("a control record has at most " + Bounded.LIST + " facts");
    }
    SortedMap<String, String> copy = new TreeMap<>();
    facts.forEach((name, value) -> copy.put(name, Bounded.text(value)));
    facts = Collections.unmodifiableSortedMap(copy);
  }

  static ControlRecord of(Instant time, ControlEvent event, Map<String, String> facts) {
    return new ControlRecord(EventId.create(), time, event, new TreeMap<>(facts));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.control(this);
  }

  @Override
  public String describe() {
    Line line = Line.start(time + " log " + eventId).word(event.code());
    facts.forEach(line::word);
    return line.toString();
  }

  void encode(WireWriter out) {
    out.event(eventId);
    out.instant(time);
    out.code(event.number());
    List<String> flat = new ArrayList<>();
    facts.forEach((name, value) -> Collections.addAll(flat, name, value));
    out.texts(flat);
  }

  static ControlRecord decode(WireReader in) {
    EventId eventId = in.event();
    Instant time = in.instant();
    ControlEvent event = ControlEvent.numbered(in.code());
    SortedMap<String, String> facts = new TreeMap<>();
    List<String> flat = in.texts();
    if (flat.size() % 2 != 0) {
      throw new AuditSyntaxException("a fact has no value");
    }
    for (int i = 0; i < flat.size(); i += 2) {
      facts.put(flat.get(i), flat.get(i + 1));
    }
    return new ControlRecord(eventId, time, event, facts);
  }
}
