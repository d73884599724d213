package org.ztclinical.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Verdict;

class RecordCodecTest {
  private final long seed = System.nanoTime();
  private final SampleRecords samples = new SampleRecords(seed);

  @Test
  void everyRecordReadsBackAsItWasWritten() {
    for (int i = 0; i < 500; i++) {
      AuditRecord record = samples.next();

      AuditRecord read = decode(RecordCodec.kind(record), RecordCodec.body(record));

      assertThat(read).as("seed %d", seed).isEqualTo(record);
      assertThat(RecordCodec.body(read)).isEqualTo(RecordCodec.body(record));
      assertThat(read.describe()).doesNotContain("\n").isEqualTo(record.describe());
    }
  }

  @Test
  void damagedBodiesAreRefusedOrReadAsSomethingElseButNeverFailOtherwise() {
    Random random = new Random(seed);
    for (int i = 0; i < 4_000; i++) {
      AuditRecord record = samples.next();
      byte[] body = RecordCodec.body(record);
      body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));

      try {
        decode(RecordCodec.kind(record), body);
      } catch (AuditSyntaxException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void aTruncatedOrLengthenedBodyIsRefused() {
    byte[] body = RecordCodec.body(SampleRecords.permit());

    for (int length = 0; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> decode(RecordCodec.DECISION, cut))
          .isInstanceOf(AuditSyntaxException.class);
    }
    byte[] longer = Arrays.copyOf(body, body.length + 1);
    assertThatThrownBy(() -> decode(RecordCodec.DECISION, longer))
        .isInstanceOf(AuditSyntaxException.class);
  }

  @Test
  void theLargestRecordsFitAnEntryOfATile() {
    List<String> texts = IntStream.range(0, 100).mapToObj(i -> "ä".repeat(126) + i % 10).toList();
    List<Pseudonym> many = IntStream.range(0, 5000).mapToObj(i -> new Pseudonym(i, i)).toList();
    LayerFinding finding = new LayerFinding(Layer.DATA, Verdict.DENIED, texts);
    DecisionRecord decision =
        new DecisionRecord(
            EventId.create(),
            SampleRecords.NOON,
            DecisionOutcome.DENIED,
            texts.get(0),
            texts.get(0),
            Optional.empty(),
            Optional.of(new Actor("i", new Pseudonym(1, 1), "c", Optional.empty(), texts)),
            Patients.of(many.subList(0, Patients.MAX)),
            List.of(finding),
            texts,
            texts,
            texts.get(0),
            Optional.empty(),
            texts.get(0),
            Peer.unknown(),
            Collections.nCopies(DecisionRecord.MAX_JUSTIFICATIONS, EventId.create()));
    JustificationRecord justification =
        new JustificationRecord(
            EventId.create(),
            SampleRecords.NOON,
            new Actor("i", new Pseudonym(1, 1), "c", Optional.empty(), texts),
            new Pseudonym(1, 2),
            "€".repeat(Bounded.STATEMENT),
            SampleRecords.NOON,
            "",
            Peer.unknown());
    List<ReleasedResource> resources = new ArrayList<>();
    for (int i = 0; i < ReleaseRecord.MAX_RESOURCES; i++) {
      List<Pseudonym> about = many.subList(i * 16, i * 16 + 16);
      resources.add(ReleasedResource.of("Type" + i, new Pseudonym(i, 1), about));
    }
    ReleaseRecord release =
        ReleaseRecord.of(EventId.create(), SampleRecords.NOON).resources(resources).build();

    assertThat(RecordCodec.body(decision).length).isLessThan(Frame.MAX_BODY);
    assertThat(RecordCodec.body(release).length).isLessThan(Frame.MAX_BODY);
    assertThat(RecordCodec.body(justification).length).isLessThan(Frame.MAX_BODY);
  }

  @Test
  void aReleaseOfManyResourcesContinuesInFurtherRecords() {
    List<ReleasedResource> resources =
        IntStream.range(0, 300)
            .mapToObj(i -> ReleasedResource.of("Patient", new Pseudonym(0, i), List.of()))
            .toList();

    List<ReleaseRecord> records =
        ReleaseRecord.of(EventId.create(), SampleRecords.NOON)
            .sequence(2)
            .resources(resources)
            .bytes(99)
            .closing()
            .buildAll();

    assertThat(records).extracting(ReleaseRecord::sequence).containsExactly(2, 3, 4);
    assertThat(records).extracting(ReleaseRecord::closing).containsExactly(false, false, true);
    assertThat(records).extracting(ReleaseRecord::bytes).containsExactly(0L, 0L, 99L);
    assertThat(records.stream().flatMap(record -> record.resources().stream()))
        .containsExactlyElementsOf(resources);
  }

  @Test
  void textFromOutsideIsBoundedAndCannotBreakALine() {
    Actor actor =
        new Actor("i", new Pseudonym(1, 1), "a\nb", Optional.empty(), List.of("x".repeat(500)));

    assertThat(actor.clientId()).startsWith("sha256:").hasSize(39);
    assertThat(actor.roles().get(0)).startsWith("sha256:").hasSize(39);
  }

  /** Written before decisions could name justifications; logs of that time must go on to verify. */
  @Test
  void aDecisionFromBeforeJustificationsHasTheSameBytesAsEver() {
    String written =
        "0000000000000001000000000000000200064bf535af10000104726561640750617469656e740100"
            + "000000000000030000000000000004000001000000000000000300000000000000040101010000000000000000";
    DecisionRecord decision =
        DecisionRecord.at(new EventId(1, 2), Instant.parse("2026-03-01T12:00:00Z"))
            .outcome(DecisionOutcome.PERMIT)
            .interaction("read", "Patient")
            .noActor()
            .patients(List.of(new Pseudonym(3, 4)))
            .resource(new Pseudonym(3, 4))
            .finding(LayerFinding.of(Layer.IDENTITY, Verdict.PASSED))
            .build();

    assertThat(HexFormat.of().formatHex(RecordCodec.body(decision))).isEqualTo(written);
    assertThat(decode(RecordCodec.DECISION, HexFormat.of().parseHex(written))).isEqualTo(decision);
  }

  @Test
  void anEmptyListIsNotWrittenAtTheEndOfARecord() {
    byte[] body = RecordCodec.body(SampleRecords.permit());
    byte[] withEmptyList = Arrays.copyOf(body, body.length + 1);

    assertThatThrownBy(() -> decode(RecordCodec.DECISION, withEmptyList))
        .isInstanceOf(AuditSyntaxException.class)
        .hasMessageContaining("is not written at the end");
  }

  @Test
  void onlyTheLogItselfTellsAReason() {
    JustificationRecord record =
        new JustificationRecord(
            EventId.create(),
            SampleRecords.NOON,
            SampleRecords.actor(),
            new Pseudonym(1, 2),
            "it's an emergency",
            SampleRecords.NOON.plusSeconds(3600),
            "r-1",
            Peer.unknown());

    assertThat(record.describe())
        .contains("reason='it?s an emergency'", "until=2026-03-01T13:00:00.123456Z");
    assertThat(record.toString()).doesNotContain("emergency");
  }

  @Test
  void tooManyPatientsBecomeUnknownRatherThanAShorterList() {
    List<Pseudonym> many =
        IntStream.range(0, Patients.MAX + 1).mapToObj(i -> new Pseudonym(i, i)).toList();

    assertThat(Patients.of(many).unknownReason()).contains("more-than-500");
  }

  private static AuditRecord decode(int kind, byte[] body) {
    return RecordCodec.decode(RecordCodec.VERSION, kind, ByteBuffer.wrap(body));
  }
}
