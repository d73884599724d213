package org.ztclinical.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.signal.EventTransmitter;
import org.ztclinical.signal.SignalReason;
import org.ztclinical.signal.SignalRejectedException;
import org.ztclinical.signal.SubjectId;
import org.ztclinical.token.HandlePart;

/**
 * Which tokens an event's subject means. What is said together (a complex subject) means what all
 * parts mean; a part of which tokens say nothing, as a tenant, is left out, so that more is meant
 * rather than less. An opaque id alone may be a login's or a user's, and means both.
 */
final class EventTargets {
  private static final Map<String, HandlePart> COMPONENTS =
      Map.of(
          "user", HandlePart.SUBJECT,
          "session", HandlePart.SESSION,
          "device", HandlePart.DEVICE,
          "application", HandlePart.CLIENT);

  private final EventTransmitter transmitter;

  EventTargets(EventTransmitter transmitter) {
    this.transmitter = transmitter;
  }

  /** Empty when nothing is named that tokens say. */
  Set<Target> of(SubjectId subject) throws SignalRejectedException {
    Set<Target> targets = new LinkedHashSet<>();
    switch (subject.format()) {
      case "complex" -> targets.addAll(together(subject.components()));
      case "aliases" -> {
        for (SubjectId alias : subject.aliases()) {
          targets.addAll(of(alias));
        }
      }
      case "opaque" -> {
        targets.addAll(part(HandlePart.SUBJECT, subject));
        targets.addAll(part(HandlePart.SESSION, subject));
      }
      default -> targets.addAll(part(HandlePart.SUBJECT, subject));
    }
    return targets;
  }

  /** The machines that are named: a subject alone is one. */
  Set<Target> devices(SubjectId subject) throws SignalRejectedException {
    if (!subject.format().equals("complex")) {
      return new LinkedHashSet<>(part(HandlePart.DEVICE, subject));
    }
    SubjectId device = subject.components().get("device");
    return device == null ? Set.of() : new LinkedHashSet<>(part(HandlePart.DEVICE, device));
  }

  private List<Target> together(Map<String, SubjectId> components) throws SignalRejectedException {
    List<Target> all = List.of();
    for (Map.Entry<String, SubjectId> component : components.entrySet()) {
      HandlePart part = COMPONENTS.get(component.getKey());
      List<Target> named = part == null ? List.of() : part(part, component.getValue());
      if (!named.isEmpty()) {
        all = all.isEmpty() ? named : common(all, named);
      }
    }
    return all;
  }

  private static List<Target> common(List<Target> some, List<Target> others)
      throws SignalRejectedException {
    List<Target> both = new ArrayList<>();
    for (Target one : some) {
      for (Target other : others) {
        if (one.issuer().equals(other.issuer())) {
          both.add(one.and(other));
        }
      }
    }
    if (both.isEmpty()) {
      throw new SignalRejectedException(SignalReason.CLAIMS, "sub_id");
    }
    return both;
  }

  private List<Target> part(HandlePart part, SubjectId subject) throws SignalRejectedException {
    return switch (subject.format()) {
      case "iss_sub" ->
          List.of(target(part, permitted(subject), subject.text("sub").orElseThrow()));
      case "jwt_id" ->
          List.of(target(HandlePart.TOKEN, permitted(subject), subject.text("jti").orElseThrow()));
      case "opaque" ->
          transmitter.speaksFor().stream()
              .sorted()
              .map(issuer -> target(part, issuer, subject.text("id").orElseThrow()))
              .toList();
      case "email" -> byEmail(part, subject);
      default -> List.of();
    };
  }

  private List<Target> byEmail(HandlePart part, SubjectId subject) {
    Optional<String> known =
        part == HandlePart.SUBJECT
            ? transmitter.subjectOf(subject.text("email").orElseThrow())
            : Optional.empty();
    return known.map(sub -> target(part, transmitter.issuer(), sub)).stream().toList();
  }

  private String permitted(SubjectId subject) throws SignalRejectedException {
    @Nullable String issuer = subject.text("iss").orElse(null);
    if (issuer == null || !transmitter.speaksFor().contains(issuer)) {
      throw new SignalRejectedException(SignalReason.FOREIGN_SUBJECT);
    }
    return issuer;
  }

  private static Target target(HandlePart part, String issuer, String value) {
    return switch (part) {
      case TOKEN -> Target.token(issuer, value);
      case SESSION -> Target.session(issuer, value);
      case SUBJECT -> Target.subject(issuer, value);
      case CLIENT -> Target.client(issuer, value);
      case DEVICE -> Target.device(issuer, value);
      case KEY -> Target.key(issuer, value);
    };
  }
}
