package org.ztclinical.cedar.eval;

import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;

/**
 * A request in the terms of a {@link ScopeIndex}. Those that are equal match the same scopes; and
 * nothing is in them that policies do not name, so they may outlive the request.
 */
final class ScopeKeys {
  private final Party principal;
  private final Party action;
  private final Party resource;
  private final int hash;

  ScopeKeys(AuthorizationRequest request, Entities entities, ScopeIndex index) {
    this.principal = new Party(request.principal(), entities, index);
    this.action = new Party(request.action(), entities, index);
    this.resource = new Party(request.resource(), entities, index);
    this.hash = 31 * (31 * principal.hashCode() + action.hashCode()) + resource.hashCode();
  }

  Party principal() {
    return principal;
  }

  Party action() {
    return action;
  }

  Party resource() {
    return resource;
  }

  /** How many entities it names at most: what it takes of memory. */
  int room() {
    return principal.room() + action.room() + resource.room();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScopeKeys that
        && hash == that.hash
        && principal.equals(that.principal)
        && action.equals(that.action)
        && resource.equals(that.resource);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
