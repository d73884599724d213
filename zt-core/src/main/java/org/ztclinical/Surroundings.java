package org.ztclinical;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ztclinical.enforce.Limits;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.request.TrustedHops;
import org.ztclinical.telemetry.Telemetry;

/** What a builder was told about what is around: time, who listens, proxies, how much is read. */
final class Surroundings {
  private InstantSource clock = InstantSource.system();
  private NoticeListener notices = NoticeListener.none();
  private @Nullable OpenTelemetry openTelemetry;
  private TrustedHops trustedHops = TrustedHops.none();
  private Limits limits = Limits.standard();

  void clock(InstantSource given) {
    clock = Objects.requireNonNull(given, "clock");
  }

  void notices(NoticeListener listener) {
    notices = Objects.requireNonNull(listener, "listener");
  }

  void openTelemetry(OpenTelemetry given) {
    openTelemetry = Objects.requireNonNull(given, "openTelemetry");
  }

  void trustedHops(TrustedHops hops) {
    trustedHops = Objects.requireNonNull(hops, "hops");
  }

  void limits(Limits given) {
    limits = Objects.requireNonNull(given, "limits");
  }

  InstantSource clock() {
    return clock;
  }

  NoticeListener notices() {
    return notices;
  }

  Telemetry telemetry() {
    return Telemetry.of(openTelemetry != null ? openTelemetry : GlobalOpenTelemetry.get());
  }

  TrustedHops trustedHops() {
    return trustedHops;
  }

  Limits limits() {
    return limits;
  }
}
