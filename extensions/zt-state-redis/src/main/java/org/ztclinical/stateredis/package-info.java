/**
 * Shared state in Redis or Valkey, through Lettuce. Read {@link
 * org.ztclinical.stateredis.RedisState} first. It never asks a server for all its keys, and never
 * sends again what may have been done already.
 */
@NullMarked
package org.ztclinical.stateredis;

import org.jspecify.annotations.NullMarked;
