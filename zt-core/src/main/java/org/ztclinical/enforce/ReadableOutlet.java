package org.ztclinical.enforce;

import java.io.IOException;
import org.ztclinical.request.CanonicalRequest;

/** An outlet whose head says, as every answer does, which pages of other origins may read it. */
record ReadableOutlet(Outlet outlet, CanonicalRequest request, Routes routes) implements Outlet {
  @Override
  public void begin(Guarded head) throws IOException {
    outlet.begin(head.with(Cors.readable(head, request, routes)));
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
