/**
 * The threads that the library starts, all made in one way. Read {@link
 * org.ztclinical.thread.DaemonThreads} first. It never keeps anything of whoever happened to start
 * a thread.
 */
@NullMarked
package org.ztclinical.thread;

import org.jspecify.annotations.NullMarked;
