/**
 * The chain of custody: one append-only, durable, tamper-evident log of every decision and of
 * everything released, on disk before work is done and before bytes leave. Read {@link
 * org.ztclinical.audit.AuditLog} first, then the {@link org.ztclinical.audit.AuditRecord} family.
 * It never stores a name, a query value, a URL or an identifier in clear, never acknowledges what
 * is not on disk, and never repairs silently.
 */
@NullMarked
package org.ztclinical.audit;

import org.jspecify.annotations.NullMarked;
