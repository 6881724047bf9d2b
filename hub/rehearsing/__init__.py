"""Rehearsal: a change run over every account before it acts, with nothing written and everything told.

`outlook` works out what one account comes to under one set of rules, `comparing` holds two of them side by side, and
`summary` adds up the rows; these are pure. `plans` says what is rehearsed, `accounts` reads the store, `running`
shares the work among processes, `saved` keeps outlooks in a file, and `document`, `rows_file` and `page` report.
"""
