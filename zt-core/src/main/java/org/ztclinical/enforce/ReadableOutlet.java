package org.ztclinical.enforce;

import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * An outlet whose head says what every answer says: which pages of other origins may read it, and
 * with which nonce to come again.
 */
record ReadableOutlet(Outlet outlet, UnaryOperator<Guarded> completed) implements Outlet {
  @Override
  public void begin(Guarded head) throws IOException {
    outlet.begin(completed.apply(head));
  }

  @Override
  public void write(byte[] bytes, int from, int to) throws IOException {
    outlet.write(bytes, from, to);
  }

  @Override
  public void end() throws IOException {
    outlet.end();
  }

  @Override
  public void cut() {
    outlet.cut();
  }
}
