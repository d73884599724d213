package org.ztclinical.fuzz;

/** The types of the random world that random expressions are made of. */
enum RandomType {
  BOOL,
  LONG,
  STRING,
  USER,
  GROUP,
  DOC,
  COLOR,
  STRINGS,
  LONGS,
  GROUPS,
  USERS,
  ADDRESS,
  DECIMAL,
  IP,
  DATETIME,
  DURATION
}
