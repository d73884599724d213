package org.ztclinical.audit;

/**
 * How far a lane is on disk.
 *
 * @param segment the segment's number
 * @param end where its records end
 * @param nextIndex how many records there are
 */
record LogPosition(long segment, long end, long nextIndex) {}
