package org.ztclinical.samples.clinic.fhir;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.ztclinical.samples.clinic.settings.ClinicSettings;
import org.ztclinical.samples.clinic.synthea.DataFolder;

/** The running FHIR server: one Spring application context with its own Tomcat. */
public final class FhirServer implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private FhirServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts the server, loads the patients where that has not been done, and only then listens.
   *
   * @param protection what stands in front of every servlet of this server
   */
  public static FhirServer start(
      ClinicSettings settings, DataFolder folder, ServletContextInitializer protection) {
    return new FhirServer(
        new SpringApplicationBuilder(FhirServerConfiguration.class)
            .web(WebApplicationType.SERVLET)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            // HAPI's own beans refer to each other in circles and replace one another.
            .properties(
                "spring.main.allow-circular-references=true",
                "spring.main.allow-bean-definition-overriding=true",
                "spring.jmx.enabled=false",
                "scheduling_disabled=true")
            .initializers(
                (GenericApplicationContext beans) -> {
                  beans.registerBean(ClinicSettings.class, () -> settings);
                  beans.registerBean(DataFolder.class, () -> folder);
                  beans.registerBean(
                      "clinicProtection", ServletContextInitializer.class, () -> protection);
                })
            .run());
  }

  /** Stops listening and closes the database. */
  @Override
  public void close() {
    context.close();
  }
}
