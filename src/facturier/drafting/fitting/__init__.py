"""Finding the lines under which the system's arithmetic gives exactly what the buyer pays."""

from facturier.drafting.fitting.fit import fit
from facturier.drafting.fitting.labels import Labels
from facturier.drafting.fitting.result import Choice, Fit, Misfit, Reason, Step

__all__ = ["Choice", "Fit", "Labels", "Misfit", "Reason", "Step", "fit"]
