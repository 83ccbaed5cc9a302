"""Runs the fault scenarios; started by deploy/faults."""

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

import preload
from school import Failure
from scenarios import SCENARIOS
from scenario import Account, Context, Skipped, Violation


def arguments():
    parser = argparse.ArgumentParser(prog="deploy/faults")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int)
    options = parser.parse_args()
    if options.kills is None:
        options.kills = 12 if options.short else 60
    if options.minutes is None:
        options.minutes = 10 if options.short else 60
    if options.jobs is None:
        options.jobs = 3 if options.short else 2
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 32)
    return options


def run(scenario, options, folder, account, deadline):
    """(result, text) of one scenario."""
    if time.monotonic() > deadline:
        return "skipped", f"the {options.minutes:g} minutes were over"
    home = os.path.join(folder, scenario.name)
    os.makedirs(home)
    context = Context(home, options, random.Random(f"{options.seed} {scenario.name}"), account, deadline)
    try:
        return "passed", scenario.body(context) or ""
    except Skipped as reason:
        return "skipped", str(reason)
    except (Violation, Failure) as failure:
        return "failed", str(failure)
    except Exception:
        return "failed", traceback.format_exc()


def main():
    options = arguments()
    if options.list:
        for scenario in SCENARIOS:
            print(f"{scenario.name:24} {scenario.what}")
        return 0
    unknown = set(options.only) - {scenario.name for scenario in SCENARIOS}
    if unknown:
        sys.exit(f"deploy/faults: no scenario is called {', '.join(sorted(unknown))}; see --list")
    folder = tempfile.mkdtemp(prefix="rollcall-faults-")
    account, results = Account(), []
    deadline = time.monotonic() + options.minutes * 60
    print(f"seed {options.seed}", flush=True)

    def play(scenario):
        started, own = time.monotonic(), Account()
        result, text = run(scenario, options, folder, own, deadline)
        with lock:
            account.add(own)
            results.append(result)
            print(f"{result:8} {scenario.name:24} {time.monotonic() - started:6.1f} s  {text}", flush=True)
        if result != "failed" and not options.keep:
            shutil.rmtree(os.path.join(folder, scenario.name), ignore_errors=True)

    lock = threading.Lock()
    with ThreadPoolExecutor(options.jobs) as pool:
        for done in [pool.submit(play, one) for one in SCENARIOS if not options.only or one.name in options.only]:
            done.result()
    preload.forget_library()
    print()
    print(account.text())
    print(", ".join(f"{results.count(kind)} {kind}" for kind in ("passed", "failed", "skipped")))
    if "failed" in results or options.keep:
        print(f"data and logs: {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    broken = account.lost or account.doubled or account.resurrected or account.traces or account.galleries_different
    return 1 if "failed" in results or broken else 0


if __name__ == "__main__":
    sys.exit(main())
