package org.ztclinical.samples.clinic.auth;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.ztclinical.samples.clinic.settings.ClinicSettings;

/**
 * The running authorization server: a Spring application context of its own with its own Tomcat, so
 * that nothing in front of the FHIR server has to make an exception for it.
 */
public final class AuthorizationServer implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private AuthorizationServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts the server for a clinic with these patients.
   *
   * @param events where it tells that logins have ended
   */
  public static AuthorizationServer start(
      ClinicSettings settings, ClinicPatients patients, EventStream events) {
    return new AuthorizationServer(
        new SpringApplicationBuilder(AuthorizationServerConfiguration.class)
            .web(WebApplicationType.SERVLET)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .properties("spring.jmx.enabled=false")
            .initializers(
                (GenericApplicationContext beans) -> {
                  beans.registerBean(ClinicSettings.class, () -> settings);
                  beans.registerBean(EventStream.class, () -> events);
                  beans.registerBean(
                      LaunchContext.class,
                      () -> new LaunchContext(settings, patients.ids(), patients.withLogin()));
                })
            .run());
  }

  /** Stops listening. */
  @Override
  public void close() {
    context.close();
  }
}
