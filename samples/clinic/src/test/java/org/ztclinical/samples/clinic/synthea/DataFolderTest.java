package org.ztclinical.samples.clinic.synthea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.samples.clinic.settings.CommandLine;
import org.ztclinical.samples.clinic.settings.SettingsException;

/** A database that was not loaded to its end is never taken for complete. */
class DataFolderTest {
  private final SyntheticClinic clinic = SyntheticClinic.ofFirst(2);

  @TempDir Path folder;

  @Test
  void completeLoadIsReusedWithAllItsPatients() throws IOException {
    try (DataFolder first = open("--patients=2")) {
      assertThat(first.isLoaded()).isFalse();
      loadAll(first);
    }

    try (DataFolder second = open()) {
      assertThat(second.isLoaded()).isTrue();
      assertThat(second.patients()).isEqualTo(2);
      assertThat(databaseFile()).exists();
    }
  }

  @Test
  void loadThatStopsInTheMiddleIsDeletedAndBegunAnew() throws IOException {
    for (int batchesBefore : new int[] {0, 1, 2}) {
      try (DataFolder first = open("--patients=2")) {
        List<String> stored = new ArrayList<>();
        PatientLoader loader =
            new PatientLoader(batch -> storeUntil(batch, stored, batchesBefore), () -> {});

        assertThatThrownBy(() -> loader.load(clinic, first, silent())).hasMessage("killed");
      }
      assertThat(databaseFile()).exists();

      try (DataFolder second = open()) {
        assertThat(second.isLoaded()).isFalse();
        assertThat(databaseFile()).doesNotExist();
      }
    }
  }

  @Test
  void loadWhoseLastBytesDidNotReachTheDiskIsBegunAnew() throws IOException {
    try (DataFolder first = open("--patients=2")) {
      PatientLoader loader =
          new PatientLoader(
              batch -> touchDatabase(),
              () -> {
                throw new IllegalStateException("killed");
              });

      assertThatThrownBy(() -> loader.load(clinic, first, silent())).hasMessage("killed");
    }

    try (DataFolder second = open()) {
      assertThat(second.isLoaded()).isFalse();
    }
  }

  @Test
  void markerIsWrittenAfterTheLastBatchAndTheFlush() throws IOException {
    try (DataFolder first = open("--patients=2")) {
      List<Boolean> markerSeen = new ArrayList<>();
      Path marker = folder.resolve("fhir-loaded");
      new PatientLoader(
              batch -> markerSeen.add(Files.exists(marker)),
              () -> markerSeen.add(Files.exists(marker)))
          .load(clinic, first, silent());

      assertThat(markerSeen).hasSizeGreaterThan(2).containsOnly(false);
      assertThat(marker).exists();
    }
  }

  @Test
  void brokenOrForeignMarkerMarksNothing() throws IOException {
    for (String text : new String[] {"", "garbage", "format=other\npatients=2\nresources=1\n"}) {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("fhir-loaded"), text);

      try (DataFolder opened = open()) {
        assertThat(opened.isLoaded()).as(text).isFalse();
        assertThat(opened.patients()).isEqualTo(12);
      }
    }
  }

  @Test
  void anotherNumberOfPatientsIsRefusedUnlessResetIsAskedFor() throws IOException {
    try (DataFolder first = open("--patients=2")) {
      loadAll(first);
    }

    assertThatThrownBy(() -> open("--patients=3"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("holds 2 patients")
        .hasMessageContaining("--reset");
    try (DataFolder reset = open("--patients=3", "--reset")) {
      assertThat(reset.isLoaded()).isFalse();
      assertThat(databaseFile()).doesNotExist();
    }
  }

  @Test
  void folderInUseIsRefused() {
    try (DataFolder first = open()) {
      assertThat(first.isLoaded()).isFalse();
      assertThatThrownBy(this::open)
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("used by another clinic");
    }
  }

  @Test
  void folderThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> DataFolder.open(CommandLine.parse("--data=" + file.resolve("below"))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("cannot be written");
  }

  private DataFolder open(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--data=" + folder);
    return DataFolder.open(CommandLine.parse(all.toArray(String[]::new)));
  }

  private void loadAll(DataFolder into) {
    new PatientLoader(batch -> touchDatabase(), () -> {}).load(clinic, into, silent());
  }

  private void storeUntil(List<SyntheticResource> batch, List<String> stored, int batches) {
    touchDatabase();
    if (stored.size() >= batches) {
      throw new IllegalStateException("killed");
    }
    stored.add(batch.get(0).reference());
  }

  private void touchDatabase() {
    try {
      Files.createDirectories(databaseFile().getParent());
      Files.writeString(databaseFile(), "rows");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path databaseFile() {
    return folder.resolve("fhir").resolve("clinic.mv.db");
  }

  private LoadProgress silent() {
    return new LoadProgress(
        new PrintStream(new ByteArrayOutputStream()),
        false,
        () -> Instant.EPOCH,
        clinic.resources().size());
  }
}
