"""Every mutant: one for each safeguard of the hub, in the order of the promises' subjects."""

from tests.teeth.mutant import Mutant
from tests.teeth.mutants import bus, figures, files, ink, letterbox, once, order, proofs, rehearsals, words

MUTANTS: tuple[Mutant, ...] = (
    *once.MUTANTS,
    *order.MUTANTS,
    *letterbox.MUTANTS,
    *bus.MUTANTS,
    *ink.MUTANTS,
    *proofs.MUTANTS,
    *figures.MUTANTS,
    *rehearsals.MUTANTS,
    *words.MUTANTS,
    *files.MUTANTS,
)
