"""Replays a published table (CSV, or gzipped CSV): as events of the contract, in the order they happened.

A schema file in `schemas/` says how the columns of one publisher read; a new publisher is a new file, not new code.
Nothing is repaired in silence: each quirk met is counted, each row that cannot be read is set aside with its line.
"""
