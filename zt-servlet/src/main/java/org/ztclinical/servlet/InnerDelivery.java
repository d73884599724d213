package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.ztclinical.access.Clearance;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Outlet;
import org.ztclinical.enforce.Response;

/**
 * Puts the answer for a forward or include target into the answer of the exchange around it. A
 * forward's answer replaces all; an include adds its body. A refusal always replaces all: half a
 * page with a hole would hide that something was refused.
 */
final class InnerDelivery implements Delivery {
  private final CapturedResponse outer;
  private final HttpServletResponse given;
  private final boolean include;

  /**
   * @param outer what the exchange around has captured
   * @param given what the dispatch was given: the same, perhaps in wrappers
   */
  InnerDelivery(CapturedResponse outer, HttpServletResponse given, boolean include) {
    this.outer = outer;
    this.given = given;
    this.include = include;
  }

  @Override
  public void deliver(Guarded guarded) throws IOException {
    if (include && guarded.outcome() instanceof Clearance) {
      add(guarded.response().body());
    } else {
      outer.replaceWith(guarded.response());
    }
  }

  /** The answer becomes a part of another, so it is held. */
  @Override
  public Optional<Outlet> outlet() {
    return Optional.empty();
  }

  @Override
  public void deliverFailure(Response failure) {
    outer.replaceWith(failure);
  }

  private void add(byte[] body) throws IOException {
    try {
      given.getOutputStream().write(body);
    } catch (IllegalStateException e) {
      // The including page writes text.
      given.getWriter().write(new String(body, StandardCharsets.UTF_8));
    }
  }
}
