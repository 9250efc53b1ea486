"""What is known: the DuckDB store, its loads, merges and reports.

What flows call:

    from warehouse.store import open_store            # open_store(path) -> store; StoreError in one line
    from warehouse.load import Batch, load, save_sources
    from warehouse.publish import publish             # publish(store): the copy at `path` that people open
    from warehouse.ops import start_run, finish_run, validators, known, totals
    from warehouse.merge import rebuild               # all events again from the stored mentions
    from warehouse.checks import check_store          # checks of the data, kept in ops.check_results
    from warehouse.lake import tidy                   # lake only: join files, drop old snapshots
    from warehouse.errors import StoreError

    store = open_store("data/warehouse.duckdb")
    save_sources(store, sources.values())
    start_run(store, run_id, "ingest")
    counts = load(store, Batch(batch_id, run_id, source, fetches, [(article, coding), ...], rejects))
    finish_run(store, run_id, "completed", {"articles": counts.articles})
    publish(store)

`batch_id` must be the same when a batch is tried again: a batch in the ledger is not loaded twice. Loading
merges mentions into events in the same transaction. `with store.read() as connection` opens the published
copy for queries, `with store.write() as connection` the loader's file for one transaction.
"""
