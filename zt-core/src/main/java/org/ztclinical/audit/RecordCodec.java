package org.ztclinical.audit;

import java.nio.ByteBuffer;

/** Records as kind byte and body, version 1. */
final class RecordCodec {
  static final int VERSION = 1;

  static final int DECISION = 1;
  static final int RELEASE = 2;
  static final int REJECTION = 3;
  static final int PUBLIC_ACCESS = 4;
  static final int CONTROL = 5;
  static final int JUSTIFICATION = 6;
  static final int SESSION = 7;

  private RecordCodec() {}

  static int kind(AuditRecord record) {
    return record.accept(KIND);
  }

  static byte[] body(AuditRecord record) {
    WireWriter out = new WireWriter();
    record.accept(new Encoder(out));
    return out.toBytes();
  }

  /**
   * Reads a body.
   *
   * @throws AuditSyntaxException for any body that is not a record
   */
  static AuditRecord decode(int version, int kind, ByteBuffer body) {
    if (version != VERSION) {
      throw new AuditSyntaxException("version " + version + " is newer than this library reads");
    }
    WireReader in = new WireReader(body);
    try {
      AuditRecord record = decode(kind, in);
      in.end();
      return record;
    } catch (IllegalArgumentException e) {
      throw new AuditSyntaxException("a field is out of range: " + e.getMessage());
    }
  }

  private static AuditRecord decode(int kind, WireReader in) {
    return switch (kind) {
      case DECISION -> DecisionRecord.decode(in);
      case RELEASE -> ReleaseRecord.decode(in);
      case REJECTION -> RejectionRecord.decode(in);
      case PUBLIC_ACCESS -> PublicAccessRecord.decode(in);
      case CONTROL -> ControlRecord.decode(in);
      case JUSTIFICATION -> JustificationRecord.decode(in);
      case SESSION -> SessionRecord.decode(in);
      default -> throw new AuditSyntaxException("unknown kind " + kind);
    };
  }

  private static final AuditRecord.Visitor<Integer> KIND =
      new AuditRecord.Visitor<>() {
        @Override
        public Integer decision(DecisionRecord decision) {
          return DECISION;
        }

        @Override
        public Integer release(ReleaseRecord release) {
          return RELEASE;
        }

        @Override
        public Integer justification(JustificationRecord justification) {
          return JUSTIFICATION;
        }

        @Override
        public Integer session(SessionRecord session) {
          return SESSION;
        }

        @Override
        public Integer rejection(RejectionRecord rejection) {
          return REJECTION;
        }

        @Override
        public Integer publicAccess(PublicAccessRecord access) {
          return PUBLIC_ACCESS;
        }

        @Override
        public Integer control(ControlRecord control) {
          return CONTROL;
        }
      };

  /** Writes a record's body; gives the record back because a visitor answers. */
  private record Encoder(WireWriter out) implements AuditRecord.Visitor<AuditRecord> {
    @Override
    public AuditRecord decision(DecisionRecord decision) {
      decision.encode(out);
      return decision;
    }

    @Override
    public AuditRecord release(ReleaseRecord release) {
      release.encode(out);
      return release;
    }

    @Override
    public AuditRecord justification(JustificationRecord justification) {
      justification.encode(out);
      return justification;
    }

    @Override
    public AuditRecord session(SessionRecord session) {
      session.encode(out);
      return session;
    }

    @Override
    public AuditRecord rejection(RejectionRecord rejection) {
      rejection.encode(out);
      return rejection;
    }

    @Override
    public AuditRecord publicAccess(PublicAccessRecord access) {
      access.encode(out);
      return access;
    }

    @Override
    public AuditRecord control(ControlRecord control) {
      control.encode(out);
      return control;
    }
  }
}
