#pragma once
/* Hashes, signatures, sealing, base64, hexadecimal, constant-time comparison and random bytes of libsodium. */
#include <sodium.h>
