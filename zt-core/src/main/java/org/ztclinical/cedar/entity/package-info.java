/**
 * What policies are asked about: entities with attributes, parents and tags, and the request
 * itself. Read {@link org.ztclinical.cedar.entity.Entities} first. A store never fetches anything:
 * what it does not hold does not exist.
 */
@NullMarked
package org.ztclinical.cedar.entity;

import org.jspecify.annotations.NullMarked;
