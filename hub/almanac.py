"""The rates of the council that the settings name: the one way from settings to figures."""

from hub.errors import WrongUsage
from hub.rates import FaultyRates, Rates, load_rates
from hub.settings import Settings


def rates_of(settings: Settings) -> Rates:
    """The national rates, and before them those of the council's folder, if the settings name one.

    Raises:
        WrongUsage: a file in the folder is not as it should be; names file, field and what was expected.
    """
    try:
        return load_rates(settings.rates_folder)
    except FaultyRates as error:
        more = f", and {len(error.faults) - 1} more" if len(error.faults) > 1 else ""
        raise WrongUsage(
            f"--rates or HUB_RATES_FOLDER: {error.faults[0]}{more}: `hub rates check` names all that is wrong"
        ) from error
