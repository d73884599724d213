package org.ztclinical.audit;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Verdict;
import org.ztclinical.request.RequestReason;

/** Records of every kind, drawn from a seed. */
final class SampleRecords {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  static final Pseudonyms PSEUDONYMS = Pseudonyms.withKey(new byte[32]);

  private final Random random;

  SampleRecords(long seed) {
    this.random = new Random(seed);
  }

  static DecisionRecord permit() {
    return permit(EventId.create());
  }

  static DecisionRecord permit(EventId decisionId) {
    return DecisionRecord.at(decisionId, NOON)
        .outcome(DecisionOutcome.PERMIT)
        .interaction("read", "Patient")
        .actor(actor())
        .patients(List.of(PSEUDONYMS.patient("1")))
        .resource(PSEUDONYMS.patient("1"))
        .finding(LayerFinding.of(Layer.IDENTITY, Verdict.PASSED))
        .finding(LayerFinding.of(Layer.DEVICE, Verdict.NOT_CONFIGURED))
        .build();
  }

  static ReleaseRecord release(EventId decisionId) {
    return ReleaseRecord.of(decisionId, NOON)
        .resource(
            ReleasedResource.of(
                "Patient", PSEUDONYMS.patient("1"), List.of(PSEUDONYMS.patient("1"))))
        .bytes(1234)
        .status(200)
        .closing()
        .build();
  }

  static Actor actor() {
    return new Actor(
        "https://issuer.example",
        PSEUDONYMS.subject("https://issuer.example", "alice"),
        "portal",
        Optional.of(PSEUDONYMS.token("https://issuer.example", "jti-1")),
        List.of("physician", "staff"));
  }

  AuditRecord next() {
    return switch (random.nextInt(7)) {
      case 0 -> decision();
      case 1 -> release();
      case 2 -> rejection();
      case 5 -> justification();
      case 6 -> session();
      case 3 ->
          LaneEvent.publicAccess("metadata", "GET").once(Peer.of("10.0.0.7", PSEUDONYMS), time());
      default ->
          ControlRecord.of(
              time(), ControlEvent.GAP, java.util.Map.of("refused", "" + random.nextInt(9)));
    };
  }

  DecisionRecord decision() {
    DecisionRecordBuilder builder =
        DecisionRecord.at(EventId.create(), time())
            .outcome(pick(DecisionOutcome.values()))
            .interaction("search-type", "Observation")
            .actor(actor())
            .patients(patients());
    if (random.nextBoolean()) {
      builder
          .trace(new TraceReference("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"))
          .requestId("r-" + random.nextInt())
          .peer(Peer.of(pick(InetAddress.getLoopbackAddress().getHostAddress(), "::1"), PSEUDONYMS))
          .purpose("TREAT")
          .observed(List.of(RequestReason.HEADER_AMBIGUOUS))
          .determinedBy(List.of("treating-staff-read"))
          .justifiedBy(Stream.generate(EventId::create).limit(random.nextInt(3)).toList());
    }
    for (Layer layer : Layer.values()) {
      builder.finding(
          LayerFinding.of(layer, pick(Verdict.values()), List.of(pick(RequestReason.values()))));
    }
    return builder.build();
  }

  ReleaseRecord release() {
    ReleaseRecordBuilder builder =
        ReleaseRecord.of(EventId.create(), time())
            .sequence(random.nextInt(5))
            .bytes(random.nextInt(1 << 20))
            .withheld(random.nextInt(3), List.of(RequestReason.BODY_TOO_LARGE))
            .status(200);
    for (int i = random.nextInt(40); i > 0; i--) {
      builder.resource(
          ReleasedResource.of(
              pick("Patient", "Observation", "Condition"),
              pseudonym(),
              patients().known().stream().limit(3).toList()));
    }
    builder.resource(ReleasedResource.withoutId("OperationOutcome", List.of()));
    return random.nextBoolean() ? builder.closing().build() : builder.aborted().build();
  }

  private JustificationRecord justification() {
    Instant time = time();
    return new JustificationRecord(
        EventId.create(),
        time,
        actor(),
        pseudonym(),
        pick("unconscious in the emergency room", "Notfall: Überdosis, „niemand da“ 😀", ""),
        time.plusSeconds(random.nextInt(3600)),
        pick("", "r-1"),
        Peer.unknown());
  }

  private SessionRecord session() {
    return new SessionRecord(
        EventId.create(),
        time(),
        pick("security desk", "https://issuer.example"),
        pick("terminate", "session-revoked"),
        pick("", "https://issuer.example"),
        pick("subject+device", "issuer", ""),
        random.nextBoolean() ? Optional.empty() : Optional.of(pseudonym()),
        random.nextBoolean() ? Optional.empty() : Optional.of(pseudonym()),
        pick("session.terminated", "recorded"));
  }

  private RejectionRecord rejection() {
    Instant time = time();
    return new RejectionRecord(
        EventId.create(),
        "token.expired",
        Peer.unknown(),
        1 + random.nextInt(100),
        time,
        time.plusMillis(random.nextInt(1000)));
  }

  private Patients patients() {
    if (random.nextInt(4) == 0) {
      return pick(Patients.none(), Patients.unknown("search-not-confined"));
    }
    List<Pseudonym> patients = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      patients.add(pseudonym());
    }
    return Patients.of(patients);
  }

  private Pseudonym pseudonym() {
    return PSEUDONYMS.patient("p" + random.nextInt(20));
  }

  private Instant time() {
    return NOON.plusNanos(random.nextInt());
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }
}
