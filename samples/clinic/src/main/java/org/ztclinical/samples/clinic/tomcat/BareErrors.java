package org.ztclinical.samples.clinic.tomcat;

import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;

/** Makes Tomcat's own error pages say the status and nothing else: no version, no stack trace. */
public final class BareErrors extends ErrorReportValve {

  /** For Tomcat, which makes its own by name. */
  public BareErrors() {
    setShowServerInfo(false);
    setShowReport(false);
  }

  /** Installs it for the host of this context. */
  public static void apply(Context context) {
    if (context.getParent() instanceof StandardHost host) {
      host.setErrorReportValveClass(BareErrors.class.getName());
    }
  }
}
