package org.ztclinical.access;

/** By what the sender of a token shows that it was given to him. */
public enum SenderProof {
  /** A DPoP proof of the key that the token is bound to (RFC 9449). */
  KEY,
  /** The client certificate that the token is bound to (RFC 8705). */
  CERTIFICATE,
  /** One or the other. */
  EITHER
}
