"""Opens the faces that a node keeps under its lease's key: XChaCha20-Poly1305, by libsodium."""

import ctypes

NONCE_BYTES, TAG_BYTES = 24, 16
_sodium = None


def opened(sealed, key, context):
    """The plain bytes, or None where key or context are others, or where a bit was changed."""
    global _sodium
    if _sodium is None:
        _sodium = ctypes.CDLL("libsodium.so.23")
    plain = ctypes.create_string_buffer(max(1, len(sealed) - NONCE_BYTES - TAG_BYTES))
    length = ctypes.c_ulonglong(0)
    nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    failed = _sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, ctypes.byref(length), None, text, ctypes.c_ulonglong(len(text)), context,
        ctypes.c_ulonglong(len(context)), nonce, key)
    return None if failed else plain.raw[:length.value]
