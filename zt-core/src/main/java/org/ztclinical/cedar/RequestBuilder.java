package org.ztclinical.cedar;

import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.eval.ContextValues;
import org.ztclinical.cedar.value.EntityUid;

/**
 * Makes one request for one authorizer, its context attribute by attribute, without a map.
 *
 * <pre>{@code
 * ContextAttribute<Boolean> mfa = authorizer.contextAttribute("mfa", Kind.BOOL);  // once
 *
 * PreparedRequest request =
 *     authorizer.request(principal, action, resource).set(mfa, true).prepare(entities);
 * }</pre>
 *
 * <p>An attribute that is not set is not there. For one thread and one request.
 */
public final class RequestBuilder {
  private final Authorizer authorizer;
  private final EntityUid principal;
  private final EntityUid action;
  private final EntityUid resource;
  private final ContextValues context = new ContextValues();

  RequestBuilder(Authorizer authorizer, EntityUid principal, EntityUid action, EntityUid resource) {
    this.authorizer = authorizer;
    this.principal = principal;
    this.action = action;
    this.resource = resource;
  }

  /**
   * Sets an attribute of the context.
   *
   * @throws IllegalArgumentException when the attribute is another authorizer's
   */
  public <T> RequestBuilder set(ContextAttribute<T> attribute, T value) {
    if (!attribute.isOf(authorizer)) {
      throw new IllegalArgumentException("the attribute belongs to another authorizer");
    }
    context.set(attribute.name(), attribute.slot(), attribute.value(value));
    return this;
  }

  /** The request, ready to be decided with these entities. Later changes do not reach it. */
  public PreparedRequest prepare(Entities entities) {
    return authorizer.prepare(
        AuthorizationRequest.of(principal, action, resource), context, entities);
  }

  /** The request as a value, for {@link Authorizer#explain} and for other authorizers. */
  public AuthorizationRequest build() {
    return AuthorizationRequest.of(principal, action, resource, context.record());
  }
}
