/**
 * Shared state in a JCache (JSR 107) that the application brings, as of Hazelcast, Infinispan or
 * Coherence. Read {@link org.ztclinical.statejcache.JCacheState} first. It never believes a cache
 * to keep what the application did not promise for it.
 */
@NullMarked
package org.ztclinical.statejcache;

import org.jspecify.annotations.NullMarked;
