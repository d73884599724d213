package org.ztclinical.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.policy.PageBindings.Continued;

/**
 * What one request continues of earlier answers. It is found once, before anybody decides, and all
 * who decide are handed this: what is forgotten meanwhile cannot be allowed by one and unknown to
 * another. Immutable.
 *
 * @param pages what the pages continue that the request or its entries ask for, by page token
 * @param given false when one of them was not given to the caller
 * @param export what the caller's own export is about that the request belongs to
 */
record Continuation(Map<String, Continued> pages, boolean given, Optional<Continued> export) {
  /** The request begins everything anew. */
  static final Continuation NONE = new Continuation(Map.of(), true, Optional.empty());

  Continuation {
    pages = Map.copyOf(pages);
    Objects.requireNonNull(export, "export");
  }

  /** True when the request is for the status or a file of the caller's own export. */
  boolean isOwnExport() {
    return export.isPresent();
  }

  /**
   * What the request, or an entry of the bundle that it is, continues; nothing when it does not.
   */
  Continued of(FhirRequest asked) {
    if (asked.bulk().isPresent()) {
      return export.orElse(Continued.NOTHING);
    }
    List<String> tokens = PageBindings.tokensIn(asked.parameters());
    if (tokens.isEmpty() || !given || !isList(asked.interaction())) {
      // Elsewhere a token means nothing: it must not say whom the request is about.
      return Continued.NOTHING;
    }
    Set<Touch> touches = new LinkedHashSet<>();
    Set<String> patients = new LinkedHashSet<>();
    for (String token : tokens) {
      Continued continued = Objects.requireNonNull(pages.get(token), "a page that was given");
      touches.addAll(continued.touches());
      patients.addAll(continued.patients());
    }
    return new Continued(touches, patients);
  }

  private static boolean isList(Interaction interaction) {
    return switch (interaction) {
      case SEARCH_TYPE, SEARCH_SYSTEM, HISTORY_TYPE, HISTORY_SYSTEM -> true;
      case READ,
          VREAD,
          HISTORY_INSTANCE,
          CREATE,
          UPDATE,
          PATCH,
          DELETE,
          CAPABILITIES,
          BATCH,
          TRANSACTION,
          OPERATION ->
          false;
    };
  }

  /** Tokens and ids are patient data. */
  @Override
  public String toString() {
    return (given ? "" : "not given, ") + pages.size() + " pages";
  }
}
