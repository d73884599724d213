package org.ztclinical.samples.clinic.fhir;

import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

/**
 * Deletes the results of old searches, which the server keeps for paging. HAPI's schedulers, which
 * would do this and a dozen other things, are switched off.
 */
final class StaleSearches implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(StaleSearches.class);
  private static final long MINUTES = 5;

  private final IStaleSearchDeletingSvc searches;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "stale-searches");
            thread.setDaemon(true);
            return thread;
          });

  StaleSearches(IStaleSearchDeletingSvc searches) {
    this.searches = searches;
  }

  @EventListener(ContextRefreshedEvent.class)
  void begin() {
    var ignored = timer.scheduleWithFixedDelay(this::delete, MINUTES, MINUTES, TimeUnit.MINUTES);
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }

  private void delete() {
    try {
      searches.pollForStaleSearchesAndDeleteThem();
    } catch (RuntimeException e) {
      LOG.warn("old search results could not be deleted: {}", e.getClass().getName());
    }
  }
}
