package org.ztclinical.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ztclinical.fhir.OperationCall.Level;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;

/**
 * Reads any request as exactly one FHIR interaction with everything it touches, or says why not
 * (FHIR R4 §3.1.0). The entries of a batch are read by the same rules. HEAD is read as GET.
 * Immutable and safe for use by many threads.
 */
public final class FhirClassifier {
  private static final String HISTORY = "_history";
  private static final String SEARCH = "_search";
  private static final List<String> METADATA = List.of("metadata");
  private static final List<String> SMART_CONFIGURATION =
      List.of(".well-known", "smart-configuration");

  private static final Unclassified NESTED = new Unclassified(Reason.of(FhirReason.BUNDLE_NESTED));

  private final KnownParameters known;
  private final BulkRoutes exports;

  private FhirClassifier(KnownParameters known, BulkRoutes exports) {
    this.known = known;
    this.exports = exports;
  }

  /** A classifier for FHIR R4 in JSON. */
  public static FhirClassifier create() {
    return new FhirClassifier(KnownParameters.ofR4(), BulkRoutes.none());
  }

  /**
   * A classifier that also knows search parameters which the server defines itself. It matters
   * under {@code Prefer: handling=strict} only, where a search with an unknown parameter has no
   * meaning; without that preference any name may be one that the server knows.
   *
   * @throws IllegalArgumentException when the type is none of R4
   */
  public FhirClassifier knowing(String type, String... parameters) {
    if (!ResourceTypes.contains(type)) {
      throw new IllegalArgumentException("\"" + type + "\" is not a resource type of FHIR R4");
    }
    return new FhirClassifier(known.with(type, List.of(parameters)), exports);
  }

  /** A classifier that knows where the server keeps exports and their files. */
  public FhirClassifier exports(BulkRoutes routes) {
    return new FhirClassifier(known, routes);
  }

  /** The request's one meaning, or the reason why it has none. Never throws for what was sent. */
  public Classified classify(CanonicalRequest request) {
    try {
      Optional<BulkPart> part = exports.match(request);
      Preconditions.check(request, part.filter(of -> of.kind() == BulkPart.Kind.FILE).isPresent());
      return part.isPresent()
          ? inJson(ofExport(request, part.get()))
          : inCheckedForm(preferred(meaning(request, Payload.of(request.body()), false)));
    } catch (NoMeaningException e) {
      return e.answer();
    }
  }

  private FhirRequest ofExport(CanonicalRequest request, BulkPart part) throws NoMeaningException {
    Payload.of(request.body()).mustBeEmpty();
    ParameterRules.singletons(request.query());
    if (part.kind() == BulkPart.Kind.FILE && exports.filesAreBinaries()) {
      List<String> path = request.path().segments();
      return Queries.draftOf(request, Interaction.READ)
          .type(path.get(0))
          .id(path.get(1))
          .bulk(part)
          .build();
    }
    return Queries.draftOf(request, Interaction.OPERATION)
        .operation(new OperationCall("export", Level.SYSTEM))
        .bulk(part)
        .build();
  }

  /** XML is read where one answer is asked for: bundles of answers and exports are JSON alone. */
  private static FhirRequest inCheckedForm(FhirRequest request) throws NoMeaningException {
    boolean jsonAlone =
        request.interaction() == Interaction.BATCH
            || request.interaction() == Interaction.TRANSACTION
            || request.isExportStart();
    return jsonAlone ? inJson(request) : request;
  }

  private static FhirRequest inJson(FhirRequest request) throws NoMeaningException {
    if (request.wantsXml()) {
      throw new NoMeaningException(FhirReason.FORMAT_NOT_SUPPORTED);
    }
    return request;
  }

  private FhirRequest preferred(FhirRequest request) throws NoMeaningException {
    return request.preferences().strict() ? strictly(request) : request;
  }

  private FhirRequest strictly(FhirRequest request) throws NoMeaningException {
    boolean search =
        request.interaction() == Interaction.SEARCH_TYPE
            || request.interaction() == Interaction.SEARCH_SYSTEM;
    if (search) {
      known.check(request.type().orElse(null), request.parameters());
    }
    return request;
  }

  private FhirRequest meaning(CanonicalRequest request, Payload payload, boolean entry)
      throws NoMeaningException {
    List<String> path = request.path().segments();
    if (path.isEmpty()) {
      return atRoot(request, payload, entry);
    }
    String first = path.get(0);
    char initial = first.charAt(0);
    if (initial >= 'A' && initial <= 'Z') {
      return TypePaths.meaning(request, payload, path);
    }
    if (initial == '$' && path.size() == 1) {
      return Queries.operation(
          Queries.draftOf(request, Interaction.OPERATION), first, Level.SYSTEM, payload);
    }
    if (path.size() == 1 && first.equals(HISTORY)) {
      return Queries.history(request, Interaction.HISTORY_SYSTEM, payload).build();
    }
    if (path.size() == 1 && first.equals(SEARCH)) {
      return Queries.search(Queries.postedSearch(request, Interaction.SEARCH_SYSTEM), payload);
    }
    if (path.equals(METADATA) || path.equals(SMART_CONFIGURATION)) {
      return Queries.discovery(request, payload);
    }
    throw new NoMeaningException(
        initial >= 'a' && initial <= 'z'
            ? FhirReason.TYPE_UNKNOWN
            : FhirReason.INTERACTION_UNKNOWN);
  }

  private FhirRequest atRoot(CanonicalRequest request, Payload payload, boolean entry)
      throws NoMeaningException {
    if (Queries.isGet(request)) {
      return Queries.search(Queries.draftOf(request, Interaction.SEARCH_SYSTEM), payload);
    }
    if (request.method() != HttpMethod.POST) {
      throw new NoMeaningException(FhirReason.INTERACTION_UNKNOWN);
    }
    if (entry) {
      throw new NoMeaningException(FhirReason.BUNDLE_NESTED);
    }
    ParameterRules.general(request.query());
    PostedBundle bundle = PostedBundle.read(payload);
    List<Classified> entries = new ArrayList<>();
    boolean strict = Preferences.of(request).strict();
    for (PostedBundle.Entry one : bundle.entries()) {
      entries.add(classify(one, strict));
    }
    if (entries.contains(NESTED)) {
      // One entry that means many is no mistake of a client; nothing of the bundle is trusted.
      throw new NoMeaningException(FhirReason.BUNDLE_NESTED);
    }
    return Queries.draftOf(request, bundle.interaction())
        .resource(bundle.resource())
        .entries(entries)
        .build();
  }

  private Classified classify(PostedBundle.Entry entry, boolean strict) {
    try {
      FhirRequest known = inJson(meaning(entry.request(), entry.payload(), true));
      return strict ? strictly(known) : known;
    } catch (NoMeaningException e) {
      return e.answer();
    }
  }
}
