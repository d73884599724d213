package org.ztclinical.enforce;

/**
 * An answer after the check.
 *
 * @param response what leaves
 * @param released what was counted on the way
 * @param aborted the application's answer could not be checked and nothing of it leaves
 */
record Checked(Response response, Released released, boolean aborted) {
  static Checked nothing(Response instead, Released released, EnforceReason why) {
    released.allStay(why);
    return new Checked(instead, released, false);
  }

  static Checked aborted(Response instead, Released released, EnforceReason why) {
    released.allStay(why);
    return new Checked(instead, released, true);
  }
}
