/**
 * Fuzz targets: whatever bytes come, a reader answers with a value or with its own exception, and
 * what it read it can write and read again. Read {@link org.ztclinical.fuzz.PolicyTextFuzzTest}
 * first. A plain test run replays the inputs beside the tests and never searches for new ones.
 */
@NullMarked
package org.ztclinical.fuzz;

import org.jspecify.annotations.NullMarked;
