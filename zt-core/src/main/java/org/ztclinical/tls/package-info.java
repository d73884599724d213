/**
 * Certificates: key and trust files that become TLS contexts and are read again without a restart,
 * and what a certificate says about who holds it. Read {@link org.ztclinical.tls.TlsContext} first.
 * It never decides what an identity may do, and never believes a certificate that it only parsed.
 */
@NullMarked
package org.ztclinical.tls;

import org.jspecify.annotations.NullMarked;
