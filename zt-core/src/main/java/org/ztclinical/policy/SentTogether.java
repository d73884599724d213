package org.ztclinical.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.Reference;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/**
 * What the entries of one transaction may call each other (FHIR R4 §3.1.0.11.2): a reference to the
 * {@code fullUrl} of another entry, or to the id that a created resource came with, becomes a
 * reference to whatever the server makes of that entry. Read when first asked; used by one thread.
 */
final class SentTogether {
  /** Of a name that more patients share, nobody knows whom it means. */
  private static final int MAX_PATIENTS = 100;

  private static final SentTogether NOTHING = new SentTogether(null);

  private final @Nullable FhirRequest transaction;
  private @Nullable Entries entries;

  private SentTogether(@Nullable FhirRequest transaction) {
    this.transaction = transaction;
  }

  /** Nothing: outside a transaction, no resource refers to another that is sent with it. */
  static SentTogether nothing() {
    return NOTHING;
  }

  /** The entries of this request when it is a transaction; nothing otherwise. */
  static SentTogether in(FhirRequest request) {
    return request.interaction() == Interaction.TRANSACTION ? new SentTogether(request) : NOTHING;
  }

  /** Whom a reference to another entry means; empty when it is a reference to none. */
  Optional<Whose> named(String reference) {
    if (transaction == null) {
      return Optional.empty();
    }
    Map<String, Whose> patients = entries(transaction).patients;
    Whose exactly = patients.get(reference);
    return Optional.ofNullable(exactly != null ? exactly : patients.get(tail(reference)));
  }

  /**
   * In whose record what is referred to is by what the transaction makes of it; in nobody's when it
   * does nothing to it, and unknown when a search decides whether it does.
   *
   * @param reading tells it of one entry
   */
  Whose written(JsonValue reference, Reference local, Function<FhirRequest, Whose> reading) {
    if (transaction == null) {
      return Whose.nobody();
    }
    Entries sent = entries(transaction);
    if (sent.searched.contains(local.type())) {
      return Whose.unknown();
    }
    Set<String> names = new TreeSet<>(Set.of(local.type() + "/" + local.id()));
    if (reference instanceof JsonObject object) {
      object.string("reference").ifPresent(text -> names.addAll(List.of(text, tail(text))));
    }
    Whose written = Whose.nobody();
    for (String name : names) {
      FhirRequest entry = sent.writes.get(name);
      if (sent.shared.contains(name)) {
        written = written.and(Whose.unknown());
      } else if (entry != null) {
        written = written.and(sent.whose(entry, reading));
      }
    }
    return written;
  }

  private Entries entries(FhirRequest sent) {
    Entries known = entries;
    if (known == null) {
      known = Entries.of(sent);
      entries = known;
    }
    return known;
  }

  /** What is sent, by its names. */
  private static final class Entries {
    private final Map<String, Whose> patients = new HashMap<>();
    private final Map<String, FhirRequest> writes = new HashMap<>();

    /** Names that several writes have, or one that nobody understands. */
    private final Set<String> shared = new HashSet<>();

    /** The types of which a search decides what is changed. */
    private final Set<String> searched = new HashSet<>();

    private final IdentityHashMap<FhirRequest, Whose> asked = new IdentityHashMap<>();

    static Entries of(FhirRequest transaction) {
      Entries entries = new Entries();
      List<JsonValue> sent = transaction.resource().orElseThrow().array("entry");
      for (int i = 0; i < sent.size() && i < transaction.entries().size(); i++) {
        if (sent.get(i) instanceof JsonObject entry) {
          Optional<FhirRequest> known =
              transaction.entries().get(i).fold(Optional::of, unknown -> Optional.empty());
          entries.add(names(entry, known), known);
        }
      }
      return entries;
    }

    private void add(Set<String> names, Optional<FhirRequest> known) {
      Whose refersTo = known.map(SentTogether::patientOf).orElseGet(Whose::unknown);
      names.forEach(name -> patients.merge(name, refersTo, SentTogether::both));
      if (known.isEmpty()) {
        shared.addAll(names);
      }
      known
          .filter(request -> !request.interaction().isRead())
          .ifPresent(one -> addWrite(names, one));
    }

    private void addWrite(Set<String> names, FhirRequest write) {
      if (write.criteria().isPresent() && write.interaction() != Interaction.CREATE) {
        write.type().ifPresent(searched::add);
      }
      for (String name : names) {
        if (writes.put(name, write) != null) {
          shared.add(name);
        }
      }
    }

    /** Read once; an entry that is read for its own sake is not known. */
    Whose whose(FhirRequest entry, Function<FhirRequest, Whose> reading) {
      Whose before = asked.putIfAbsent(entry, Whose.unknown());
      if (before != null) {
        return before;
      }
      Whose read = reading.apply(entry);
      asked.put(entry, read);
      return read;
    }
  }

  private static Set<String> names(JsonObject entry, Optional<FhirRequest> known) {
    Set<String> names = new HashSet<>();
    entry.string("fullUrl").ifPresent(names::add);
    boolean creates =
        known.filter(request -> request.interaction() == Interaction.CREATE).isPresent();
    if (creates) {
      JsonObject resource = entry.object("resource").orElseThrow();
      String type = resource.string("resourceType").orElse("");
      resource.string("id").ifPresent(id -> names.addAll(Set.of(type + "/" + id, id)));
    }
    known
        .flatMap(request -> request.id().map(id -> request.type().orElse("") + "/" + id))
        .ifPresent(names::add);
    Set<String> withTails = new HashSet<>(names);
    names.forEach(name -> withTails.add(tail(name)));
    return withTails;
  }

  private static Whose both(Whose one, Whose other) {
    return one.and(one.patients().size() < MAX_PATIENTS ? other : Whose.unknown());
  }

  /** The patient that a reference to the entry will mean. */
  private static Whose patientOf(FhirRequest entry) {
    if (!entry.type().filter(Fhir.PATIENT::equals).isPresent()) {
      return entry.type().isPresent() ? Whose.nobody() : Whose.unknown();
    }
    if (entry.criteria().isPresent()) {
      return Whose.unknown();
    }
    // A new patient is one of whom no policy can know.
    return entry.interaction() == Interaction.CREATE
        ? Whose.nobody()
        : entry.id().map(id -> Whose.of(Set.of(id))).orElseGet(Whose::unknown);
  }

  /** The type and id at the end of a URL, without a version; the text itself where it has none. */
  private static String tail(String url) {
    int history = url.indexOf("/_history/");
    String current = history < 0 ? url : url.substring(0, history);
    int id = current.lastIndexOf('/');
    int type = id < 0 ? -1 : current.lastIndexOf('/', id - 1);
    return current.substring(type + 1);
  }

  @Override
  public String toString() {
    return transaction == null ? "nothing" : "a transaction";
  }
}
