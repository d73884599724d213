/**
 * Shared state in a table of PostgreSQL or H2, for applications that have a database and want
 * nothing else to run. Read {@link org.ztclinical.statejdbc.JdbcState} first. It never takes part
 * in a transaction of the application, and never holds a connection between calls.
 */
@NullMarked
package org.ztclinical.statejdbc;

import org.jspecify.annotations.NullMarked;
