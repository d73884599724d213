package org.ztclinical.json;

/** A JSON value (RFC 8259 §3). Values may be patient data: {@code toString} shows the kind only. */
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {}
