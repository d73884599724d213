package org.ztclinical.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.TargetUri;

/**
 * Under which URLs clients know a path of the application. From configuration alone: a {@code Host}
 * or forwarding header says nothing here, whoever sent it. Immutable.
 */
public final class ExternalUrls {
  private final CanonicalPath fhirPath;
  private final List<TargetUri> fhirBases;
  private final List<TargetUri> roots;

  private ExternalUrls(CanonicalPath fhirPath, List<TargetUri> fhirBases, List<TargetUri> roots) {
    this.fhirPath = fhirPath;
    this.fhirBases = List.copyOf(fhirBases);
    this.roots = List.copyOf(roots);
  }

  /**
   * URLs of an application that serves FHIR there. Where a base URL ends with the path, what stands
   * before is the URL of the application's root.
   *
   * @throws IllegalArgumentException when a base URL has characters that paths of requests have not
   */
  public static ExternalUrls of(CanonicalPath fhirPath, ServerBase base) {
    List<TargetUri> bases = base.urls().stream().map(ExternalUrls::parsed).toList();
    List<TargetUri> roots = new ArrayList<>();
    for (TargetUri url : bases) {
      if (fhirPath.segments().isEmpty()) {
        roots.add(url);
      } else if (url.text().endsWith(fhirPath.text())) {
        int end = url.text().length() - fhirPath.text().length();
        TargetUri.parse(url.text().substring(0, end)).ifPresent(roots::add);
      }
    }
    return new ExternalUrls(fhirPath, bases, roots);
  }

  /**
   * The application's root is known under this URL, too.
   *
   * @throws IllegalArgumentException when it is no absolute http or https URL
   */
  public ExternalUrls rootAt(String url) {
    List<TargetUri> more = new ArrayList<>(roots);
    more.add(parsed(url));
    return new ExternalUrls(fhirPath, fhirBases, more);
  }

  private static TargetUri parsed(String url) {
    Optional<TargetUri> parsed = TargetUri.parse(url);
    return parsed.orElseThrow(
        () ->
            new IllegalArgumentException(
                "not an absolute http or https URL, as in https://ehr.example.org/app: " + url));
  }

  /** Whether it is known under which URL clients call what is not FHIR. */
  public boolean knowsRoot() {
    return !roots.isEmpty();
  }

  /** The URLs of a path below the application's root; none when that is not known. */
  public Set<TargetUri> of(CanonicalPath path) {
    Set<TargetUri> urls = new LinkedHashSet<>();
    if (path.startsWith(fhirPath)) {
      CanonicalPath below = path.below(fhirPath);
      fhirBases.forEach(base -> urls.add(base.at(below)));
    }
    roots.forEach(root -> urls.add(root.at(path)));
    return urls;
  }

  @Override
  public String toString() {
    return fhirBases.size() + " FHIR bases, " + roots.size() + " roots";
  }
}
