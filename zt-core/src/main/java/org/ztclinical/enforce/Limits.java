package org.ztclinical.enforce;

/**
 * How much is read before it is refused or withheld.
 *
 * @param maxRequestBodyBytes larger request bodies are refused with 413
 * @param maxResponseBodyBytes larger answers of the application are withheld, unless they can leave
 *     piece by piece
 * @param maxHeaderBytes names and values of all request headers together, without the credential,
 *     which has a limit of its own
 * @param streamAboveBytes answers up to this size are held until they are complete; larger search
 *     sets and histories leave piece by piece
 * @param maxPieceBytes the largest entry of an answer that leaves piece by piece; a larger one
 *     breaks it off
 */
public record Limits(
    int maxRequestBodyBytes,
    int maxResponseBodyBytes,
    int maxHeaderBytes,
    int streamAboveBytes,
    int maxPieceBytes) {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  public Limits {
    if (maxRequestBodyBytes < 1
        || maxResponseBodyBytes < 1
        || maxHeaderBytes < 1
        || streamAboveBytes < 1
        || maxPieceBytes < 1) {
      throw new IllegalArgumentException("limits are positive numbers of bytes");
    }
  }

  /** As the standard limits, with these three. */
  public Limits(int maxRequestBodyBytes, int maxResponseBodyBytes, int maxHeaderBytes) {
    this(maxRequestBodyBytes, maxResponseBodyBytes, maxHeaderBytes, 256 * KIB, 8 * MIB);
  }

  /** 8 MiB in, 32 MiB out, 32 KiB of headers; answers above 256 KiB in pieces of at most 8 MiB. */
  public static Limits standard() {
    return new Limits(8 * MIB, 32 * MIB, 32 * KIB);
  }

  /** A copy by which larger answers leave piece by piece. */
  public Limits streaming(int aboveBytes, int maxPiece) {
    return new Limits(
        maxRequestBodyBytes, maxResponseBodyBytes, maxHeaderBytes, aboveBytes, maxPiece);
  }
}
