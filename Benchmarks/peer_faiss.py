"""faiss's exact search by inner product (IndexFlatIP): single queries and batches of 16, top 5.

    peer_faiss.py --rows N --dim N [--threads N]
"""

import statistics
import time

import faiss

import peer

options = peer.arguments(rows=1_000_000, dim=128)
faiss.omp_set_num_threads(options.threads)
index = faiss.IndexFlatIP(options.dim)
index.add(peer.unit_vectors(options.rows, options.dim))
queries = peer.unit_vectors(64, options.dim)


def milliseconds_per_query(batch, rounds):
    times = []
    for turn in range(rounds + 3):
        first = turn * batch % (len(queries) - batch + 1)
        start = time.perf_counter()
        index.search(queries[first:first + batch], 5)
        times.append((time.perf_counter() - start) * 1000 / batch)
    return statistics.median(times[3:])


peer.report(
    {"ms_per_query": milliseconds_per_query(1, 40),
     "ms_per_query_in_batch16": milliseconds_per_query(16, 10)},
    rows=options.rows, dim=options.dim, threads=options.threads, version=faiss.__version__)
