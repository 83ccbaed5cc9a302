#pragma once
/* Making X.509 certificates with GnuTLS, the library that libmicrohttpd speaks TLS with. */
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

// A variable that holds a function, which Swift takes for shared mutable state.
static inline void CGnuTLS_free(void *bytes) { gnutls_free(bytes); }

// Macros with casts, which Swift does not import.
static inline unsigned int CGnuTLS_p256_bits(void) { return GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1); }
// 99991231235959Z, "no well-defined expiration date" (RFC 5280). GnuTLS 3.7.9 takes its own constant
// GNUTLS_X509_NO_WELL_DEFINED_EXPIRATION for a date in 2106.
static const time_t CGnuTLS_no_expiration = (time_t)-1;
static const char *const CGnuTLS_oid_common_name = GNUTLS_OID_X520_COMMON_NAME;
static const char *const CGnuTLS_oid_server = GNUTLS_KP_TLS_WWW_SERVER;
