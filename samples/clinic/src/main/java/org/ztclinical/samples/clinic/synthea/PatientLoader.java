package org.ztclinical.samples.clinic.synthea;

import java.util.List;
import java.util.function.Consumer;

/**
 * Puts a clinic's resources into its database, batch by batch, and marks it complete at the end.
 */
public final class PatientLoader {

  /** Resources stored in one transaction. */
  static final int BATCH = 150;

  private final Consumer<List<SyntheticResource>> store;
  private final Runnable flush;

  /**
   * Makes a loader.
   *
   * @param store stores a batch in one transaction, or throws
   * @param flush returns when all that was stored is on disk
   */
  public PatientLoader(Consumer<List<SyntheticResource>> store, Runnable flush) {
    this.store = store;
    this.flush = flush;
  }

  /**
   * Loads everything. When it throws, or the process dies, the folder stays unmarked and the next
   * start begins anew.
   */
  public void load(SyntheticClinic clinic, DataFolder folder, LoadProgress progress) {
    List<SyntheticResource> resources = clinic.resources();
    progress.show(0);
    for (int from = 0; from < resources.size(); from += BATCH) {
      int to = Math.min(from + BATCH, resources.size());
      store.accept(resources.subList(from, to));
      progress.show(to);
    }
    flush.run();
    folder.markLoaded(resources.size());
  }
}
