#pragma once
#include <curl/curl.h>

// curl_easy_setopt, curl_multi_setopt and curl_easy_getinfo are variadic, which Swift cannot call;
// here is one function per type of value.
static inline CURLcode CCurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*CCurl_receiver)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode CCurl_set_receiver(CURL *handle, CURLoption option, CCurl_receiver value) {
    return curl_easy_setopt(handle, option, value);
}

// libcurl copies the text.
static inline CURLcode CCurl_set_authority(CURL *handle, const char *pem, size_t length) {
    struct curl_blob blob = { (void *)pem, length, CURL_BLOB_COPY };
    return curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &blob);
}

// Whether the chain of certificates is why the connection was refused. 0 is OpenSSL's X509_V_OK; with 1 libcurl begins,
// and leaves it so where it refuses for the host name.
static inline int CCurl_is_untrusted(CURL *handle) {
    long result = 0;
    curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &result);
    return result > 1;
}

static inline long CCurl_status(CURL *handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

// Macros with casts, which Swift does not import.
static const long CCurl_basic_or_digest = (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST);
static const long CCurl_global_default = CURL_GLOBAL_DEFAULT;
