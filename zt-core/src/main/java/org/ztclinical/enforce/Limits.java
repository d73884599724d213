package org.ztclinical.enforce;

/**
 * How much is read before it is refused or withheld.
 *
 * @param maxRequestBodyBytes larger request bodies are refused with 413
 * @param maxResponseBodyBytes larger answers of the application are withheld
 * @param maxHeaderBytes names and values of all request headers together
 */
public record Limits(int maxRequestBodyBytes, int maxResponseBodyBytes, int maxHeaderBytes) {
  public Limits {
    if (maxRequestBodyBytes < 1 || maxResponseBodyBytes < 1 || maxHeaderBytes < 1) {
      throw new IllegalArgumentException("limits are positive numbers of bytes");
    }
  }

  /** 8 MiB in, 32 MiB out, 32 KiB of headers. */
  public static Limits standard() {
    return new Limits(8 * 1024 * 1024, 32 * 1024 * 1024, 32 * 1024);
  }
}
