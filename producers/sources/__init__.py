"""Pure translators: the bytes of a bank's or bureau's file in, events in the words of the contracts out.

Read `reading` first, then one format, then `registry`, which lists every format. A source knows the words and
nothing else of ours: no hub, no broker, no clock, no network. To add a format, write one module with a `SOURCE`
and give it a line in `registry`.

A file is read whole or refused whole. What it declares of itself is counted again, and every fault is named by
its place, its field and what was expected there; what was found is never told, because it may be about a person.
"""
