"""All scenarios, in the order in which they run."""

import campaign
import clocks
import copies
import disks
import links
import poison
import refusals
import steps
import tracing
from scenario import Scenario

SCENARIOS = [
    Scenario("random-kills", "kill -9 of nodes and hub at random moments", campaign.random_kills),
    Scenario("node-killed-at-syncs", "a node dies at its 1st, 2nd, … sync", steps.node_killed_at_syncs),
    Scenario("hub-killed-at-syncs", "the hub dies at its 1st, 2nd, … sync", steps.hub_killed_at_syncs),
    Scenario("node-killed-at-writes", "a node dies in the middle of a write", steps.node_killed_at_writes),
    Scenario("hub-killed-at-writes", "the hub dies in the middle of a write", steps.hub_killed_at_writes),
    Scenario("node-sync-fails", "EIO from a node's sync", steps.node_sync_fails),
    Scenario("hub-sync-fails", "EIO from the hub's sync", steps.hub_sync_fails),
    Scenario("node-write-fails", "ENOSPC from a node's writes", steps.node_write_fails),
    Scenario("hub-write-fails", "ENOSPC from the hub's writes", steps.hub_write_fails),
    Scenario("node-traced", "a node's syncs killed and failing, by strace",
             lambda context: tracing.traced(context, "node")),
    Scenario("hub-traced", "the hub's syncs killed and failing, by strace",
             lambda context: tracing.traced(context, "hub")),
    Scenario("node-disk-full", "a node on a full file system", disks.node_full),
    Scenario("hub-disk-full", "the hub on a full file system", disks.hub_full),
    Scenario("link-torn", "connections torn in the middle of bytes", links.torn),
    Scenario("link-slow", "delay and a narrow line", links.slow),
    Scenario("link-half-open", "connections that are accepted and stay silent", links.half_open),
    Scenario("replies-lost", "answers lost after the hub's commit", links.replies_lost),
    Scenario("requests-repeated", "pushes doubled and replayed", links.requests_repeated),
    Scenario("namespaces", "packets dropped between network namespaces", links.cut_off),
    Scenario("node-clock", "a node's clock jumps by 1 s to 10 years", clocks.node_clock),
    Scenario("hub-clock", "the hub's clock jumps by 1 s to 10 years", clocks.hub_clock),
    Scenario("node-cloned", "one data folder on two machines", copies.cloned_node),
    Scenario("node-set-back", "a node's disk set back", lambda context: copies.node_set_back(context, False)),
    Scenario("node-set-back-alone", "the same, and it records before it meets the hub",
             lambda context: copies.node_set_back(context, True)),
    Scenario("hub-set-back", "the hub's folder replaced by an older copy",
             lambda context: copies.hub_set_back(context, False)),
    Scenario("hub-set-back-ledger", "the same, with the newest ledger",
             lambda context: copies.hub_set_back(context, True)),
    Scenario("gallery-spoilt", "a gallery file that is old, damaged or gone", copies.spoilt_gallery),
    Scenario("poison", "operations that no hub can take, first in the queue", poison.poison),
    Scenario("codes-refused", "forged, used and expired codes, another hub, plain HTTP", refusals.tokens),
    Scenario("batches-refused", "forged, replayed, huge and inflating batches", refusals.batches),
    Scenario("revoked-node", "a revoked node returns with events", refusals.revoked),
]
