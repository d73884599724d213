/**
 * How low rooms say what happened without knowing who listens. Read {@link
 * org.ztclinical.notice.Notice} first. It never carries request data.
 */
@NullMarked
package org.ztclinical.notice;

import org.jspecify.annotations.NullMarked;
