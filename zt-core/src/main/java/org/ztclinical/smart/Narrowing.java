package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/**
 * How a query can be confined before it runs: the answer is that of the client's query AND (one of
 * the fragments). Immutable. Values may be patient data: {@code toString} shows numbers only.
 */
public final class Narrowing {
  private static final Narrowing NOTHING = new Narrowing(List.of(), Set.of());
  private static final String ELEMENTS = "_elements";
  private static final String SUMMARY = "_summary";

  private final List<Parameters> fragments;
  private final Set<String> elements;

  private Narrowing(List<Parameters> fragments, Set<String> elements) {
    this.fragments = List.copyOf(fragments);
    this.elements = Set.copyOf(elements);
  }

  /** The query may run as it is. */
  public static Narrowing nothing() {
    return NOTHING;
  }

  /**
   * A union of fragments.
   *
   * @param fragments each a set of parameters that are ANDed; none means that no fragment is needed
   * @param elements the members of a resource without which the answer cannot be checked
   */
  static Narrowing of(List<Parameters> fragments, Set<String> elements) {
    return fragments.isEmpty() && elements.isEmpty() ? NOTHING : new Narrowing(fragments, elements);
  }

  /** The union; empty when the client's query already is within what is covered. */
  public List<Parameters> fragments() {
    return fragments;
  }

  /**
   * True when {@link #apply} confines the query to exactly what is covered. When false, run the
   * client's query as {@link #apply} gives it and rely on the release filter; totals are then
   * unknown.
   */
  public boolean exact() {
    return fragments.size() <= 1;
  }

  /**
   * The parameters to run instead of the client's: the fragment appended where there is exactly
   * one, and whatever would leave out the elements by which the answer is checked widened or
   * dropped ({@code _elements}, {@code _summary}). Servers may return more than such parameters ask
   * for (FHIR R4 §3.1.1.6).
   *
   * @param client the client's query or, for a search by POST, each of query and form body; append
   *     only to one of them by giving the other to {@link #keepCheckable}
   */
  public Parameters apply(Parameters client) {
    Parameters checkable = keepCheckable(client);
    return fragments.size() == 1 ? checkable.and(fragments.get(0)) : checkable;
  }

  /** The parameters with projections widened so that the answer can be checked. */
  public Parameters keepCheckable(Parameters client) {
    if (elements.isEmpty()) {
      return client;
    }
    List<Parameter> kept = new ArrayList<>();
    for (Parameter parameter : client.list()) {
      if (parameter.name().equals(ELEMENTS)) {
        kept.add(new Parameter(ELEMENTS, widened(parameter.value())));
      } else if (!parameter.name().equals(SUMMARY) || keepsElements(parameter.value())) {
        kept.add(parameter);
      }
    }
    return Parameters.of(kept);
  }

  private String widened(String value) {
    Set<String> all = new TreeSet<>(List.of(value.split(",", -1)));
    all.addAll(elements);
    return String.join(",", all);
  }

  private static boolean keepsElements(String summary) {
    return summary.equals("false") || summary.equals("data") || summary.equals("count");
  }

  @Override
  public String toString() {
    return "narrowing of " + fragments.size() + " fragments";
  }
}
