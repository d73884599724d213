package org.ztclinical.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Executor;

/** A request body that was read before the application runs, as the stream it expects. */
final class HeldInput extends ServletInputStream {
  private final ByteArrayInputStream bytes;
  private final Executor callbacks;
  private boolean listening;

  HeldInput(byte[] bytes, Executor callbacks) {
    this.bytes = new ByteArrayInputStream(bytes);
    this.callbacks = callbacks;
  }

  @Override
  public int read() {
    return bytes.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    return bytes.read(target, offset, length);
  }

  @Override
  public int available() {
    return bytes.available();
  }

  @Override
  public boolean isFinished() {
    return bytes.available() == 0;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setReadListener(ReadListener listener) {
    Objects.requireNonNull(listener, "listener");
    if (listening) {
      throw new IllegalStateException("a read listener is already set");
    }
    listening = true;
    callbacks.execute(() -> tell(listener));
  }

  private void tell(ReadListener listener) {
    try {
      if (!isFinished()) {
        listener.onDataAvailable();
      }
      listener.onAllDataRead();
    } catch (IOException | RuntimeException e) {
      listener.onError(e);
    }
  }
}
