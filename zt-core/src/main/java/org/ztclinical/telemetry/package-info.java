/**
 * What operators see: spans and metrics through the OpenTelemetry API, log lines through SLF4J.
 * Read {@link org.ztclinical.telemetry.Telemetry} first. It is not the audit log, may lose what it
 * holds, and never carries patient data, identifiers or tokens.
 */
@NullMarked
package org.ztclinical.telemetry;

import org.jspecify.annotations.NullMarked;
