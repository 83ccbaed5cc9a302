#pragma once
#include <microhttpd.h>
#include <stdint.h>
#include <string.h>
// Not in Swift's Glibc module; needed to notice clients that leave while libmicrohttpd does not look.
#include <sys/epoll.h>
#include <sys/eventfd.h>

// MHD_start_daemon is variadic, which Swift cannot call, and its option array wants function
// pointers as integers: a typed struct is checked by both compilers.
struct CMicroHTTPD_settings {
    int listening_socket;
    unsigned int threads;
    size_t connection_memory_bytes;
    unsigned int connections;
    unsigned int connections_per_address;
    unsigned int idle_timeout_seconds;
    const char *certificate_pem;   // NULL: no TLS
    const char *key_pem;
    const char *client_authority_pem;
    MHD_AccessHandlerCallback on_access;
    MHD_RequestCompletedCallback on_completed;
    MHD_NotifyConnectionCallback on_connection;
    void *context;
};

// MHD would percent-decode in place: "%2F" could then no longer be told from "/". Decoding is ours.
static inline size_t CMicroHTTPD_leave_escaped(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

static inline struct MHD_Daemon *CMicroHTTPD_start(const struct CMicroHTTPD_settings *s) {
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    if (s->certificate_pem != NULL) flags |= MHD_USE_TLS;
    struct MHD_OptionItem options[16];
    int n = 0;
#define ADD(name, number, pointer) \
    options[n++] = (struct MHD_OptionItem) { name, (intptr_t)(number), (void *)(pointer) }
    ADD(MHD_OPTION_LISTEN_SOCKET, s->listening_socket, NULL);
    ADD(MHD_OPTION_THREAD_POOL_SIZE, s->threads, NULL);
    ADD(MHD_OPTION_CONNECTION_MEMORY_LIMIT, s->connection_memory_bytes, NULL);
    ADD(MHD_OPTION_CONNECTION_LIMIT, s->connections, NULL);
    ADD(MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->connections_per_address, NULL);
    ADD(MHD_OPTION_CONNECTION_TIMEOUT, s->idle_timeout_seconds, NULL);
    ADD(MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL);
    ADD(MHD_OPTION_UNESCAPE_CALLBACK, &CMicroHTTPD_leave_escaped, NULL);
    ADD(MHD_OPTION_NOTIFY_COMPLETED, s->on_completed, s->context);
    ADD(MHD_OPTION_NOTIFY_CONNECTION, s->on_connection, s->context);
    if (s->certificate_pem != NULL) {
        ADD(MHD_OPTION_HTTPS_MEM_CERT, 0, s->certificate_pem);
        ADD(MHD_OPTION_HTTPS_MEM_KEY, 0, s->key_pem);
        // GnuTLS's default still speaks TLS 1.0 where the system's policy does not forbid it.
        ADD(MHD_OPTION_HTTPS_PRIORITIES, 0, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2");
    }
    if (s->client_authority_pem != NULL) ADD(MHD_OPTION_HTTPS_MEM_TRUST, 0, s->client_authority_pem);
    ADD(MHD_OPTION_END, 0, NULL);
#undef ADD
    return MHD_start_daemon(flags, 0, NULL, NULL, s->on_access, s->context,
                            MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

// MHD_get_connection_info is variadic and returns a union.
static inline int CMicroHTTPD_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

static inline const struct sockaddr *CMicroHTTPD_client_address(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info == NULL ? NULL : info->client_addr;
}

// Macros of casts and negative literals, which Swift does not import.
static const ssize_t CMicroHTTPD_end_of_stream = MHD_CONTENT_READER_END_OF_STREAM;
static const ssize_t CMicroHTTPD_end_with_error = MHD_CONTENT_READER_END_WITH_ERROR;
static const uint64_t CMicroHTTPD_size_unknown = MHD_SIZE_UNKNOWN;
