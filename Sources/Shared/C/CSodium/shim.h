#pragma once
/* SHA-256, base64, hexadecimal, constant-time comparison and random bytes of libsodium. */
#include <sodium.h>
