package org.ztclinical.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.BulkPart;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.reason.Experimental;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;
import org.ztclinical.smart.FhirContextItem;
import org.ztclinical.smart.OperationInput;
import org.ztclinical.smart.ScopeAuthorizer;

/**
 * Remembers whose search a server's page token continues. A page is served only to the principal,
 * client, scopes and launch context that were given its link; a token that was never given out, was
 * given to someone else, or is older than an hour is refused. In memory, bounded, each user of a
 * client within a share; safe for use by many threads.
 */
@Experimental
public final class PageBindings {
  private static final Set<String> TOKEN_NAMES = Set.of("_getpages", "_page", "_pageId", "_cursor");

  /** So much is remembered, counted in tokens and in what their searches touch. */
  private static final int MAX_WEIGHT = 1_000_000;

  /** Of that, one user's by one client. */
  private static final int SHARE = MAX_WEIGHT / 100;

  private final ScopeAuthorizer scopes;
  private final ExportBindings exports;

  /**
   * By pairs of principal and token: a server may give equal searches of several callers one token.
   */
  private final SharedMemory<Continued> bound =
      new SharedMemory<>(Duration.ofHours(1), MAX_WEIGHT, SHARE, System::nanoTime);

  /**
   * Bindings.
   *
   * @param scopes say what a patient's record is, and what operations read
   */
  public PageBindings(ScopeAuthorizer scopes) {
    this(scopes, new ExportBindings(BulkRoutes.none(), null));
  }

  private PageBindings(ScopeAuthorizer scopes, ExportBindings exports) {
    this.scopes = Objects.requireNonNull(scopes, "scopes");
    this.exports = exports;
  }

  /**
   * Bindings of exports, too, where the server keeps them there. What the status URL of an export
   * is about is remembered for a day, and so are its files.
   */
  public static PageBindings with(ScopeAuthorizer scopes, BulkRoutes routes, ServerBase base) {
    return new PageBindings(scopes, new ExportBindings(routes, base));
  }

  /**
   * What the search is about that a page continues.
   *
   * @param touches what it touches
   * @param patients the patients it is about, as far as it told
   */
  record Continued(Set<Touch> touches, Set<String> patients) {
    Continued {
      touches = Collections.unmodifiableSet(new LinkedHashSet<>(touches));
      patients = Set.copyOf(patients);
    }

    static final Continued NOTHING = new Continued(Set.of(), Set.of());

    /** The ids are patient data. */
    @Override
    public String toString() {
      return touches.size() + " touches";
    }
  }

  /** The page tokens among a query's parameters, under the names that FHIR servers give them. */
  public static List<String> tokensIn(Parameters query) {
    if (query.isEmpty()) {
      return List.of();
    }
    return query.list().stream()
        .filter(parameter -> TOKEN_NAMES.contains(parameter.name()))
        .map(Parameter::value)
        .toList();
  }

  /**
   * Notes that these page tokens were released in answer to the permitted request. When it was for
   * a page that is forgotten meanwhile, nobody knows any more what its links continue: they are
   * nobody's then.
   */
  public void bind(Collection<String> pageTokens, Permit permit) {
    if (pageTokens.isEmpty()) {
      return;
    }
    Continuation before = continuedBy(permit.request());
    if (!before.given()) {
      return;
    }
    String fingerprint = fingerprint(permit.request());
    Continued continued = continuedFrom(permit, before);
    String owner = owner(permit.request());
    pageTokens.forEach(
        token -> bound.put(owner, fingerprint + token, continued, weight(continued)));
  }

  /** The export's status or file for which a URL stands that the application gave out. */
  public Optional<BulkPart> exported(String url) {
    return exports.find(url);
  }

  /**
   * Notes that these URLs of an export are released in answer to the permitted request, unless the
   * export that it is about is forgotten meanwhile.
   */
  public void bindExported(Collection<BulkPart> parts, Permit permit) {
    Continuation before = continuedBy(permit.request());
    if (permit.request().fhir().bulk().isPresent() && !before.isOwnExport()) {
      return;
    }
    String fingerprint = fingerprint(permit.request());
    Continued continued = continuedFrom(permit, before);
    String owner = owner(permit.request());
    parts.forEach(part -> exports.bind(owner, part, fingerprint, continued));
  }

  /** True when the request is for the status or a file of the caller's own export. */
  public boolean isOwnExport(AccessRequest request) {
    return exports.own(request).isPresent();
  }

  /** True when the request is for a file or the status of an export, whoever's, that is known. */
  boolean isExported(FhirRequest request) {
    return exports.isKnown(request);
  }

  private Continued continuedFrom(Permit permit, Continuation before) {
    FhirRequest fhir = permit.request().fhir();
    Set<Touch> touches = new LinkedHashSet<>(touches(fhir, before.of(fhir)));
    for (Classified entry : fhir.entries()) {
      touches.addAll(entry.fold(known -> touches(known, before.of(known)), unknown -> Set.of()));
    }
    Set<String> patients = new LinkedHashSet<>(permit.terms().patients());
    patients.addAll(before.of(fhir).patients());
    return new Continued(touches, patients);
  }

  /** What a request touches that may continue something. */
  Set<Touch> touches(FhirRequest asked, Continued continued) {
    return Touches.of(
        asked,
        continued.touches(),
        scopes.compartment(),
        scopes.operationRule(asked),
        scopes.operationInput(asked).named());
  }

  /** What the operation is given that a request calls. */
  OperationInput input(FhirRequest asked) {
    return scopes.operationInput(asked);
  }

  private static int weight(Continued continued) {
    return 10 + continued.touches().size() + continued.patients().size();
  }

  /** What the request continues, or an entry of the bundle that it is, as it is known now. */
  Continuation continuedBy(AccessRequest request) {
    Set<String> tokens = new LinkedHashSet<>(tokensIn(request.fhir().parameters()));
    for (Classified entry : request.fhir().entries()) {
      tokens.addAll(entry.fold(known -> tokensIn(known.parameters()), unknown -> List.of()));
    }
    Optional<Continued> export = exports.own(request);
    if (tokens.isEmpty()) {
      return export.isEmpty() ? Continuation.NONE : new Continuation(Map.of(), true, export);
    }
    String fingerprint = fingerprint(request);
    Map<String, Continued> pages = new HashMap<>();
    for (String token : tokens) {
      bound.find(fingerprint + token).ifPresent(continued -> pages.put(token, continued));
    }
    return new Continuation(pages, pages.size() == tokens.size(), export);
  }

  /** Whose share it is, whatever scopes and launches the user comes with. */
  private static String owner(AccessRequest request) {
    return digest(user(request));
  }

  private static List<String> user(AccessRequest request) {
    return List.of(
        request.principal().issuer(),
        request.principal().subject(),
        request.principal().clientId());
  }

  static String fingerprint(AccessRequest request) {
    List<String> parts = new ArrayList<>(user(request));
    parts.add(request.launch().patient().orElse(""));
    parts.add(request.launch().encounter().orElse(""));
    for (FhirContextItem item : request.launch().fhirContext()) {
      parts.add(item.resource().map(of -> of.type() + "/" + of.id()).orElse(""));
      parts.add(item.canonical().orElse(""));
      parts.add(item.role());
    }
    parts.addAll(request.scopeTexts());
    return digest(parts);
  }

  private static String digest(List<String> parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha256.update(bytes);
      }
      return Base64.getEncoder().encodeToString(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
