/**
 * What the library costs, each figure beside a named peer measured in the same run. Read {@link
 * org.ztclinical.benchmarks.Figures} first, the command behind {@code docs/performance.md}. It
 * never ships to users, and never compares with a peer that does less than it says.
 */
@NullMarked
package org.ztclinical.benchmarks;

import org.jspecify.annotations.NullMarked;
