package org.ztclinical.smart;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Reason;

/**
 * Decides for every resource of an answer whether it may leave. This is the control; narrowing a
 * query before it runs is a convenience. Pure and safe for use by many threads.
 *
 * <p>Ask it for each resource that carries data of its own: the single resource of a read, and each
 * {@code entry.resource} of a Bundle. Carriers pass and are walked into: an OperationOutcome, and a
 * Bundle whose type is {@code searchset}, {@code history}, {@code batch-response} or {@code
 * transaction-response}. Every Bundle, at any depth, must be walked into, whether it is a carrier
 * or a stored document. Contained resources are part of the resource that contains them. A resource
 * without a known {@code resourceType} is refused, and so is one that lacks the elements by which
 * it could be recognised as covered.
 */
@FunctionalInterface
public interface ReleaseFilter {

  /** Empty when the resource may leave; otherwise why it may not. */
  Optional<Reason> refuses(JsonObject resource);

  /**
   * The members of a resource of this type by which the filter decides, whatever their values;
   * empty when it may look at any. An answer's resources are read no further than that, and one
   * that is asked for another member fails, so that a name which is forgotten here lets nothing
   * leave.
   *
   * @param type what the resource says of itself; it need not be a type of R4
   */
  default Optional<Set<String>> reads(String type) {
    return Optional.empty();
  }

  /**
   * True when nothing at all may leave, be it a carrier: the answer is then as if there were
   * nothing.
   */
  default boolean refusesEverything() {
    return false;
  }

  /** Refuses everything, for this reason. */
  static ReleaseFilter nothing(Reason why) {
    return new ReleaseFilter() {
      @Override
      public Optional<Reason> refuses(JsonObject resource) {
        return Optional.of(why);
      }

      @Override
      public boolean refusesEverything() {
        return true;
      }

      @Override
      public ReleaseFilter and(ReleaseFilter other) {
        return this;
      }
    };
  }

  /** Lets a resource pass only when both filters do. */
  default ReleaseFilter and(ReleaseFilter other) {
    return new BothFilters(this, other);
  }

  /** As this filter, and decides by no more than these members of a resource of any type. */
  default ReleaseFilter reading(Function<String, Set<String>> members) {
    return new ReadingFilter(this, members);
  }

  /** Whether the resource carries others and no data of its own: it passes and is walked into. */
  static boolean isCarrier(JsonObject resource) {
    return GrantFilter.isCarrier(resource, GrantFilter.type(resource));
  }
}
