package org.ztclinical.audit;

/**
 * The proof that a record is in the log.
 *
 * @param origin the log's name
 * @param eventId the event
 * @param index its place in the log, counted from 0
 * @param head the hash chain's head after it, 64 hexadecimal digits; kept elsewhere, it lets the
 *     verifier find out whether the log was cut back or rewritten before this place
 * @param durability what the record survives
 */
public record AuditReceipt(
    String origin, EventId eventId, long index, String head, Durability durability) {}
