package org.ztclinical.audit;

import java.time.InstantSource;

/**
 * What a lane's files are made with.
 *
 * @param folder where
 * @param origin the lane's name, which stands in every segment
 * @param segmentBytes size of a segment
 * @param maxSegments most segments; a lane that has used them up cannot be written
 * @param clock tells when a record was recorded
 */
record StoreSettings(
    LogFolder folder, String origin, int segmentBytes, long maxSegments, InstantSource clock) {

  AuditFiles files() {
    return folder.files();
  }
}
