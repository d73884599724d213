package org.ztclinical.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
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
  private @Nullable Map<String, Whose> byName;

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

  private static Map<String, Whose> read(FhirRequest transaction) {
    List<JsonValue> sent = transaction.resource().orElseThrow().array("entry");
    Map<String, Whose> byName = new HashMap<>();
    for (int i = 0; i < sent.size() && i < transaction.entries().size(); i++) {
      if (sent.get(i) instanceof JsonObject entry) {
        name(entry, transaction.entries().get(i), byName);
      }
    }
    return byName;
  }

  private static void name(JsonObject entry, Classified classified, Map<String, Whose> byName) {
    Optional<FhirRequest> known = classified.fold(Optional::of, unknown -> Optional.empty());
    Whose refersTo = known.map(SentTogether::patientOf).orElseGet(Whose::unknown);
    entry.string("fullUrl").ifPresent(url -> put(url, refersTo, byName));
    boolean creates =
        known.filter(request -> request.interaction() == Interaction.CREATE).isPresent();
    if (creates) {
      JsonObject resource = entry.object("resource").orElseThrow();
      String type = resource.string("resourceType").orElse("");
      resource.string("id").ifPresent(id -> put(type + "/" + id, refersTo, byName));
      resource.string("id").ifPresent(id -> put(id, refersTo, byName));
    }
  }

  private static void put(String name, Whose refersTo, Map<String, Whose> byName) {
    byName.merge(name, refersTo, SentTogether::both);
    byName.merge(tail(name), refersTo, SentTogether::both);
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

  /** Whom a reference to another entry means; empty when it is a reference to none. */
  Optional<Whose> named(String reference) {
    if (transaction == null) {
      return Optional.empty();
    }
    Map<String, Whose> names = byName;
    if (names == null) {
      names = read(transaction);
      byName = names;
    }
    Whose exactly = names.get(reference);
    return Optional.ofNullable(exactly != null ? exactly : names.get(tail(reference)));
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
