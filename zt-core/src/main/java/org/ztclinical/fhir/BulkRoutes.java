package org.ztclinical.fhir;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.BulkPart.Kind;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.Parameters.Parameter;
import org.ztclinical.request.RequestRefusedException;

/**
 * Where a server keeps what follows {@code $export}: the status of exports and their files (Bulk
 * Data Access 2). The specification leaves those URLs to servers, so they must be told; without
 * them such requests are unclassified. All are below the FHIR base. Immutable.
 */
public final class BulkRoutes {
  private static final BulkRoutes NONE = new BulkRoutes(List.of(), List.of(), false);
  private static final BulkRoutes HAPI =
      new BulkRoutes(List.of("$export-poll-status"), List.of("Binary"), true);

  /** Beside the number of the export, in HAPI's form of status URL. */
  private static final Set<String> WITH_A_JOB = Set.of("_jobId", "_format", "_pretty");

  /** More segments below the path of files are none of its files. */
  private static final int MAX_FILE_SEGMENTS = 4;

  private final List<String> status;
  private final List<String> files;
  private final boolean hapi;

  private BulkRoutes(List<String> status, List<String> files, boolean hapi) {
    this.status = List.copyOf(status);
    this.files = List.copyOf(files);
    this.hapi = hapi;
  }

  /** There are none. */
  public static BulkRoutes none() {
    return NONE;
  }

  /**
   * Those of HAPI FHIR: {@code $export-poll-status?_jobId=…} and {@code Binary/[id]}. A Binary that
   * holds NDJSON then leaves as a file of an export alone.
   */
  public static BulkRoutes hapi() {
    return HAPI;
  }

  /**
   * Status below one path, with one more segment, and files below another, with one to four more.
   *
   * @param statusPath below the FHIR base, as in {@code /bulk/status}
   * @param filePath below the FHIR base, as in {@code /bulk/files}
   * @throws IllegalArgumentException when a path is no path, begins as FHIR's own do, or one is
   *     within the other
   */
  public static BulkRoutes below(String statusPath, String filePath) {
    List<String> status = own(statusPath);
    List<String> files = own(filePath);
    if (startsWith(status, files) || startsWith(files, status)) {
      throw new IllegalArgumentException("status and files of exports need paths of their own");
    }
    return new BulkRoutes(status, files, false);
  }

  /** True when files are Binary resources. */
  public boolean filesAreBinaries() {
    return hapi;
  }

  /** What the request asks of an export; empty when it asks for something else. */
  Optional<BulkPart> match(CanonicalRequest request) {
    List<String> path = request.path().segments();
    boolean reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    boolean cancels = request.method() == HttpMethod.DELETE;
    if (reads && isFile(path, request)) {
      return Optional.of(new BulkPart(Kind.FILE, key(request)));
    }
    if ((reads || cancels) && isStatus(path, request)) {
      return Optional.of(new BulkPart(reads ? Kind.STATUS : Kind.CANCEL, key(request)));
    }
    return Optional.empty();
  }

  /**
   * What the URL stands for that a server gave out: where the status of an export is, or one of its
   * files; empty when it is neither, or not below our own base.
   */
  public Optional<BulkPart> find(String url, ServerBase base) {
    int from = base.prefixLength(url);
    if (from < 0) {
      return Optional.empty();
    }
    try {
      return match(CanonicalRequest.parse(HttpMethod.GET, "/" + url.substring(from)));
    } catch (RequestRefusedException e) {
      return Optional.empty();
    }
  }

  private boolean isStatus(List<String> path, CanonicalRequest request) {
    if (hapi) {
      return path.equals(status)
          && request.query().all("_jobId").size() == 1
          && request.query().list().stream().map(Parameter::name).allMatch(WITH_A_JOB::contains);
    }
    return path.size() == status.size() + 1 && isBelow(path, status);
  }

  private boolean isFile(List<String> path, CanonicalRequest request) {
    int more = path.size() - files.size();
    if (!isBelow(path, files) || more < 1) {
      return false;
    }
    return hapi
        ? more == 1 && FhirId.matches(path.get(1)) && request.query().isEmpty()
        : more <= MAX_FILE_SEGMENTS;
  }

  private String key(CanonicalRequest request) {
    String path = request.path().text();
    List<String> job = request.query().all("_jobId");
    return hapi && !job.isEmpty()
        ? path + "?" + job.get(0)
        : path + "?" + request.query().toQuery();
  }

  private static boolean isBelow(List<String> path, List<String> prefix) {
    return !prefix.isEmpty() && startsWith(path, prefix);
  }

  private static boolean startsWith(List<String> path, List<String> prefix) {
    return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
  }

  private static List<String> own(String text) {
    Objects.requireNonNull(text, "path");
    try {
      List<String> segments = CanonicalPath.parse(text).segments();
      char initial = segments.isEmpty() ? '_' : segments.get(0).charAt(0);
      if (initial >= 'a' && initial <= 'z' && !segments.get(0).equals("metadata")) {
        return segments;
      }
    } catch (RequestRefusedException e) {
      throw new IllegalArgumentException(text + ": " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        text + ": a path of exports begins with a lower-case letter, as in /bulk/status");
  }

  @Override
  public String toString() {
    return hapi ? "exports as HAPI FHIR keeps them" : "exports below " + status + " and " + files;
  }
}
