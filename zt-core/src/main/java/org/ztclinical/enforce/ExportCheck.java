package org.ztclinical.enforce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.BulkPart;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.policy.PageBindings;

/**
 * The check of answers about exports (Bulk Data Access 2): of the start, whose {@code
 * Content-Location} is bound to whom it is given; of the status, whose manifest leaves only when
 * each of its URLs is one that can be bound; of the files, line by line.
 */
final class ExportCheck {
  private static final int ACCEPTED = 202;
  private static final String LOCATION = "Content-Location";
  private static final List<String> PROGRESS = List.of("X-Progress", "Retry-After", "Expires");
  private static final List<String> LINES =
      List.of("application/fhir+ndjson", "application/ndjson");

  private final ResponseCheck single;
  private final PageBindings bindings;
  private final ReleasedNames names;
  private final int maxBytes;
  private final int maxLine;
  private final JsonReader reader = JsonReader.of(JsonLimits.forResources());

  /**
   * A check of exports.
   *
   * @param names tells what of a resource must be read to name it
   */
  ExportCheck(ResponseCheck single, PageBindings bindings, Limits limits, ReleasedNames names) {
    this.single = single;
    this.names = names;
    this.bindings = bindings;
    this.maxBytes = limits.maxResponseBodyBytes();
    this.maxLine = limits.maxPieceBytes();
  }

  /** The check, when the request starts an export or is about one; empty otherwise. */
  Optional<Checked> check(Permit permit, Response response, EntryRule rule) {
    if (permit.request().fhir().isExportStart()) {
      return Optional.of(started(permit, response, rule));
    }
    boolean own = bindings.isOwnExport(permit.request());
    return permit
        .request()
        .fhir()
        .bulk()
        .filter(part -> own)
        .map(
            part ->
                response.status() < 300
                    ? of(part, permit, response, rule)
                    : failed(response, rule));
  }

  private Checked failed(Response response, EntryRule rule) {
    return single.check(response, rule);
  }

  private Checked of(BulkPart part, Permit permit, Response response, EntryRule rule) {
    return switch (part.kind()) {
      case STATUS -> status(permit, response);
      case CANCEL -> new Checked(Response.empty(response.status()), new Released(), false);
      case FILE -> file(response, rule);
    };
  }

  /** A server that accepts says where the status is; where that is must be known to be checked. */
  private Checked started(Permit permit, Response response, EntryRule rule) {
    Checked checked = single.check(response, rule);
    List<String> locations = response.headers().getOrDefault(LOCATION, List.of());
    if (response.status() != ACCEPTED || locations.isEmpty()) {
      return checked;
    }
    Optional<BulkPart> status =
        locations.size() == 1
            ? bindings
                .exported(locations.get(0))
                .filter(part -> part.kind() == BulkPart.Kind.STATUS)
            : Optional.empty();
    if (status.isEmpty()) {
      return unreadable();
    }
    bindings.bindExported(List.of(status.get()), permit);
    return checked;
  }

  private Checked status(Permit permit, Response response) {
    if (response.status() == ACCEPTED) {
      return new Checked(progress(response), new Released(), false);
    }
    if (response.status() != 200) {
      return unreadable();
    }
    return single
        .read(response)
        .flatMap(document -> ExportManifest.read(document, bindings))
        .map(manifest -> complete(permit, response, manifest))
        .orElseGet(ExportCheck::unreadable);
  }

  private Checked complete(Permit permit, Response response, ExportManifest manifest) {
    bindings.bindExported(manifest.parts(), permit);
    Response leaving =
        Response.of(
            200,
            headers(response, List.of("Content-Type", "Expires")),
            JsonWriter.write(manifest.leaving()));
    return new Checked(leaving, new Released(), false);
  }

  private static Response progress(Response response) {
    return Response.of(ACCEPTED, headers(response, PROGRESS), new byte[0]);
  }

  /**
   * The check of a file that leaves line by line, as it comes; empty for everything else that is
   * asked of an export, and for what is not written as such a file.
   */
  Optional<AnswerWalk> walk(
      Permit permit, Response head, EntryRule rule, Released released, Leaving leaving) {
    boolean file =
        bindings.isOwnExport(permit.request())
            && permit
                .request()
                .fhir()
                .bulk()
                .filter(part -> part.kind() == BulkPart.Kind.FILE)
                .isPresent();
    return file && isFile(head)
        ? Optional.of(new LineWalk(rule, names, reader, released, leaving, maxLine))
        : Optional.empty();
  }

  private static boolean isFile(Response response) {
    return response.status() == 200
        && LINES.contains(response.mediaType())
        && ResponseCheck.isPlainText(response);
  }

  /** The check of a file that is complete, by the rules of one that is not. */
  private Checked file(Response response, EntryRule rule) {
    if (!isFile(response) || response.body().length > maxBytes) {
      return unreadable();
    }
    Released released = new Released();
    Leaving leaving = new Leaving(released);
    LineWalk walk = new LineWalk(rule, names, reader, released, leaving, maxBytes);
    try {
      walk.feed(response.body(), 0, response.body().length);
      walk.finish();
    } catch (UnreadableAnswerException e) {
      return Checked.aborted(Refusals.withheld(), released, EnforceReason.ANSWER_UNREADABLE);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return new Checked(walk.leaving(response).withBody(leaving.toByteArray()), released, false);
  }

  private static Map<String, List<String>> headers(Response response, List<String> names) {
    Map<String, List<String>> kept = new TreeMap<>();
    for (String name : names) {
      response.header(name).ifPresent(value -> kept.put(name, List.of(value)));
    }
    return kept;
  }

  private static Checked unreadable() {
    return Checked.aborted(Refusals.withheld(), new Released(), EnforceReason.ANSWER_UNREADABLE);
  }
}
