package org.ztclinical.testing;

import java.util.Objects;

/**
 * A machine that a caller of a policy test uses.
 *
 * @param posture a word of {@code Clinical::Posture}
 * @param kind a word of {@code Clinical::DeviceKind}
 */
public record TestDevice(String posture, String kind) {
  private static final String HEALTHY = "healthy";
  private static final String STANDARD = "standard";

  public TestDevice {
    Objects.requireNonNull(posture, "posture");
    Objects.requireNonNull(kind, "kind");
  }

  /** A standard machine of the house, in good health. */
  public static TestDevice managedDevice() {
    return new TestDevice(HEALTHY, STANDARD);
  }

  /** A standard machine of the house that is not as its owner wants it. */
  public static TestDevice unhealthyDevice() {
    return new TestDevice("unhealthy", STANDARD);
  }

  /** A workstation for administration alone, in good health. */
  public static TestDevice privilegedWorkstation() {
    return new TestDevice(HEALTHY, "privileged-access-workstation");
  }

  /** A medical device, in good health. */
  public static TestDevice medicalDevice() {
    return new TestDevice(HEALTHY, "medical");
  }
}
