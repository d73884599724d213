package org.ztclinical.samples.clinic;

import jakarta.servlet.ServletContext;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.ztclinical.samples.clinic.settings.ClinicSettings;

/**
 * Where Zero Trust is plugged in: called with the FHIR server's servlet context before any servlet
 * of it can be reached.
 */
final class ClinicProtection implements ServletContextInitializer {

  ClinicProtection(ClinicSettings settings) {}

  /** Whether requests are checked. */
  boolean isOn() {
    return false;
  }

  @Override
  public void onStartup(ServletContext context) {}
}
