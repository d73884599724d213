/**
 * Policies in JSON (Cedar 4.5, JSON policy format): policies, templates and whole policy sets, read
 * into trees and written from them. Read {@link org.ztclinical.cedar.est.PolicyJson} first. It
 * never evaluates, and never reads or writes Cedar's own syntax.
 */
@NullMarked
package org.ztclinical.cedar.est;

import org.jspecify.annotations.NullMarked;
