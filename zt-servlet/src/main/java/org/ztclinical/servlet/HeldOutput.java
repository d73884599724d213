package org.ztclinical.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Executor;

/** The stream the application writes to; it ends in {@link HeldBytes}. */
final class HeldOutput extends ServletOutputStream {
  private final HeldBytes held;
  private final Executor callbacks;
  private boolean listening;

  HeldOutput(HeldBytes held, Executor callbacks) {
    this.held = held;
    this.callbacks = callbacks;
  }

  @Override
  public void write(int b) throws IOException {
    held.write(b);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    held.write(source, offset, length);
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    Objects.requireNonNull(listener, "listener");
    if (listening) {
      throw new IllegalStateException("a write listener is already set");
    }
    listening = true;
    callbacks.execute(() -> tell(listener));
  }

  private static void tell(WriteListener listener) {
    try {
      listener.onWritePossible();
    } catch (IOException | RuntimeException e) {
      listener.onError(e);
    }
  }
}
