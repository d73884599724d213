package org.ztclinical.cedar.eval;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Span;

/**
 * One request as the nodes see it: the attributes that policies read, each looked up once.
 *
 * <p>Many threads may evaluate with one instance. Slots are written before it is shared; what is
 * remembered while evaluating depends on nothing but the request, so a thread that reads an entry
 * of another reads the right one.
 */
public final class Evaluation {
  private final Entities entities;
  private final Paths paths;

  /** By slot: null, a value, or the error of the lookup. */
  private final @Nullable Object[] slots;

  /** By number of the shared condition: 0, or its outcome plus {@link #KNOWN}. */
  private final int[] memo;

  /** What is added to an outcome, so that none is remembered as 0, which is "unknown". */
  public static final int KNOWN = 64;

  private Span failedAt = Span.NONE;

  Evaluation(Program program, AuthorizationRequest request, Entities entities) {
    this.entities = entities;
    this.paths = program.paths();
    this.slots = new Object[paths.size()];
    this.memo = new int[program.sharedConditions()];
    slots[Paths.PRINCIPAL] = request.principal();
    slots[Paths.ACTION] = request.action();
    slots[Paths.RESOURCE] = request.resource();
    slots[Paths.CONTEXT] = request.context();
  }

  /** A request whose context was set attribute by attribute. */
  Evaluation(
      Program program, AuthorizationRequest request, ContextValues context, Entities entities) {
    this(program, request, entities);
    for (int slot : paths.contextSlots()) {
      slots[slot] = CedarError.ATTRIBUTE_MISSING;
    }
    context.copyTo(slots);
  }

  private Evaluation() {
    this.entities = Entities.empty();
    this.paths = new Paths();
    this.slots = new Object[0];
    this.memo = new int[0];
  }

  /** No request at all: for nodes that read none. */
  static Evaluation ofNothing() {
    return new Evaluation();
  }

  /** The store. */
  public Entities entities() {
    return entities;
  }

  /** What a slot holds: a value, or the error of the lookup. Only slots that were resolved. */
  public Object slot(int slot) {
    Object value = slots[slot];
    // Unreachable while policies name all their slots; an unnamed one must not grant anything.
    return value == null ? CedarError.ATTRIBUTE_MISSING : value;
  }

  /** All slots, for generated code; see {@link #slot}. Not to be changed. */
  public @Nullable Object[] slots() {
    return slots;
  }

  /** Looks up the attributes in the slots of these bits: a parent's slot is always lower. */
  void resolve(long[] wanted) {
    for (int word = 0; word < wanted.length; word++) {
      for (long left = wanted[word]; left != 0; left &= left - 1) {
        int slot = word * Long.SIZE + Long.numberOfTrailingZeros(left);
        if (slots[slot] == null) {
          slots[slot] = attribute(slot(paths.parent(slot)), paths.attribute(slot));
        }
      }
    }
  }

  /** An attribute of a value, or the error of the lookup. */
  Object attribute(Object of, String name) {
    CedarRecord attributes;
    if (of instanceof CedarRecord context) {
      attributes = context;
    } else if (of instanceof EntityUid uid) {
      Entity entity = entities.get(uid);
      if (entity == null) {
        return CedarError.ENTITY_MISSING;
      }
      attributes = entity.attributes();
    } else {
      return of instanceof CedarError error ? error : CedarError.TYPE;
    }
    Object value = attributes.get(name);
    return value == null ? CedarError.ATTRIBUTE_MISSING : value;
  }

  /** The outcome of a shared condition plus {@link #KNOWN}, or 0. */
  public int remembered(int number) {
    return memo[number];
  }

  /** Remembers the outcome of a shared condition, and returns it. */
  public int remember(int number, int outcome) {
    memo[number] = outcome + KNOWN;
    return outcome;
  }

  /** Forgets the outcomes of shared conditions, as a new decision computes all of them anew. */
  public void forget() {
    Arrays.fill(memo, 0);
  }

  void failedAt(Span at) {
    failedAt = at;
  }

  /** Where the last error arose. Meaningful only to the one thread that explains. */
  Span failedAt() {
    return failedAt;
  }
}
