"""The almanac: a number, a unit, a date and a source. A day without a published figure is refused by name.

`schema` says what a file holds, `figures` looks one up, `reading` puts the files together, `council` puts a council's
own before them; `listing`, `checking` and `comparing` show what there is.
"""

from hub.rates.figures import Dated, Rates, RatesNotPublished
from hub.rates.reading import load_rates, rates_from, rates_of_texts
from hub.rates.schema import FaultyRates

__all__ = ["Dated", "FaultyRates", "Rates", "RatesNotPublished", "load_rates", "rates_from", "rates_of_texts"]
